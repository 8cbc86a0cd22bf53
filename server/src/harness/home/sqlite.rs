//! A file in the test's folder.

use std::path::Path;

use super::Home;

pub(super) fn home(folder: &Path) -> Home {
    let url = format!("sqlite:{}", folder.join("test.sqlite").display());
    Home { variables: vec![("DATABASE_URL", url)], _kept: Box::new(()) }
}
