//! A file that is made beside its place and gets its name when it is whole. Dropped before, it goes, and with it what
//! SQLite keeps beside a file while it writes.

use std::{
    fs, io,
    ops::Deref,
    path::{Path, PathBuf},
};

use tempfile::{PathPersistError, TempPath};

use crate::location::{COMPANIONS, companion};

/// The file while it is made.
pub(super) struct Partial {
    path: TempPath,
    _companions: Companions,
}

struct Companions(PathBuf);

impl Partial {
    /// An empty file in the folder of `file`, readable by this user alone.
    pub(super) fn beside(file: &Path) -> io::Result<Self> {
        let folder = folder_of(file);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let path = tempfile::Builder::new().prefix(&format!(".{name}.")).suffix(".partial").tempfile_in(folder)?;
        let path = path.into_temp_path();
        let companions = Companions(path.to_path_buf());
        Ok(Self { path, _companions: companions })
    }

    /// Gives it the name, which must be free.
    pub(super) fn persist_noclobber(self, file: &Path) -> Result<(), PathPersistError> {
        self.path.persist_noclobber(file)
    }

    /// Gives it the name of whatever is there.
    pub(super) fn persist(self, file: &Path) -> Result<(), PathPersistError> {
        self.path.persist(file)
    }
}

impl Deref for Partial {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.path
    }
}

impl Drop for Companions {
    fn drop(&mut self) {
        for ending in COMPANIONS {
            // It is seldom there. What cannot be removed has a name that tells what it is.
            let _ = fs::remove_file(companion(&self.0, ending));
        }
    }
}

/// Where a file lies.
pub(super) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_with_its_companions() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let partial = Partial::beside(&folder.path().join("copy.db"))?;
        fs::write(companion(&partial, "-journal"), "begun")?;
        assert_eq!(fs::read_dir(folder.path())?.count(), 2);
        drop(partial);
        assert_eq!(fs::read_dir(folder.path())?.count(), 0);
        Ok(())
    }

    #[test]
    fn has_its_name_when_it_is_whole() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("copy.db");
        Partial::beside(&file)?.persist_noclobber(&file)?;
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        assert!(Partial::beside(&file)?.persist_noclobber(&file).is_err(), "the name is taken");
        Partial::beside(&file)?.persist(&file)?;
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }
}
