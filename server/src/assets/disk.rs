//! The site on disk, for debug builds: always what was built last.
//!
//! Pages link to names without hashes, so that the live reload finds the stylesheet. With `hash-files`, cargo-leptos
//! hashes the names of a first build but not of the rebuilds while it watches; the newest file of a name wins.

use std::{
    fs,
    path::{Path, PathBuf},
};

use axum::{body::Bytes, response::Response};
use http::HeaderMap;

use super::answer::{FileAnswer, content_type, etag, without_hash};

/// What the target folder may hold: the site of a bare `cargo leptos`, and that of `bin/dev`.
const FOLDERS: [&str; 2] = ["site", "site-dev"];

/// A folder with the site.
pub(crate) struct Site {
    root: PathBuf,
}

impl Site {
    /// The folder cargo-leptos names, or the one of [`FOLDERS`] that was built last in the target folder that this binary lies in.
    pub(crate) fn open() -> anyhow::Result<Self> {
        let named = std::env::var_os("LEPTOS_SITE_ROOT").map(PathBuf::from).filter(|root| is_built(root));
        let root = named.map_or_else(|| std::env::current_exe().map(|executable| beside(&executable)), Ok)?;
        if !is_built(&root) {
            let folder = root.display();
            tracing::warn!("no built site in {folder}, so pages have no style and no script: run `cargo leptos build`");
        }
        Ok(Self::at(root))
    }

    /// The site in a folder.
    pub(crate) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// The URL paths of what every page loads.
    pub(crate) fn names(&self) -> app::context::Assets {
        app::context::Assets::default()
    }

    /// The file at a path, if there is one.
    pub(crate) async fn answer(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let file = self.file(path)?;
        let content = Bytes::from(fs::read(file).ok()?);
        let etag = etag(&content, "");
        let content_type = content_type(path);
        Some(FileAnswer { content_type, encoding: None, etag: &etag, immutable: false, content }.to(headers))
    }

    fn file(&self, path: &str) -> Option<PathBuf> {
        let is_plain = path.split('/').all(|segment| !segment.is_empty() && !segment.starts_with('.'));
        if !is_plain || path.contains('\\') {
            return None;
        }
        let exact = self.root.join(path);
        let mut candidates = self.hashed(path);
        candidates.push(exact);
        candidates.into_iter().filter(|file| file.is_file()).max_by_key(|file| modified(file))
    }

    /// Files whose name is `path` with a hash in it.
    fn hashed(&self, path: &str) -> Vec<PathBuf> {
        if !path.starts_with("pkg/") {
            return Vec::new();
        }
        let Ok(entries) = fs::read_dir(self.root.join("pkg")) else { return Vec::new() };
        let is_it = |file: &PathBuf| {
            let name = file.file_name().and_then(|name| name.to_str()).map(|name| format!("pkg/{name}"));
            name.and_then(|name| without_hash(&name)).is_some_and(|name| name == path)
        };
        entries.flatten().map(|entry| entry.path()).filter(is_it).collect()
    }
}

fn modified(file: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(file).and_then(|metadata| metadata.modified()).ok()
}

fn is_built(root: &Path) -> bool {
    root.join("pkg").is_dir()
}

/// `target/debug/server` → `target/site`.
fn beside(executable: &Path) -> PathBuf {
    let sites = executable.ancestors().map(|target| FOLDERS.map(|site| target.join(site)));
    let mut built =
        sites.map(|sites| sites.into_iter().filter(|site| is_built(site)).max_by_key(|site| last_built(site)));
    built.find_map(|site| site).unwrap_or_else(|| Path::new("target").join("site"))
}

fn last_built(site: &Path) -> Option<std::time::SystemTime> {
    let files = fs::read_dir(site.join("pkg")).ok()?;
    files.flatten().filter_map(|file| modified(&file.path())).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_was_built_last_wins() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let site = Site::at(folder.path().to_owned());
        let pkg = folder.path().join("pkg");
        fs::create_dir(&pkg)?;
        let (hashed, plain) = (pkg.join("app.0123456789abcdefABC-_x.css"), pkg.join("app.css"));
        fs::write(&hashed, "first build")?;
        assert_eq!(site.file("pkg/app.css").as_deref(), Some(hashed.as_path()));
        fs::write(&plain, "rebuilt")?;
        let later = modified(&hashed).unwrap_or(std::time::UNIX_EPOCH) + std::time::Duration::from_secs(1);
        fs::File::options().write(true).open(&plain)?.set_modified(later)?;
        assert_eq!(site.file("pkg/app.css").as_deref(), Some(plain.as_path()));
        assert_eq!(site.file("../etc/passwd"), None);
        assert_eq!(site.file(""), None);
        Ok(())
    }
    #[test]
    fn the_site_that_was_built_last_is_served() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let executable = folder.path().join("debug/server");
        let mut sites = Vec::new();
        for (age, site) in FOLDERS.iter().enumerate() {
            let pkg = folder.path().join(site).join("pkg");
            fs::create_dir_all(&pkg)?;
            fs::write(pkg.join("app.js"), "")?;
            let built = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000 * (1 + age as u64));
            fs::File::options().write(true).open(pkg.join("app.js"))?.set_modified(built)?;
            sites.push(folder.path().join(site));
            assert_eq!(Some(&beside(&executable)), sites.last());
        }
        Ok(())
    }
}
