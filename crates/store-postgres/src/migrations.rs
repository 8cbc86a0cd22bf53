//! The schema: what this binary knows, what a database has, and the way from one to the other.

use std::borrow::Cow;

use async_trait::async_trait;
use sqlx::{
    Connection, Executor, PgConnection, SqlSafeStr,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};
use store::{Schema, Verdict, fixture};

use crate::{
    catalog::{Catalog, Look},
    sql::{catalog, transaction},
};

/// Number, title and statements of migrations, in order.
pub(crate) type Migrations = [fixture::Migration];

const OWN: &Migrations = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// Those of this binary, and of the tests where there are any.
pub(crate) const ALL: &Migrations = &fixture::joined::<{ OWN.len() + fixture::POSTGRES.len() }>(OWN, fixture::POSTGRES);

/// Whoever holds this lock is migrating. Any number will do that nobody else locks in the same database.
pub(crate) const LOCK: i64 = 0x6d69_6772_6174_6521;

/// What a database has: the migrations that ran, and what the schema says of older servers.
pub(crate) struct State {
    pub(crate) applied: Vec<store::Migration>,
    pub(crate) compatible_since: Option<i64>,
}

impl State {
    /// Beside what a binary with these migrations knows.
    pub(crate) fn schema(&self, all: &Migrations, engine: String) -> Schema {
        let migrator = migrator(all);
        let known = migrator.iter().map(|it| (it.version, it.description.to_string(), it.checksum.to_vec()));
        Schema::of(engine, &known.collect::<Vec<_>>(), &self.applied, self.compatible_since)
    }

    /// What a binary with these migrations makes of it.
    pub(crate) fn verdict(&self, all: &Migrations) -> Verdict {
        self.schema(all, String::new()).verdict()
    }
}

/// The number of the newest migration this binary knows.
pub(crate) fn newest() -> i64 {
    ALL.iter().map(|(number, ..)| *number).max().unwrap_or_default()
}

/// What there is.
pub(crate) async fn state(seen: &mut Catalog<'_>) -> Result<State, sqlx::Error> {
    let has: Option<(bool, bool)> = seen.row(sqlx::query(catalog::HAS_MIGRATIONS)).await?;
    let (has_migrations, has_state) = has.unwrap_or_default();
    let applied = if has_migrations { seen.rows(sqlx::query(catalog::MIGRATIONS)).await? } else { Vec::new() };
    let since: Option<(i64,)> = if has_state { seen.row(sqlx::query(catalog::COMPATIBLE_SINCE)).await? } else { None };
    Ok(State { applied, compatible_since: since.map(|(number,)| number) })
}

/// What is installed, beside what this binary knows.
pub(crate) struct Installed;

#[async_trait]
impl Look for Installed {
    type Seen = Schema;

    async fn at(&self, catalog: &mut Catalog<'_>) -> Result<Schema, sqlx::Error> {
        let (version, _) = version(catalog).await?;
        Ok(state(catalog).await?.schema(ALL, format!("PostgreSQL {version}")))
    }
}

/// The server's version as it writes it, without what a distribution adds, and as a number: 150018.
pub(crate) async fn version(seen: &mut Catalog<'_>) -> Result<(String, i32), sqlx::Error> {
    let (text, number): (String, i32) =
        seen.row(sqlx::query(catalog::VERSION)).await?.ok_or(sqlx::Error::RowNotFound)?;
    Ok((text.split(' ').next().unwrap_or_default().to_owned(), number))
}

/// Runs the missing migrations, then says what the roles may do: all or nothing, in one transaction, so that neither an
/// interruption nor another server starting at the same time leaves half a schema. The other one waits, and finds it done.
/// What a newer server or an edited migration made is left as it is, and so is what that server said of the roles; but a
/// role without any rights, as after a restore, gets those that this server knows.
pub(crate) async fn run(
    connection: &mut PgConnection,
    all: &Migrations,
    server_role: &str,
) -> Result<Verdict, MigrateError> {
    let mut whole = connection.begin().await?;
    sqlx::query(transaction::WITHOUT_HURRY).execute(&mut *whole).await?;
    sqlx::query(transaction::LOCK_MIGRATIONS).bind(LOCK).execute(&mut *whole).await?;
    let verdict = state(&mut Catalog(&mut whole)).await?.verdict(all);
    let verdict = match verdict {
        Verdict::Behind | Verdict::UpToDate => {
            migrator(all).run_direct(None, &mut *whole, false).await?;
            give_rights(&mut whole, server_role).await?;
            Verdict::UpToDate
        }
        Verdict::Ahead { .. } if !has_rights(&mut whole, server_role).await? => {
            give_rights(&mut whole, server_role).await?;
            verdict
        }
        verdict => verdict,
    };
    whole.commit().await?;
    Ok(verdict)
}

async fn has_rights(connection: &mut PgConnection, server_role: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(transaction::HAS_RIGHTS).bind(server_role).fetch_one(connection).await
}

async fn give_rights(connection: &mut PgConnection, server_role: &str) -> Result<(), sqlx::Error> {
    sqlx::query(transaction::SET_SERVER_ROLE).bind(server_role).execute(&mut *connection).await?;
    connection.execute(transaction::ROLES).await?;
    name_backup_role(connection, "").await
}

/// Lets a role copy the whole database, and no other; an empty name: whoever may already, new tables too.
pub(crate) async fn name_backup_role(connection: &mut PgConnection, role: &str) -> Result<(), sqlx::Error> {
    sqlx::query(transaction::SET_BACKUP_ROLE).bind(role).execute(&mut *connection).await?;
    connection.execute(transaction::BACKUP_ROLE).await?;
    Ok(())
}

/// [`name_backup_role`] in a transaction of its own, in turn with migrations.
pub(crate) async fn give_backup_rights(connection: &mut PgConnection, role: &str) -> Result<(), sqlx::Error> {
    let mut whole = connection.begin().await?;
    sqlx::query(transaction::WITHOUT_HURRY).execute(&mut *whole).await?;
    sqlx::query(transaction::LOCK_MIGRATIONS).bind(LOCK).execute(&mut *whole).await?;
    name_backup_role(&mut whole, role).await?;
    whole.commit().await
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
