//! The folder that keeps the data and the signing key over restarts.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};

use super::data::{Data, VERSION};
use crate::keys::SigningKey;

/// A folder with `data.json` and `signing-key.der`.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        Ok(Self(path.to_owned()))
    }

    pub(crate) fn read_data(&self) -> anyhow::Result<Option<Data>> {
        let path = self.0.join("data.json");
        let advice = || format!("cannot use {}; delete the folder to start from the seed", path.display());
        let Some(bytes) = read(&path)? else { return Ok(None) };
        let data: Data = serde_json::from_slice(&bytes).with_context(advice)?;
        ensure!(data.version == VERSION, "{}: it is of version {}", advice(), data.version);
        Ok(Some(data))
    }

    pub(crate) fn write_data(&self, data: &Data) -> anyhow::Result<()> {
        self.write("data.json", &serde_json::to_vec_pretty(data)?)
    }

    pub(crate) fn read_key(&self) -> anyhow::Result<Option<SigningKey>> {
        read(&self.0.join("signing-key.der"))?.map(|bytes| SigningKey::from_pkcs8(&bytes)).transpose()
    }

    pub(crate) fn write_key(&self, key: &SigningKey) -> anyhow::Result<()> {
        self.write("signing-key.der", &key.to_pkcs8()?)
    }

    /// Writes beside and renames, so that a crash leaves the old file or the new one, never half of one.
    fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let (path, beside) = (self.0.join(name), self.0.join(format!("{name}.new")));
        write_private(&beside, bytes)
            .and_then(|()| fs::rename(&beside, &path))
            .with_context(|| format!("cannot write {}", path.display()))
    }
}

fn read(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Both files hold secrets: readable by their owner only.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)
}
