//! The folder that keeps the data and the signing key over restarts, for one process at a time.

use std::{
    fs::{self, File, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;

use super::{
    data::{Instance, Rows},
    journal::{self, Header, Journal, VERSION},
};
use crate::keys::SigningKey;

/// A folder with `data.journal`, `signing-key.der` and `lock`.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// Held as long as the folder is in use; the system frees it however the process ends.
    lock: File,
    journal: Option<Journal>,
}

/// `data.json`, as version 1 wrote it whole at each change.
#[derive(Debug, Deserialize)]
struct VersionOne {
    version: u32,
    instance: Instance,
    #[serde(flatten)]
    rows: Rows,
}

impl Folder {
    /// Takes a folder for this process, and makes it if it is not there.
    ///
    /// # Errors
    /// When it cannot be made, or another process has it.
    pub(crate) fn new(path: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        let lock = lock(path)?;
        let folder = Self { path: path.to_owned(), lock, journal: None };
        folder.say("")?;
        Ok(folder)
    }

    /// Tells the next who wants the folder where its owner listens.
    pub(crate) fn say(&self, listening: &str) -> anyhow::Result<()> {
        let text = format!("process {}{listening}", std::process::id());
        let mut lock = &self.lock;
        lock.set_len(0)?;
        lock.rewind()?;
        lock.write_all(text.as_bytes()).with_context(|| format!("cannot write into {}", self.path.display()))
    }

    /// What the folder holds; `None`: nothing yet.
    pub(crate) fn read_data(&mut self) -> anyhow::Result<Option<(Instance, Rows)>> {
        let path = self.journal_path();
        let advice = || format!("cannot use {}; delete the folder to start from the seed", path.display());
        if let Some((journal, header, rows)) = Journal::open(&path).with_context(advice)? {
            self.journal = Some(journal);
            return Ok(Some((header.instance, rows)));
        }
        self.upgrade()
    }

    /// Takes over what version 1 left.
    fn upgrade(&mut self) -> anyhow::Result<Option<(Instance, Rows)>> {
        let path = self.path.join("data.json");
        let advice = || format!("cannot use {}; delete the folder to start from the seed", path.display());
        let Some(bytes) = journal::read(&path)? else { return Ok(None) };
        let old: VersionOne = serde_json::from_slice(&bytes).with_context(advice)?;
        ensure!(old.version == 1, "{}: it is of version {}", advice(), old.version);
        self.create(&old.instance, &old.rows)?;
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        Ok(Some((old.instance, old.rows)))
    }

    /// Begins a journal with these rows, in the place of any that is there.
    pub(crate) fn create(&mut self, instance: &Instance, rows: &Rows) -> anyhow::Result<()> {
        let header = Header { clerk_emulator: VERSION, instance: instance.clone() };
        self.journal = Some(Journal::create(&self.journal_path(), &header, rows)?);
        Ok(())
    }

    /// Keeps a change.
    pub(crate) fn append(&mut self, changes: &Rows) -> anyhow::Result<()> {
        self.journal.as_mut().context("the folder holds no journal")?.append(changes)
    }

    /// Every further write fails, as on a full disk.
    #[cfg(test)]
    pub(crate) fn fill_up(&mut self) -> anyhow::Result<()> {
        self.journal.as_mut().context("no journal")?.fill_up()
    }

    pub(crate) fn read_key(&self) -> anyhow::Result<Option<SigningKey>> {
        journal::read(&self.key_path())?.map(|bytes| SigningKey::from_pkcs8(&bytes)).transpose()
    }

    pub(crate) fn write_key(&self, key: &SigningKey) -> anyhow::Result<()> {
        journal::write_file(&self.key_path(), &key.to_pkcs8()?)
    }

    fn journal_path(&self) -> PathBuf {
        self.path.join("data.journal")
    }

    fn key_path(&self) -> PathBuf {
        self.path.join("signing-key.der")
    }
}

fn lock(folder: &Path) -> anyhow::Result<File> {
    let path = folder.join("lock");
    let cannot = || format!("cannot lock {}", path.display());
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    let mut file = options.open(&path).with_context(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::Error(error)) => Err(error).with_context(cannot),
        Err(TryLockError::WouldBlock) => {
            let mut owner = String::new();
            file.read_to_string(&mut owner).with_context(cannot)?;
            bail!("{} is in use by {owner}; stop that one, or name another folder", folder.display())
        }
    }
}
