//! `bin/choose-database`: one database stays, the other goes with its engine, its texts and its tests.

mod statements;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::parts::{BOTH_DATABASES, POSTGRES, SQLITE};
use crate::{Changes, Tree, env_example};

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

impl Database {
    /// Its name among the dialects of statements.
    fn dialect(self) -> &'static str {
        match self {
            Self::Sqlite => "Sqlite",
            Self::Postgres => "Postgres",
        }
    }
}

/// All that has to change.
pub fn changes(tree: &Tree, database: Database) -> Result<Changes<'_>> {
    let (stays, goes) = match database {
        Database::Sqlite => (&SQLITE, &POSTGRES),
        Database::Postgres => (&POSTGRES, &SQLITE),
    };
    let mut changes = Changes::of(tree)?;
    if !stays.paths.iter().any(|path| changes.exists(path)) {
        bail!("{} was taken away before: git has it, in the commit before that", stays.mark);
    }
    for part in [&BOTH_DATABASES, goes] {
        part.cut(&mut changes)?;
    }
    stays.keep(&mut changes)?;
    for path in changes.files_in("crates/store/src").into_iter().filter(|path| path.ends_with(".rs")) {
        changes.edit(&path, |text| statements::keep_one_text(text, database.dialect()))?;
    }
    env_example::renew(&mut changes)?;
    Ok(changes)
}
