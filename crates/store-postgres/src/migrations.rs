//! The schema: what this binary knows, what a database has, and the way from one to the other.

use std::borrow::Cow;

use sqlx::{
    Connection, Executor, PgConnection, SqlSafeStr,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};
use store::Standing;

use crate::{
    sql::{catalog, transaction},
    work::Work,
};

/// Number, title and statements of migrations, in order.
pub(crate) type Migrations = [(i64, &'static str, &'static str)];

/// Those of this binary.
pub(crate) const ALL: &Migrations = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// Whoever holds this lock is migrating. Any number will do that nobody else locks in the same database.
pub(crate) const LOCK: i64 = 0x6d69_6772_6174_6521;

/// A migration that ran: number, title, checksum.
pub(crate) type Applied = (i64, String, Vec<u8>);

/// What a database has.
pub(crate) struct State<'a> {
    applied: &'a [Applied],
}

impl<'a> State<'a> {
    pub(crate) fn of(applied: &'a [Applied]) -> Self {
        Self { applied }
    }

    /// One that this binary does not know.
    pub(crate) fn newer(&self) -> Option<i64> {
        let is_known = |number: i64| ALL.iter().any(|(known, ..)| *known == number);
        self.applied.iter().map(|(number, ..)| *number).find(|number| !is_known(*number))
    }

    /// One that was edited after it ran.
    pub(crate) fn changed(&self) -> Option<i64> {
        let migrator = migrator(ALL);
        let mut known = migrator.iter();
        let changed = known.find(|known| {
            self.applied.iter().any(|(number, _, sum)| *number == known.version && known.checksum != sum.as_slice())
        });
        changed.map(|migration| migration.version)
    }

    /// Whether all ran.
    pub(crate) fn is_complete(&self) -> bool {
        ALL.iter().all(|(number, ..)| self.has(*number))
    }

    /// Number, title and standing of each that either knows.
    pub(crate) fn list(&self) -> Vec<(i64, String, Standing)> {
        let migrator = migrator(ALL);
        let known = migrator.iter().map(|known| (known.version, known.description.to_string(), self.standing(known)));
        let others = self.applied.iter().filter(|(number, ..)| ALL.iter().all(|(known, ..)| known != number));
        let others = others.map(|(number, title, _)| (*number, title.clone(), Standing::Unknown));
        let mut all: Vec<_> = known.chain(others).collect();
        all.sort();
        all
    }

    fn standing(&self, known: &Migration) -> Standing {
        match self.applied.iter().find(|(number, ..)| *number == known.version) {
            None => Standing::Missing,
            Some((.., sum)) if known.checksum != sum.as_slice() => Standing::Changed,
            Some(_) => Standing::Ran,
        }
    }

    fn has(&self, number: i64) -> bool {
        self.applied.iter().any(|(applied, ..)| *applied == number)
    }
}

/// The number of the newest migration this binary knows.
pub(crate) fn newest() -> i64 {
    ALL.iter().map(|(number, ..)| *number).max().unwrap_or_default()
}

/// The migrations that ran.
pub(crate) async fn applied(work: &mut Work<'_>) -> Result<Vec<Applied>, sqlx::Error> {
    let has_any: Option<(bool,)> = work.row(sqlx::query(catalog::HAS_MIGRATIONS)).await?;
    if has_any == Some((true,)) { work.rows(sqlx::query(catalog::MIGRATIONS)).await } else { Ok(Vec::new()) }
}

/// Runs the missing migrations, then says what the roles may do: all or nothing, in one transaction, so that neither an
/// interruption nor another server starting at the same time leaves half a schema. The other one waits, and finds it done.
pub(crate) async fn run(
    connection: &mut PgConnection,
    all: &Migrations,
    server_role: &str,
) -> Result<(), MigrateError> {
    let mut whole = connection.begin().await?;
    sqlx::query(transaction::WITHOUT_HURRY).execute(&mut *whole).await?;
    sqlx::query(transaction::LOCK_MIGRATIONS).bind(LOCK).execute(&mut *whole).await?;
    migrator(all).run_direct(None, &mut *whole, false).await?;
    sqlx::query(transaction::SET_SERVER_ROLE).bind(server_role).execute(&mut *whole).await?;
    (&mut *whole).execute(transaction::ROLES).await?;
    whole.commit().await?;
    Ok(())
}

fn migrator(all: &Migrations) -> Migrator {
    let migration = |&(number, title, statements): &(i64, &'static str, &'static str)| {
        Migration::new(number, Cow::Borrowed(title), MigrationType::Simple, statements.into_sql_str(), false)
    };
    let mut migrator = Migrator::with_migrations(all.iter().map(migration).collect());
    // A lock of its own would outlive the transaction.
    migrator.set_locking(false);
    migrator
}
