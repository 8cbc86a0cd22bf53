//! Copies of a PostgreSQL database, by PostgreSQL's own programs: `pg_dump` while the server runs, `pg_restore` into its
//! place.

mod contents;
mod file;
mod program;

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use store::StoreError;

use self::{file::Part, program::Program};
use crate::{
    OpenError,
    address::Address,
    database::Database,
    error::Failure,
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

/// Why there is no copy, or the copy is not in its place.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The address is none.
    #[error(transparent)]
    Address(#[from] OpenError),
    /// The database does not answer.
    #[error("{place} cannot be reached: {source}")]
    Database {
        /// The database.
        place: String,
        /// Why.
        source: StoreError,
    },
    /// Row-level security would leave rows out.
    #[error("this role may not read every tenant's rows of {place}: use the owner's address, DATABASE_OWNER_URL")]
    HeldBack {
        /// The database.
        place: String,
    },
    /// The program is not installed.
    #[error(
        "{program} is not installed: it comes with PostgreSQL's client (Debian: apt-get install postgresql-client)"
    )]
    Missing {
        /// Its name.
        program: &'static str,
    },
    /// The program is older than the server.
    #[error("{program} is of PostgreSQL {found}, the server of {server}: install the client of {server} or newer")]
    Older {
        /// Its name.
        program: &'static str,
        /// Its version.
        found: u32,
        /// The server's.
        server: u32,
    },
    /// The file cannot be written or read.
    #[error("{}: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The program gave up; nothing was changed.
    #[error("{program} failed: {words}")]
    Failed {
        /// Its name.
        program: &'static str,
        /// What it said last.
        words: String,
    },
}

/// Writes a consistent copy of the database into a new file, while others go on using it. Half a copy never has the name.
///
/// # Errors
/// [`BackupError`] when there is none.
pub async fn backup(url: &str, file: &Path) -> Result<(), BackupError> {
    let address = Address::of(url).ok_or(OpenError::Url)?;
    let program = Program::find("pg_dump").await?;
    let server = look(&address).await?;
    program.must_be_as_new_as(server.major)?;
    if !server.may_read_all {
        return Err(BackupError::HeldBack { place: address.to_string() });
    }
    let part = Part::of(file)?;
    // The policies stay in force; one of them lets this role read all rows with this setting.
    let mut dump = program.command(&address);
    dump.args(["--format=custom", "--enable-row-security", "--no-password"]).env("PGOPTIONS", "-c app.backup=on");
    program::run(program.name, dump.stdout(part.output()?), "").await?;
    part.finish()
}

/// Puts a copy in the place of what the database holds, all of it or nothing. No server may use it meanwhile. The next
/// start, as the owner, gives the server's role its rights again.
///
/// # Errors
/// [`BackupError`] when it is not in its place.
pub async fn restore(owner_url: &str, file: &Path) -> Result<(), BackupError> {
    let address = Address::of(owner_url).ok_or(OpenError::Url)?;
    let program = Program::find("pg_restore").await?;
    let server = look(&address).await?;
    program.must_be_as_new_as(server.major)?;
    let contents = contents::to_restore(&program, file).await?;
    let mut restore = program.command(&address);
    restore
        .args(["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"])
        .args(["--no-password", "--dbname", address.database(), "--use-list", "/dev/stdin"])
        .arg(file);
    program::run(program.name, &mut restore, &contents).await
}

/// What the programs must know of the server.
struct Server {
    major: u32,
    may_read_all: bool,
}

async fn look(address: &Address) -> Result<Server, BackupError> {
    let database = Database::new(address, 1);
    let looked = database.read("", Look).await;
    database.pool.close().await;
    looked.map_err(|source| BackupError::Database { place: address.to_string(), source })
}

struct Look;

#[async_trait]
impl Unit for Look {
    type Outcome = Server;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Server>, Failure> {
        let version: Option<(String, i32)> = work.row(sqlx::query(sql::catalog::VERSION)).await?;
        let number = version.map_or(0, |(_, number)| number);
        let may_read_all: Option<(bool,)> = work.row(sqlx::query(sql::catalog::MAY_READ_ALL)).await?;
        let major = u32::try_from(number / 10_000).unwrap_or_default();
        Ok(End::RollBack(Server { major, may_read_all: may_read_all == Some((true,)) }))
    }
}
