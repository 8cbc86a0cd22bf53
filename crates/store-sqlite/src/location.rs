//! From `DATABASE_URL` to a file, and to a folder that holds it.

use std::{
    ffi::OsString,
    fs::{self, DirBuilder},
    io,
    path::{Path, PathBuf},
};

/// The file that `sqlite:PATH` or `sqlite://PATH` names; a text without a scheme is a path. `None`: another database,
/// a database in memory (its content would be gone with its one connection), or parameters, which are not read.
pub(crate) fn file_of(url: &str) -> Option<PathBuf> {
    let path = match url.split_once(':') {
        Some(("sqlite", rest)) => rest.strip_prefix("//").unwrap_or(rest),
        Some((scheme, _)) if scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            return None;
        }
        _ => url,
    };
    let usable = !path.is_empty() && !path.contains(['?', '\0']) && path != ":memory:";
    usable.then(|| PathBuf::from(path))
}

/// Makes the folder of `file`, readable by this user alone.
pub(crate) fn make_folder_of(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => private_folders().create(folder),
        _ => Ok(()),
    }
}

/// Makes the file, where it is missing, and what lies beside it this user's alone: SQLite gives what it makes beside a file
/// the file's own permissions. What cannot be changed is logged; whether it can be used shows when it is opened.
#[cfg(unix)]
pub(crate) fn make_private(file: &Path) {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let mut new = fs::OpenOptions::new();
    if new.write(true).create_new(true).mode(0o600).open(file).is_ok() {
        return;
    }
    for place in [file.to_owned()].into_iter().chain(COMPANIONS.map(|ending| companion(file, ending))) {
        let Ok(found) = fs::metadata(&place) else { continue };
        let mode = found.permissions().mode();
        if !found.is_file() || mode & 0o077 == 0 {
            continue;
        }
        let place_shown = place.display();
        match fs::set_permissions(&place, fs::Permissions::from_mode(mode & 0o700)) {
            Ok(()) => tracing::info!(file = %place_shown, "others could read it, and no longer can"),
            Err(error) => tracing::warn!(file = %place_shown, %error, "others can read it, and that cannot be changed"),
        }
    }
}

/// Other systems keep what is a user's in the user's folders.
#[cfg(not(unix))]
pub(crate) fn make_private(_: &Path) {}

/// What others than this user may do with the file or in its folder, in words; `None`: nothing.
#[cfg(unix)]
pub(crate) fn openness(file: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mode = |place: &Path| fs::metadata(place).map_or(0, |found| found.mode());
    if mode(file) & 0o077 != 0 {
        return Some(format!("others on this machine may read {0}: chmod 600 {0}", file.display()));
    }
    // In a folder with the sticky bit, as /tmp, nobody replaces what is another's.
    let (folder_mode, sticky) = (mode(folder), 0o1000);
    (folder_mode & 0o022 != 0 && folder_mode & sticky == 0)
        .then(|| format!("others on this machine may replace files in {0}: chmod 700 {0}", folder.display()))
}

/// As for [`make_private`].
#[cfg(not(unix))]
pub(crate) fn openness(_: &Path) -> Option<String> {
    None
}

/// The files that SQLite keeps beside a database.
pub(crate) const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The name of a companion.
pub(crate) fn companion(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    PathBuf::from(name)
}

fn private_folders() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_usual_spellings() {
        for (url, file) in [
            ("sqlite:.data/app.db", ".data/app.db"),
            ("sqlite://.data/app.db", ".data/app.db"),
            ("sqlite:///var/lib/app.db", "/var/lib/app.db"),
            ("/var/lib/app.db", "/var/lib/app.db"),
            (r"C:\data\app.db", r"C:\data\app.db"),
        ] {
            assert_eq!(file_of(url), Some(PathBuf::from(file)), "{url}");
        }
    }

    #[test]
    fn refuses_what_is_no_file() {
        for url in ["", "sqlite:", "sqlite::memory:", "sqlite://app.db?mode=ro", "other://localhost/app", ":memory:"] {
            assert_eq!(file_of(url), None, "{url}");
        }
    }
}
