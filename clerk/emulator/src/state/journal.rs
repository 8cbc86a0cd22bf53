//! The journal: one line for each change, on the disk before anyone hears of it. A change costs its own rows; what later
//! lines replaced is dropped beside the running service.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    thread::JoinHandle,
};

use anyhow::{Context as _, anyhow, ensure};
use aws_lc_rs::digest;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::data::{Instance, Rows};

/// Raised when this program can no longer read what an older one wrote.
pub(crate) const VERSION: u32 = 2;

/// A journal that is no longer than this, beyond twice its live rows, stays as it is.
const SLACK_BYTES: u64 = 4 * 1024 * 1024;

const CHECKSUM_LENGTH: usize = 16;

/// The first line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) clerk_emulator: u32,
    pub(crate) instance: Instance,
}

/// An open journal. Its folder is locked: nobody else writes.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    /// Of what is known to be whole.
    length: u64,
    /// Bytes of live rows when they were counted last.
    live: u64,
    slack: u64,
    /// A failed write could not be taken back: what follows it could not be read.
    is_broken: bool,
    compaction: Option<Compaction>,
}

/// A shorter journal in the making, of the first so many bytes of the running one.
#[derive(Debug)]
struct Compaction {
    upto: u64,
    thread: JoinHandle<anyhow::Result<u64>>,
}

/// A journal as read: the newest of each row, still as text.
#[derive(Debug, PartialEq)]
struct Folded {
    header: Header,
    rows: BTreeMap<(String, String), String>,
    /// Where the last whole line ends.
    whole: usize,
}

impl Journal {
    /// A new one with these rows, in the place of any that is there.
    pub(crate) fn create(path: &Path, header: &Header, rows: &Rows) -> anyhow::Result<Self> {
        let mut texts = BTreeMap::new();
        for (table, rows) in rows {
            for (id, row) in rows {
                texts.insert((table.clone(), id.clone()), row.to_string());
            }
        }
        let live = write_beside(path, header, &texts)?;
        put_in_place(path)?;
        Self::at(path, live)
    }

    /// Reads the one that is there. A last line that was cut off, as by a power cut, is dropped: nobody was told of it.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Option<(Self, Header, Rows)>> {
        let Some(bytes) = read(path)? else { return Ok(None) };
        let folded = fold(&bytes)?;
        let mut rows = Rows::new();
        let mut live = 0;
        for ((table, id), text) in &folded.rows {
            live += text.len() as u64;
            rows.entry(table.clone()).or_default().insert(id.clone(), serde_json::from_str(text)?);
        }
        let mut journal = Self::at(path, live)?;
        if folded.whole < bytes.len() {
            tracing::warn!("the last change in {} was cut off and is dropped", path.display());
            journal.length = folded.whole as u64;
            journal.cut()?;
        }
        Ok(Some((journal, folded.header, rows)))
    }

    fn at(path: &Path, live: u64) -> anyhow::Result<Self> {
        let file = File::options().append(true).open(path)?;
        let length = file.metadata()?.len();
        let path = path.to_owned();
        Ok(Self { path, file, length, live, slack: SLACK_BYTES, is_broken: false, compaction: None })
    }

    /// Writes a change and waits until it is on the disk.
    ///
    /// # Errors
    /// When it could not be written: then nothing of it is kept.
    pub(crate) fn append(&mut self, changes: &Rows) -> anyhow::Result<()> {
        ensure!(
            !self.is_broken,
            "an earlier write to {} failed half-way; restart the local Clerk",
            self.path.display()
        );
        self.adopt_compaction();
        let line = line(changes)?;
        let written = self.file.write_all(&line).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            self.is_broken = self.cut().is_err();
            return Err(error).with_context(|| format!("cannot write {}", self.path.display()));
        }
        self.length += line.len() as u64;
        self.compact_if_due();
        Ok(())
    }

    /// Every further write fails, as on a full disk.
    #[cfg(test)]
    pub(crate) fn fill_up(&mut self) -> anyhow::Result<()> {
        self.file = File::options().append(true).open("/dev/full")?;
        Ok(())
    }

    /// Takes back what was written beyond the last whole line.
    fn cut(&self) -> io::Result<()> {
        self.file.set_len(self.length)?;
        self.file.sync_data()
    }

    fn compact_if_due(&mut self) {
        if self.compaction.is_none() && self.length > 2 * self.live + self.slack {
            let (path, upto) = (self.path.clone(), self.length);
            self.compaction = Some(Compaction { upto, thread: std::thread::spawn(move || compact(&path, upto)) });
        }
    }

    /// Goes over to the shorter journal when it is ready. Where that fails the long one serves on.
    fn adopt_compaction(&mut self) {
        let Some(ready) = self.compaction.take_if(|compaction| compaction.thread.is_finished()) else { return };
        let live = ready.thread.join().unwrap_or_else(|_| Err(anyhow!("it panicked")));
        match live.and_then(|live| self.replace(ready.upto, live)) {
            Ok(shorter) => *self = shorter,
            Err(error) => tracing::error!("{} could not be made shorter: {error:#}", self.path.display()),
        }
    }

    /// Adds to the shorter journal what came meanwhile, and puts it in place.
    fn replace(&self, upto: u64, live: u64) -> anyhow::Result<Self> {
        let bytes = fs::read(&self.path)?;
        let late = bytes.get(usize::try_from(upto)?..).context("the journal became shorter")?;
        let mut file = File::options().append(true).open(beside(&self.path))?;
        file.write_all(late)?;
        file.sync_all()?;
        let length = file.metadata()?.len();
        rename(&self.path)?;
        // From here on it is the journal. Where the folder cannot be written down, a crash might bring the long one back.
        let is_broken = sync_folder(&self.path).is_err();
        Ok(Self { path: self.path.clone(), file, length, live, slack: self.slack, is_broken, compaction: None })
    }
}

