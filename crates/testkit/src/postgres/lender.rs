//! The script that lends servers, as a process that lives as long as the loan.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::OnceLock,
};

use anyhow::{Context, Result, bail, ensure};

/// A superuser's address, when the caller has a server.
const URL: &str = "TEST_POSTGRES_URL";
/// Seconds for the next test's process to come, so that it finds the server running.
const LINGER: &str = "3";

/// A superuser's address on the server that all tests share.
///
/// # Errors
/// When there is no server and none could be started.
pub fn shared_url() -> Result<String> {
    // Kept to the end of the process, which ends the loan.
    static SHARED: OnceLock<Result<(String, Option<Lender>), String>> = OnceLock::new();
    let lend = || match env::var(URL) {
        Ok(url) if !url.is_empty() => Ok((url, None)),
        _ => lend().map(|(url, lender)| (url, Some(lender))).map_err(|error| format!("{error:#}")),
    };
    match SHARED.get_or_init(lend) {
        Ok((url, _)) => Ok(url.clone()),
        Err(error) => bail!("{error}"),
    }
}

fn lend() -> Result<(String, Lender)> {
    let mut lender = Lender::ask(&["shared", LINGER])?;
    Ok((lender.answer()?, lender))
}

/// A running script. Dropped, it ends the loan and waits until nothing is left; a process that ends without doing so
/// closes the script's input, which has the same effect.
pub(super) struct Lender {
    script: Child,
    output: BufReader<ChildStdout>,
    arguments: &'static [&'static str],
}

impl Lender {
    /// Asks for a `shared` server or an `own` one, as the script's arguments say.
    pub(super) fn ask(arguments: &'static [&'static str]) -> Result<Self> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bin/lib/test-postgres.sh");
        let mut command = Command::new(file);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // What ends the tests by force must not end the script before it has cleaned up.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut script = command.spawn().context("bin/lib/test-postgres.sh")?;
        let output = script.stdout.take().context("no output")?;
        Ok(Self { script, output: BufReader::new(output), arguments })
    }

    /// The next line of its output.
    pub(super) fn answer(&mut self) -> Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        ensure!(
            !line.trim().is_empty(),
            "no PostgreSQL: `bin/lib/test-postgres.sh {}` says why",
            self.arguments.join(" ")
        );
        Ok(line.trim().to_owned())
    }

    /// Sends it a line.
    pub(super) fn tell(&mut self, command: &str) -> Result<()> {
        let input = self.script.stdin.as_mut().context("its input is closed")?;
        writeln!(input, "{command}")?;
        Ok(input.flush()?)
    }
}

impl Drop for Lender {
    fn drop(&mut self) {
        drop(self.script.stdin.take());
        // It may have been ended from outside.
        let _ = self.script.wait();
    }
}
