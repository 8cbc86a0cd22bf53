//! `bin/choose-database`: one database stays, the other goes with its engine, its texts and its tests.

use anyhow::Result;
use clap::ValueEnum;

use crate::parts::{BOTH_DATABASES, POSTGRES, SQLITE};
use crate::{Changes, Tree};

/// What to do when it is done.
pub const NEXT: &str = "Look at it with `git diff`, run `bin/test`, and commit.";

/// The database that stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Database {
    /// A file beside the server.
    Sqlite,
    /// A server of its own.
    Postgres,
}

/// All that has to change.
pub fn changes(tree: &Tree, database: Database) -> Result<Changes<'_>> {
    let (stays, goes) = match database {
        Database::Sqlite => (&SQLITE, &POSTGRES),
        Database::Postgres => (&POSTGRES, &SQLITE),
    };
    let mut changes = Changes::of(tree)?;
    BOTH_DATABASES.cut(&mut changes)?;
    goes.cut(&mut changes)?;
    stays.keep(&mut changes)?;
    Ok(changes)
}
