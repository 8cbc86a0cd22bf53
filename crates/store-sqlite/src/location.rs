//! From `DATABASE_URL` to a file, and to a folder that holds it.

use std::{
    fs::DirBuilder,
    io,
    path::{Path, PathBuf},
};

/// The file that `sqlite:PATH` or `sqlite://PATH` names; a text without a scheme is a path. `None`: another database,
/// a database in memory (its content would be gone with its one connection), or parameters, which are not read.
pub(crate) fn file_of(url: &str) -> Option<PathBuf> {
    let path = match url.split_once(':') {
        Some(("sqlite", rest)) => rest.strip_prefix("//").unwrap_or(rest),
        Some((scheme, _)) if scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            return None;
        }
        _ => url,
    };
    let usable = !path.is_empty() && !path.contains(['?', '\0']) && path != ":memory:";
    usable.then(|| PathBuf::from(path))
}

/// Makes the folder of `file`, readable by this user alone.
pub(crate) fn make_folder_of(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => private_folders().create(folder),
        _ => Ok(()),
    }
}

fn private_folders() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_usual_spellings() {
        for (url, file) in [
            ("sqlite:.data/app.db", ".data/app.db"),
            ("sqlite://.data/app.db", ".data/app.db"),
            ("sqlite:///var/lib/app.db", "/var/lib/app.db"),
            ("/var/lib/app.db", "/var/lib/app.db"),
            (r"C:\data\app.db", r"C:\data\app.db"),
        ] {
            assert_eq!(file_of(url), Some(PathBuf::from(file)), "{url}");
        }
    }

    #[test]
    fn refuses_what_is_no_file() {
        for url in ["", "sqlite:", "sqlite::memory:", "sqlite://app.db?mode=ro", "postgres://localhost/app", ":memory:"]
        {
            assert_eq!(file_of(url), None, "{url}");
        }
    }
}
