//! Where a test's server keeps its rows.

use testkit::postgres;

/// Which database: a new one for each server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// A file.
    Sqlite,
    /// A database in the tests' own PostgreSQL, with an owner and a role for the server.
    Postgres,
}

/// The database itself; gone when this is dropped.
pub(super) enum Home {
    /// The address of a file in the test's folder.
    File(String),
    /// A database.
    Postgres(postgres::Database),
}

impl Home {
    /// An empty one.
    pub(super) async fn new(on: On, folder: &tempfile::TempDir) -> anyhow::Result<Self> {
        Ok(match on {
            On::Sqlite => Self::File(format!("sqlite:{}", folder.path().join("test.sqlite").display())),
            On::Postgres => Self::Postgres(postgres::Database::new().await?),
        })
    }

    /// What an operator would set for it.
    pub(super) fn variables(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::File(url) => vec![("DATABASE_URL", url)],
            Self::Postgres(database) => vec![
                ("DATABASE_URL", database.url()),
                ("DATABASE_OWNER_URL", database.owner_url()),
                ("DATABASE_CONNECTIONS", "5"),
            ],
        }
    }
}