/// Folds the first so many bytes into a journal beside; gives the bytes of its rows.
fn compact(path: &Path, upto: u64) -> anyhow::Result<u64> {
    let bytes = fs::read(path)?;
    let folded = fold(bytes.get(..usize::try_from(upto)?).context("the journal became shorter")?)?;
    write_beside(path, &folded.header, &folded.rows)
}

/// Reads lines until their end, or until a last one that is not whole.
fn fold(bytes: &[u8]) -> anyhow::Result<Folded> {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').enumerate().peekable();
    let (_, first) = lines.next().context("it is empty")?;
    let header: Value = serde_json::from_slice(checked(first).context("its first line is damaged")?)?;
    let version = header.get("clerk_emulator").and_then(Value::as_u64).context("its first line names no version")?;
    ensure!(version == u64::from(VERSION), "it is of version {version}, and this program reads version {VERSION}");
    let mut folded = Folded { header: serde_json::from_value(header)?, rows: BTreeMap::new(), whole: first.len() };
    while let Some((number, line)) = lines.next() {
        let Some(json) = checked(line) else {
            ensure!(lines.peek().is_none(), "line {} is damaged, and whole ones follow", number + 1);
            break;
        };
        let changes: Rows = serde_json::from_slice(json).with_context(|| format!("line {}", number + 1))?;
        folded.take(changes);
        folded.whole += line.len();
    }
    Ok(folded)
}

impl Folded {
    fn take(&mut self, changes: Rows) {
        for (table, rows) in changes {
            for (id, row) in rows {
                match row {
                    Value::Null => self.rows.remove(&(table.clone(), id)),
                    row => self.rows.insert((table.clone(), id), row.to_string()),
                };
            }
        }
    }
}

/// Writes a journal beside the one that is there; gives the bytes of its rows.
fn write_beside(path: &Path, header: &Header, rows: &BTreeMap<(String, String), String>) -> anyhow::Result<u64> {
    let mut text = line(header)?;
    let mut live = 0;
    for ((table, id), row) in rows {
        live += row.len() as u64;
        // Put together rather than made of values: the rows are JSON already.
        text.extend(sealed(&format!("{{{}:{{{}:{row}}}}}", Value::from(table.as_str()), Value::from(id.as_str()))));
    }
    write_private(&beside(path), &text).with_context(|| format!("cannot write {}", beside(path).display()))?;
    Ok(live)
}

fn beside(path: &Path) -> PathBuf {
    path.with_extension("new")
}

/// Renames, so that a crash leaves the old file or the new one, never half of one.
pub(crate) fn put_in_place(path: &Path) -> anyhow::Result<()> {
    rename(path)?;
    sync_folder(path).with_context(|| format!("cannot write {}", path.display()))
}

fn rename(path: &Path) -> anyhow::Result<()> {
    fs::rename(beside(path), path).with_context(|| format!("cannot write {}", path.display()))
}

/// Waits until the folder's names are on the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// A whole file at once, in the place of any that is there.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_private(&beside(path), bytes).with_context(|| format!("cannot write {}", path.display()))?;
    put_in_place(path)
}

/// What the folder keeps is secret: readable by its owner only.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

pub(crate) fn read(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

fn line(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    Ok(sealed(&serde_json::to_string(value)?))
}

fn sealed(json: &str) -> Vec<u8> {
    format!("{} {json}\n", checksum(json.as_bytes())).into_bytes()
}

/// The JSON of a whole line.
fn checked(line: &[u8]) -> Option<&[u8]> {
    let (sum, rest) = line.split_at_checked(CHECKSUM_LENGTH)?;
    let json = rest.strip_prefix(b" ")?.strip_suffix(b"\n")?;
    (checksum(json).as_bytes() == sum).then_some(json)
}

fn checksum(bytes: &[u8]) -> String {
    let digest = digest::digest(&digest::SHA256, bytes);
    digest.as_ref().iter().take(CHECKSUM_LENGTH / 2).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
