//! `Cargo.lock`, after a change of what the crates need.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Forgets what no crate needs any more. Asks no registry: nothing new is needed.
pub fn prune(root: &Path) -> Result<()> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let output = cargo.current_dir(root).args(["update", "--workspace", "--offline", "--quiet"]).output();
    let output = output.context("cannot run cargo")?;
    if !output.status.success() {
        bail!("Cargo.lock is not up to date: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}
