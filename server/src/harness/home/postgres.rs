//! A database in the tests' own PostgreSQL.

use std::path::Path;

use testkit::postgres::Database;

use super::Home;

/// Nothing of it lies in the folder.
pub(super) async fn home(_folder: &Path) -> anyhow::Result<Home> {
    let database = Database::new().await?;
    let variables = vec![
        ("DATABASE_URL", database.url().to_owned()),
        ("DATABASE_OWNER_URL", database.owner_url().to_owned()),
        ("DATABASE_BACKUP_URL", database.backup_url().to_owned()),
        ("DATABASE_CONNECTIONS", "5".to_owned()),
    ];
    Ok(Home { variables, _kept: Box::new(database) })
}
