//! A file that gets its name only once it is complete, and that nobody else may read: it holds everything.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    process::Stdio,
};

use tempfile::NamedTempFile;

use super::BackupError;

/// The file while it is written, under a name of its own: whoever else writes, or was killed while writing, has another.
/// Dropped unfinished, it is removed.
pub(super) struct Part {
    part: NamedTempFile,
    whole: PathBuf,
}

impl Part {
    /// Begins it, in the folder of its final name, which must be free.
    pub(super) fn of(whole: &Path) -> Result<Self, BackupError> {
        let refused = |source| BackupError::File { file: whole.to_owned(), source };
        if whole.exists() {
            return Err(refused(io::ErrorKind::AlreadyExists.into()));
        }
        let name = whole.file_name().ok_or_else(|| refused(io::ErrorKind::InvalidInput.into()))?.to_string_lossy();
        let mut unnamed = tempfile::Builder::new();
        let part = unnamed.prefix(&format!(".{name}.")).suffix(".part").tempfile_in(folder_of(whole));
        Ok(Self { part: part.map_err(refused)?, whole: whole.to_owned() })
    }

    /// For a program to write to.
    pub(super) fn output(&self) -> Result<Stdio, BackupError> {
        self.part.as_file().try_clone().map(Stdio::from).map_err(|source| self.refused(source))
    }

    /// It is whole: on disk first, then under its name, if nobody else took that meanwhile.
    pub(super) fn finish(self) -> Result<(), BackupError> {
        let Self { part, whole } = self;
        let named = || {
            part.as_file().sync_all()?;
            part.persist_noclobber(&whole)?;
            synchronize(folder_of(&whole))
        };
        named().map_err(|source| BackupError::File { file: whole.clone(), source })
    }

    fn refused(&self, source: io::Error) -> BackupError {
        BackupError::File { file: self.whole.clone(), source }
    }
}

/// Brings the names in the folder to the disk, where folders can be opened for that.
fn synchronize(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Write};

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
    fn of_two_at_once_one_gets_the_name_whole() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("copy");
        let (mut one, mut other) = (Part::of(&file)?, Part::of(&file)?);
        one.part.write_all(b"one")?;
        other.part.write_all(b"other")?;
        one.finish()?;
        let refusal = other.finish();
        assert!(
            matches!(&refusal, Err(BackupError::File { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists)
        );
        assert_eq!(fs::read(&file)?, b"one");
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
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
