//! A backup on its way into the database: `pg_restore` writes its statements, `psql` runs them in one transaction.
//!
//! `pg_restore` could do both, but it cannot drop, in the same transaction, what a later schema has and the backup does
//! not know. The transaction is committed only when `pg_restore` has finished without an error: a backup that is cut
//! short leaves everything as it was.

use std::{
    io,
    path::Path,
    process::{Output, Stdio},
};

use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt, BufReader, copy_buf},
    process::{Child, ChildStdin, ChildStdout, Command},
};

use super::{
    BackupError,
    program::{Program, failed, succeeded},
};
use crate::{address::Address, migrations::LOCK, sql};

const READER: &str = "pg_restore";
const WRITER: &str = "psql";
/// The first server that knows the setting below.
const KNOWS_TRANSACTION_TIMEOUT: u32 = 17;
/// The programs write it for older servers too, which do not take it.
const TRANSACTION_TIMEOUT: &[u8] = b"SET transaction_timeout ";
/// Stands behind it.
const CLIENT_ENCODING: &[u8] = b"SET client_encoding ";

/// The two programs, and the version of the server.
pub(super) struct Transfer {
    pub(super) reader: Command,
    pub(super) writer: Command,
    pub(super) major: u32,
}

/// Writes the statements of what a list names.
pub(super) fn reader(program: &Program, address: &Address, schema: &str, file: &Path) -> Command {
    let mut command = program.command(address);
    command.args(["--no-owner", "--no-privileges", "--use-list", "/dev/stdin", "--file=-"]);
    command.arg(format!("--schema={schema}")).arg(file);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs statements in a schema, up to the first that fails.
pub(super) fn writer(program: &Program, address: &Address, schema: &str) -> Command {
    let mut command = program.command(address);
    command.args(["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--file=-"]);
    command.arg(format!("--set=lock={LOCK}")).arg(format!("--set=schema={schema}"));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

impl Transfer {
    /// Puts what the list names in the place of what is there.
    pub(super) async fn run(mut self, list: &str) -> Result<(), BackupError> {
        let mut reader = self.reader.spawn().map_err(|error| failed(READER, error))?;
        let mut writer = self.writer.spawn().map_err(|error| failed(WRITER, error))?;
        let pipes = Pipes::of(&mut reader, &mut writer).ok_or_else(|| failed(READER, "it has no pipes"))?;
        // Together, so that neither waits for what the other has to say.
        let (passed, written) =
            tokio::join!(pipes.pass_on(list, self.major, reader.wait_with_output()), writer.wait_with_output());
        let is_whole = passed?;
        succeeded(WRITER, written)?;
        if is_whole { Ok(()) } else { Err(failed(WRITER, "it ended before its time")) }
    }
}

struct Pipes {
    list: ChildStdin,
    copy: BufReader<ChildStdout>,
    statements: ChildStdin,
}

impl Pipes {
    fn of(reader: &mut Child, writer: &mut Child) -> Option<Self> {
        let copy = BufReader::new(reader.stdout.take()?);
        Some(Self { list: reader.stdin.take()?, copy, statements: writer.stdin.take()? })
    }

    /// Whether the writer took all of it; an error where the reader was at fault.
    async fn pass_on(
        self,
        list: &str,
        major: u32,
        read: impl Future<Output = io::Result<Output>>,
    ) -> Result<bool, BackupError> {
        let Self { list: mut input, mut copy, mut statements } = self;
        let passed = async {
            statements.write_all(sql::CLEAR.as_bytes()).await?;
            // A reader that ends before it has read all says why by itself.
            let _ = input.write_all(list.as_bytes()).await;
            drop(input);
            pass_settings_on(&mut copy, &mut statements, major).await?;
            let passed = copy_buf(&mut copy, &mut statements).await;
            // The reader must not wait for a writer that is gone.
            drop(copy);
            passed
        };
        let (passed, read) = tokio::join!(passed, read);
        if passed.is_err() {
            return Ok(false);
        }
        succeeded(READER, read)?;
        Ok(statements.write_all(sql::COMMIT.as_bytes()).await.is_ok())
    }
}

/// What stands at the beginning, but for the setting that an older server does not know.
async fn pass_settings_on(
    copy: &mut (impl AsyncBufRead + Unpin),
    statements: &mut (impl AsyncWrite + Unpin),
    major: u32,
) -> io::Result<()> {
    let mut line = Vec::new();
    while !line.starts_with(CLIENT_ENCODING) {
        line.clear();
        if copy.read_until(b'\n', &mut line).await? == 0 {
            break;
        }
        if major >= KNOWS_TRANSACTION_TIMEOUT || !line.starts_with(TRANSACTION_TIMEOUT) {
            statements.write_all(&line).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "\
SET statement_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
COPY public.projects (name) FROM stdin;
SET transaction_timeout = 0;
";

    async fn passed(script: &str, major: u32) -> anyhow::Result<String> {
        let (mut copy, mut statements) = (script.as_bytes(), Vec::new());
        pass_settings_on(&mut copy, &mut statements, major).await?;
        copy_buf(&mut copy, &mut statements).await?;
        Ok(String::from_utf8(statements)?)
    }

    #[tokio::test]
    async fn an_older_server_is_not_told_of_a_setting_it_does_not_know() -> anyhow::Result<()> {
        assert_eq!(passed(SCRIPT, 17).await?, SCRIPT);
        assert_eq!(passed(SCRIPT, 16).await?, SCRIPT.replacen("SET transaction_timeout = 0;\n", "", 1));
        assert_eq!(passed("", 16).await?, "");
        Ok(())
    }
}
