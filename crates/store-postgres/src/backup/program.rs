//! PostgreSQL's own programs.

use std::{
    io,
    path::Path,
    process::{Output, Stdio},
};

use tokio::{io::AsyncWriteExt, process::Command};

use super::BackupError;
use crate::address::Address;

/// How much of what a program said is passed on.
const WORDS: usize = 2_000;

/// An installed program.
pub(super) struct Program {
    pub(super) name: &'static str,
    major: u32,
}

impl Program {
    /// Looks for it on PATH, and at its version.
    pub(super) async fn find(name: &'static str) -> Result<Self, BackupError> {
        let answer = Command::new(name).arg("--version").stdin(Stdio::null()).output().await;
        let answer = answer.map_err(|_| BackupError::Missing { program: name })?;
        let major = major(&String::from_utf8_lossy(&answer.stdout)).ok_or(BackupError::Missing { program: name })?;
        Ok(Self { name, major })
    }

    /// A program reads and writes servers of its own version and older ones.
    pub(super) fn must_be_as_new_as(&self, server: u32) -> Result<(), BackupError> {
        if self.major >= server {
            return Ok(());
        }
        Err(BackupError::Older { program: self.name, found: self.major, server })
    }

    /// What it says of a file.
    pub(super) async fn read(&self, arguments: &[&str], file: &Path) -> Result<String, BackupError> {
        let mut command = Command::new(self.name);
        command.args(arguments).arg(file).stdin(Stdio::null()).kill_on_drop(true);
        let output = succeeded(self.name, command.output().await)?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// A command for the database, which ends when this process no longer waits for it. The password is not on its
    /// command line.
    pub(super) fn command(&self, address: &Address) -> Command {
        let mut command = Command::new(self.name);
        command.envs(address.environment()).kill_on_drop(true);
        command
    }
}

/// Runs a command on some input; its last words if it fails.
pub(super) async fn run(program: &'static str, command: &mut Command, input: &str) -> Result<(), BackupError> {
    succeeded(program, answer(command, input).await).map(|_| ())
}

/// What a program that did well said; else its last words.
pub(super) fn succeeded(program: &'static str, output: io::Result<Output>) -> Result<Output, BackupError> {
    let output = output.map_err(|error| failed(program, error))?;
    if output.status.success() {
        return Ok(output);
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let last: Vec<char> = words.trim().chars().rev().take(WORDS).collect();
    Err(failed(program, last.into_iter().rev().collect::<String>()))
}

/// What became of a program that did not do well.
pub(super) fn failed(program: &'static str, words: impl ToString) -> BackupError {
    BackupError::Failed { program, words: words.to_string() }
}

async fn answer(command: &mut Command, input: &str) -> io::Result<Output> {
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ends before it has read all says why on the other side.
        let _ = stdin.write_all(input.as_bytes()).await;
    }
    child.wait_with_output().await
}

/// `pg_dump (PostgreSQL) 15.18 (Debian …)`, `pg_dump (PostgreSQL) 19beta1`
fn major(words: &str) -> Option<u32> {
    let version = words.split(") ").nth(1)?;
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_versions() {
        for (words, version) in [
            ("pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", Some(15)),
            ("pg_restore (PostgreSQL) 18.1\n", Some(18)),
            ("pg_dump (PostgreSQL) 19beta1", Some(19)),
            ("", None),
            ("pg_dump", None),
        ] {
            assert_eq!(major(words), version, "{words}");
        }
    }

    #[test]
    fn an_older_program_is_refused() {
        let program = Program { name: "pg_dump", major: 15 };
        assert!(program.must_be_as_new_as(14).is_ok() && program.must_be_as_new_as(15).is_ok());
        let refusal = program.must_be_as_new_as(16).map_err(|error| error.to_string());
        assert_eq!(
            refusal,
            Err("pg_dump is of PostgreSQL 15, the server of 16: install the client of 16 or newer".to_owned())
        );
    }

    #[tokio::test]
    async fn a_missing_program_is_named() {
        let refusal = Program::find("pg_no_such_program").await.map(|program| program.name);
        assert!(matches!(refusal, Err(BackupError::Missing { program: "pg_no_such_program" })), "{refusal:?}");
    }
}
