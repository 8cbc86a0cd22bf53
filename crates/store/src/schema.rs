//! The schema of a database, and what a server of some version makes of it: the same answer for a start, a restore,
//! `server db status` and `server doctor`.

use std::fmt;

/// The schema of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The database and its version.
    pub engine: String,
    /// Number, title and standing of each migration that this binary or the database knows.
    pub migrations: Vec<(i64, String, MigrationState)>,
    /// What the schema says of older servers: those that know the migration of this number can work with it. `None`: it
    /// says nothing.
    pub compatible_since: Option<i64>,
}

/// How a migration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MigrationState {
    /// It did not run yet.
    Missing,
    /// It ran.
    Ran,
    /// It ran, but was another then: the server refuses the database.
    Changed,
    /// It ran, and is a newer server's.
    Unknown,
}

/// What a server makes of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every migration that it knows ran, and no other.
    UpToDate,
    /// Some are missing.
    Behind,
    /// A newer server's, which says that this one can work with it: it is left as it is.
    Ahead {
        /// The newest migration there.
        found: i64,
        /// The newest one known here.
        known: i64,
    },
    /// A newer server's, which this one cannot work with.
    TooNew(TooNew),
    /// This migration is known, but was another when it ran.
    Changed(i64),
}

/// Why a newer server's schema is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooNew {
    /// The newest migration there.
    pub found: i64,
    /// The newest one known here.
    pub known: i64,
    /// The one that a server has to know; `None`: the schema is of no line that leads here.
    pub needed: Option<i64>,
}

/// A migration: number, title, checksum.
pub type Migration = (i64, String, Vec<u8>);

impl Schema {
    /// What ran in a database, beside what this binary knows.
    #[must_use]
    pub fn of(engine: String, known: &[Migration], ran: &[Migration], compatible_since: Option<i64>) -> Self {
        let standing = |number: i64, sum: &[u8]| match ran.iter().find(|(ran, ..)| *ran == number) {
            None => MigrationState::Missing,
            Some((.., ran)) if ran != sum => MigrationState::Changed,
            Some(_) => MigrationState::Ran,
        };
        let others = ran.iter().filter(|(number, ..)| known.iter().all(|(known, ..)| known != number));
        let others = others.map(|(number, title, _)| (*number, title.clone(), MigrationState::Unknown));
        let known = known.iter().map(|(number, title, sum)| (*number, title.clone(), standing(*number, sum)));
        let mut migrations: Vec<_> = known.chain(others).collect();
        migrations.sort();
        Self { engine, migrations, compatible_since }
    }

    /// What this server makes of it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let all = &self.migrations;
        let known = all.iter().filter(|(.., standing)| *standing != MigrationState::Unknown);
        let known = known.map(|(number, ..)| *number).max().unwrap_or_default();
        let found =
            all.iter().filter(|(.., standing)| *standing == MigrationState::Unknown).map(|(number, ..)| *number).max();
        let changed =
            all.iter().find(|(.., standing)| *standing == MigrationState::Changed).map(|(number, ..)| *number);
        let is_complete = all.iter().all(|(.., standing)| *standing != MigrationState::Missing);
        let needed = self.compatible_since.filter(|_| is_complete);
        match (found, changed) {
            (Some(found), _) if needed.is_none_or(|needed| needed > known) => {
                Verdict::TooNew(TooNew { found, known, needed })
            }
            (_, Some(number)) => Verdict::Changed(number),
            (Some(found), None) => Verdict::Ahead { found, known },
            (None, None) if is_complete => Verdict::UpToDate,
            (None, None) => Verdict::Behind,
        }
    }
}

impl Verdict {
    /// Says in the log that the database is open.
    pub fn tell(self, database: impl fmt::Display, newest: i64) {
        match self {
            Self::Ahead { found, known } => {
                tracing::warn!(%database, schema = found, known, "database open; its schema is a newer server's and is left as it is");
            }
            _ => tracing::info!(%database, schema = newest, "database open"),
        }
    }
}

impl fmt::Display for TooNew {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { found, known, needed } = self;
        match needed {
            Some(needed) => {
                write!(
                    formatter,
                    "schema {found}, which servers from schema {needed} on can work with; this one knows {known}"
                )?;
            }
            None => write!(
                formatter,
                "schema {found}, this server knows {known}, and nothing says that it can work with it"
            )?,
        }
        formatter.write_str(
            ": start a newer server, or go back with `server db restore` and the backup from before the update",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{MigrationState::*, *};

    fn verdict(standings: &[MigrationState], compatible_since: Option<i64>) -> Verdict {
        let migrations = (1..).zip(standings).map(|(number, standing)| (number, String::new(), *standing)).collect();
        Schema { engine: String::new(), migrations, compatible_since }.verdict()
    }

    #[test]
    fn an_older_server_works_with_what_says_that_it_may() {
        for (compatible_since, expected) in [
            (Some(1), Verdict::Ahead { found: 4, known: 2 }),
            (Some(2), Verdict::Ahead { found: 4, known: 2 }),
            (Some(3), Verdict::TooNew(TooNew { found: 4, known: 2, needed: Some(3) })),
            (None, Verdict::TooNew(TooNew { found: 4, known: 2, needed: None })),
        ] {
            assert_eq!(verdict(&[Ran, Ran, Unknown, Unknown], compatible_since), expected);
        }
    }

    /// Two lines of servers have parted: the number says nothing then.
    #[test]
    fn what_lacks_a_migration_of_this_servers_is_of_another_line() {
        let expected = Verdict::TooNew(TooNew { found: 3, known: 2, needed: None });
        assert_eq!(verdict(&[Ran, Missing, Unknown], Some(1)), expected);
    }

    #[test]
    fn a_changed_migration_is_refused_in_every_schema() {
        for standings in [&[Ran, Changed, Missing][..], &[Ran, Changed], &[Ran, Changed, Unknown]] {
            assert_eq!(verdict(standings, Some(1)), Verdict::Changed(2), "{standings:?}");
        }
    }

    #[test]
    fn without_a_newer_server_the_number_says_nothing() {
        for compatible_since in [None, Some(1), Some(9)] {
            assert_eq!(verdict(&[Ran, Ran], compatible_since), Verdict::UpToDate);
            assert_eq!(verdict(&[Ran, Missing], compatible_since), Verdict::Behind);
        }
    }

    #[test]
    fn a_refusal_says_the_way_back() {
        for needed in [Some(3), None] {
            let words = TooNew { found: 4, known: 2, needed }.to_string();
            assert!(words.starts_with("schema 4, ") && words.contains("knows 2"), "{words}");
            assert!(words.contains("newer server") && words.contains("`server db restore`"), "{words}");
        }
    }
}
