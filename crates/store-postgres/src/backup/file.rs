//! A file that has its name only when it is whole, and that nobody else may read: it holds everything.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    process::Stdio,
};

use super::BackupError;

/// The file while it is written. Dropped unfinished, it is removed.
pub(super) struct Part {
    part: PathBuf,
    whole: PathBuf,
    file: File,
}

impl Part {
    /// Begins it, beside its final name, which must be free.
    pub(super) fn of(whole: &Path) -> Result<Self, BackupError> {
        let refused = |source| BackupError::File { file: whole.to_owned(), source };
        if whole.exists() {
            return Err(refused(io::ErrorKind::AlreadyExists.into()));
        }
        let mut name = whole.file_name().ok_or_else(|| refused(io::ErrorKind::InvalidInput.into()))?.to_owned();
        name.push(".part");
        let part = whole.with_file_name(name);
        remove_what_is_left(&part).map_err(refused)?;
        let file = private().open(&part).map_err(refused)?;
        Ok(Self { part, whole: whole.to_owned(), file })
    }

    /// For a program to write to.
    pub(super) fn output(&self) -> Result<Stdio, BackupError> {
        self.file.try_clone().map(Stdio::from).map_err(|source| self.refused(source))
    }

    /// It is whole: on disk first, then under its name.
    pub(super) fn finish(self) -> Result<(), BackupError> {
        self.file.sync_all().map_err(|source| self.refused(source))?;
        fs::rename(&self.part, &self.whole).map_err(|source| self.refused(source))
    }

    fn refused(&self, source: io::Error) -> BackupError {
        BackupError::File { file: self.whole.clone(), source }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Finished, it is not there any more. What cannot be removed has a name that tells what it is.
        let _ = fs::remove_file(&self.part);
    }
}

/// A backup that was killed leaves its part, and maybe a program that writes to it to its end: this must be another file.
fn remove_what_is_left(part: &Path) -> io::Result<()> {
    match fs::remove_file(part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_its_name_when_it_is_whole() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("copy");
        let part = Part::of(&file)?;
        assert!(!file.exists());
        part.finish()?;
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        assert!(Part::of(&file).is_err(), "the name is taken");
        Ok(())
    }

    #[test]
    fn is_not_the_file_that_a_killed_backup_still_writes_to() -> anyhow::Result<()> {
        use std::io::Write;
        let folder = tempfile::tempdir()?;
        let copy = folder.path().join("copy");
        let mut orphan = private().open(folder.path().join("copy.part"))?;
        let part = Part::of(&copy)?;
        orphan.write_all(b"late")?;
        part.finish()?;
        assert_eq!(fs::metadata(&copy)?.len(), 0);
        Ok(())
    }

    #[test]
    fn leaves_nothing_unfinished() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        drop(Part::of(&folder.path().join("copy"))?);
        assert_eq!(fs::read_dir(folder.path())?.count(), 0);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn is_for_its_owner_alone() -> anyhow::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("copy");
        Part::of(&file)?.finish()?;
        assert_eq!(fs::metadata(&file)?.permissions().mode() & 0o777, 0o600);
        Ok(())
    }
}
