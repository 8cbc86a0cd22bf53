//! Where a test's server keeps its rows.

// begin postgres
mod postgres;
// end postgres
// begin sqlite
mod sqlite;
// end sqlite

use std::{any::Any, path::Path};

/// Which database: a new one for each server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    // begin sqlite
    /// A file.
    Sqlite,
    // end sqlite
    // begin postgres
    /// A database in the tests' own PostgreSQL, with an owner and a role for the server.
    Postgres,
    // end postgres
}

impl On {
    /// All of them, the one that tests take who do not care first.
    pub const ALL: &[Self] = &[
        // begin sqlite
        Self::Sqlite,
        // end sqlite
        // begin postgres
        Self::Postgres,
        // end postgres
    ];
}

/// The database itself; gone when this is dropped.
pub struct Home {
    variables: Vec<(&'static str, String)>,
    _kept: Box<dyn Any + Send + Sync>,
}

impl Home {
    /// An empty one; in the folder, if it is a file.
    ///
    /// # Errors
    /// When there is no database server to be had.
    pub async fn new(on: On, folder: &Path) -> anyhow::Result<Self> {
        match on {
            // begin sqlite
            On::Sqlite => Ok(sqlite::home(folder)),
            // end sqlite
            // begin postgres
            On::Postgres => postgres::home(folder).await,
            // end postgres
        }
    }

    /// An empty one of the kind that tests take who do not care.
    ///
    /// # Errors
    /// As [`Home::new`].
    pub async fn any(folder: &Path) -> anyhow::Result<Self> {
        let on = On::ALL.first().copied();
        Self::new(on.ok_or_else(|| anyhow::anyhow!("there is no kind of database"))?, folder).await
    }

    /// What an operator would set for it.
    pub fn variables(&self) -> Vec<(&'static str, &str)> {
        self.variables.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }
}

/// Runs a test on each database: `on_each_database!(old_entries_go)` makes a test `old_entries_go::on_…` for each of
/// an `async fn old_entries_go(on: On) -> anyhow::Result<()>`.
#[macro_export]
macro_rules! on_each_database {
    ($test:ident) => {
        mod $test {
            // begin sqlite
            #[tokio::test]
            async fn on_sqlite() -> anyhow::Result<()> {
                super::$test($crate::harness::On::Sqlite).await
            }
            // end sqlite

            // begin postgres
            #[tokio::test]
            async fn on_postgres() -> anyhow::Result<()> {
                super::$test($crate::harness::On::Postgres).await
            }
            // end postgres
        }
    };
}
