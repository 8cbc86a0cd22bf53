//! A server of a test's own, and what may befall it.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use super::lender::Lender;

/// A throw-away server, reached through the loopback interface.
pub struct Cluster {
    lender: Lender,
    url: String,
    folder: PathBuf,
}

impl Cluster {
    /// Starts one.
    ///
    /// # Errors
    /// When no server is installed or it does not start.
    pub fn own() -> Result<Self> {
        let mut lender = Lender::ask(&["own"])?;
        let url = lender.answer()?;
        let folder = PathBuf::from(lender.answer()?);
        Ok(Self { lender, url, folder })
    }

    /// A superuser's address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops the server in the middle of whatever it does: connections stay open, and nothing answers.
    ///
    /// # Errors
    /// When it does not run.
    pub fn freeze(&self) -> Result<()> {
        self.signal("STOP")
    }

    /// Lets a frozen server go on.
    ///
    /// # Errors
    /// When it does not run.
    pub fn thaw(&self) -> Result<()> {
        self.signal("CONT")
    }

    /// Ends the server at once, as a crash does.
    ///
    /// # Errors
    /// When it does not run.
    pub fn kill(&self) -> Result<()> {
        self.signal("KILL")
    }

    /// Starts it again after it was killed, and waits until it answers.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(&mut self) -> Result<()> {
        self.lender.tell("start")?;
        let answer = self.lender.answer()?;
        ensure!(answer == "started", "{answer}");
        Ok(())
    }

    /// First to the process that starts others, then to those it started.
    fn signal(&self, name: &str) -> Result<()> {
        let text = fs::read_to_string(self.folder.join("data/postmaster.pid")).context("it does not run")?;
        let first = text.lines().next().context("no number of a process")?.to_owned();
        let children = Command::new("pgrep").args(["-P", &first]).stdin(Stdio::null()).output()?;
        send(name, [first.as_str()])?;
        send(name, String::from_utf8(children.stdout)?.split_whitespace())
    }
}

/// A process that has ended meanwhile needs no signal.
fn send<'a>(name: &str, processes: impl IntoIterator<Item = &'a str>) -> Result<()> {
    for process in processes {
        Command::new("kill").args([&format!("-{name}"), process]).stderr(Stdio::null()).status()?;
    }
    Ok(())
}
