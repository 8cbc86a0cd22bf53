//! Rust's own formatter, run on a text that is not in a file yet.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The text as `cargo fmt` would leave it in a tree with this root. `path` names it in what is said about it.
pub(crate) fn format_rust(root: &Path, path: &str, text: &str) -> Result<String> {
    let formatter = Command::new("rustfmt")
        .current_dir(root)
        .args(["--edition", "2024", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    // Some distributions' compilers come without it; the text is good Rust all the same.
    let mut formatter = match formatter {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(text.to_owned()),
        started => started.context("cannot run rustfmt")?,
    };
    // It reads to the end before it writes, so neither side waits for the other.
    if let Some(mut input) = formatter.stdin.take() {
        input.write_all(text.as_bytes()).context("rustfmt does not read")?;
    }
    let output = formatter.wait_with_output().context("rustfmt did not end")?;
    if !output.status.success() {
        bail!("rustfmt does not understand {path}:\n{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("rustfmt answers with no text for {path}"))
}
