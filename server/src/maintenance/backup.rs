//! `server db backup` and `server db restore`: each kind of database in its own way.
//!
//! Both leave everything as it was until their last step, which happens completely or not at all: after an interruption
//! nothing has to be repaired.

use std::{fs, path::Path, pin::pin, sync::Arc, time::Duration};

use anyhow::Context;
use domain::Clock;
use indicatif::HumanBytes;

use super::progress::Progress;
use crate::{config::Database, database, serve::signalled};

/// How often people see how far it is.
const LOOK: Duration = Duration::from_millis(250);

/// Writes a copy into a new file.
pub(super) async fn write(config: &Database, file: &Path) -> anyhow::Result<String> {
    let copy = config.adapter.backup(config, file);
    let is_done = watched(copy, signalled(), "backing up", || unfinished(file)).await?;
    let name = file.display();
    anyhow::ensure!(is_done, "interrupted; the database was only read, and {name} is a whole copy or not there");
    let size = HumanBytes(fs::metadata(file)?.len());
    Ok(format!("{name} holds a copy of the database, {size}.\n"))
}

/// Puts a copy in the place of the database, and opens it as a start would: what a newer server or the server's own role
/// needs is there then.
pub(super) async fn restore(config: &Database, file: &Path, clock: Arc<dyn Clock>) -> anyhow::Result<String> {
    restore_until(config, file, clock, signalled()).await
}

/// The signal may meet the very last step, which nobody can call back.
async fn restore_until(
    config: &Database,
    file: &Path,
    clock: Arc<dyn Clock>,
    interrupted: impl Future<Output = ()>,
) -> anyhow::Result<String> {
    let copy = config.adapter.restore(config, file);
    let place = config.adapter.file(config);
    let is_done = watched(copy, interrupted, "restoring", || place.as_deref().map_or(0, unfinished)).await?;
    anyhow::ensure!(
        is_done,
        "interrupted; the database is the old one or the new one, never a part of each: `server db status` says what is \
         there, and restoring again does no harm"
    );
    let opened = database::open(config, clock).await.context("the copy is in its place, but")?;
    opened.system.close().await;
    // A copy brings no rights along.
    config.adapter.set_up(config).await?;
    Ok(format!("The database holds what {} held.\n", file.display()))
}

/// Waits for it, and shows meanwhile how much was written; `false` when the interruption came first.
async fn watched(
    work: impl Future<Output = anyhow::Result<()>>,
    interrupted: impl Future<Output = ()>,
    what: &'static str,
    written: impl Fn() -> u64,
) -> anyhow::Result<bool> {
    let mut progress = Progress::growing(what);
    let (mut work, mut interrupted) = (pin!(work), pin!(interrupted));
    let mut looks = tokio::time::interval(LOOK);
    let outcome = loop {
        tokio::select! {
            outcome = &mut work => break outcome.map(|()| true),
            () = &mut interrupted => break Ok(false),
            _ = looks.tick() => progress.set(written()),
        }
    };
    progress.end();
    outcome
}

/// Bytes of the file that is being written for `file`: beside it, under a longer name.
fn unfinished(file: &Path) -> u64 {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let parts = entries.flatten().filter(|entry| {
        let other = entry.file_name();
        let other = other.to_string_lossy();
        other.contains(&*name) && (other.ends_with(".part") || other.ends_with(".partial"))
    });
    parts.filter_map(|entry| entry.metadata().ok()).map(|part| part.len()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests;
