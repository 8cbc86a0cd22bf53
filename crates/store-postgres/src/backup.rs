//! Copies of a PostgreSQL database, by PostgreSQL's own programs: `pg_dump` while the server runs, `pg_restore` and `psql`
//! into its place.

mod contents;
mod error;
mod file;
mod history;
mod program;
mod server;
mod transfer;

use std::path::Path;

pub use self::error::BackupError;
use self::{contents::Contents, file::Part, program::Program, server::Server};
use crate::{OpenError, address::Address};

/// Writes a consistent copy of the database into a new file, while others go on using it. Half a copy never has the name.
///
/// # Errors
/// [`BackupError`] when there is none.
pub async fn backup(url: &str, file: &Path) -> Result<(), BackupError> {
    let address = Address::of(url).ok_or(OpenError::Url)?;
    let program = Program::find("pg_dump").await?;
    let server = Server::look(&address).await?;
    program.must_be_as_new_as(server.major)?;
    server.must_show_every_row(&address)?;
    let part = Part::of(file)?;
    // The policies stay in force; one of them lets the role of backups read all rows with this setting.
    let mut dump = program.command(&address);
    dump.args(["--format=custom", "--enable-row-security", "--no-password"]).env("PGOPTIONS", "-c app.backup=on");
    // Extensions and what others have in the database are no part of it.
    dump.arg(format!("--schema=\"{}\"", server.schema.replace('"', "\"\"")));
    program::run(program.name, dump.stdout(part.output()?), "").await?;
    part.finish()
}

/// Puts a copy in the place of what the schema holds, all of it or nothing. No server may use it meanwhile. The next
/// start, as the owner, gives the server's role its rights again.
///
/// # Errors
/// [`BackupError`] when it is not in its place.
pub async fn restore(owner_url: &str, file: &Path) -> Result<(), BackupError> {
    let address = Address::of(owner_url).ok_or(OpenError::Url)?;
    let (program, writer) = (Program::find("pg_restore").await?, Program::find("psql").await?);
    let server = Server::look(&address).await?;
    program.must_be_as_new_as(server.major)?;
    server.must_have_room(&address)?;
    let contents = Contents::of(&program, file).await?;
    contents.must_be_for(&server.schema, &address, file)?;
    history::must_be_known(&program, file, &server.schema).await?;
    server::must_be_alone(&address).await?;
    let transfer = transfer::Transfer {
        reader: transfer::reader(&program, &address, &server.schema, file),
        writer: transfer::writer(&writer, &address, &server.schema),
        major: server.major,
    };
    transfer.run(&contents.list).await
}
