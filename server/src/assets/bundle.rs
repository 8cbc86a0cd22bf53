//! The site inside the binary. It is sent compressed: as `--precompress` left it, or else compressed once, when first
//! asked for.

use std::{collections::HashMap, io::Write, sync::Arc};

use axum::{body::Bytes, response::Response};
use http::HeaderMap;
use tokio::sync::OnceCell;

use super::answer::{FileAnswer, accepts, content_type, etag, is_compressible, without_hash};

/// A file's path below the site's root, and its content.
type Embedded = (&'static str, &'static [u8]);

#[cfg(not(debug_assertions))]
static SITE: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// All files by path.
pub(crate) struct Site {
    files: HashMap<&'static str, File>,
}

struct File {
    plain: &'static [u8],
    etag: String,
    gzip: Option<&'static [u8]>,
    brotli: Arc<OnceCell<Option<Bytes>>>,
}

impl Site {
    /// The site of this binary.
    #[cfg(not(debug_assertions))]
    pub(crate) fn open() -> anyhow::Result<Self> {
        let site = Self::of(SITE);
        let complete = ["app.js", "app.wasm", "app.css"].iter().all(|name| site.find(name).is_some());
        anyhow::ensure!(
            complete,
            "this binary carries no assets. Build it with `cargo leptos build --release`, and leave `hash-files` on: \
             without it the server is built before the site is there"
        );
        Ok(site)
    }

    fn of(embedded: &'static [Embedded]) -> Self {
        let contents: HashMap<&str, &'static [u8]> = embedded.iter().copied().collect();
        let sidecar = |name: &str, extension: &str| contents.get(format!("{name}.{extension}").as_str()).copied();
        let is_sidecar = |name: &str| {
            let original = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz"));
            original.is_some_and(|original| contents.contains_key(original))
        };
        let files = embedded.iter().filter(|(name, _)| !is_sidecar(name)).map(|(name, plain)| {
            let brotli = sidecar(name, "br").map(|content| Some(Bytes::from_static(content)));
            let file = File {
                plain,
                etag: etag(plain, ""),
                gzip: sidecar(name, "gz"),
                brotli: Arc::new(OnceCell::new_with(brotli)),
            };
            (*name, file)
        });
        Self { files: files.collect() }
    }

    /// The URL paths of what every page loads.
    pub(crate) fn names(&self) -> app::context::Assets {
        let url = |name: &str| self.find(name).map_or_else(|| format!("/pkg/{name}"), |path| format!("/{path}"));
        app::context::Assets { js: url("app.js"), wasm: url("app.wasm"), css: url("app.css") }
    }

    /// The path of a built file, with or without a hash in its name.
    fn find(&self, name: &str) -> Option<&'static str> {
        let plain = format!("pkg/{name}");
        let matches = |path: &&&'static str| **path == plain || without_hash(path).is_some_and(|path| path == plain);
        self.files.keys().find(matches).copied()
    }

    /// The file at a path, if there is one.
    pub(crate) async fn answer(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let (name, file) = self.files.get_key_value(path)?;
        let (encoding, content) = file.encoded(name, headers).await;
        let etag = match encoding {
            None => file.etag.clone(),
            Some(encoding) => format!("{}-{encoding}\"", file.etag.trim_end_matches('"')),
        };
        let content_type = content_type(name);
        let immutable = without_hash(name).is_some();
        Some(FileAnswer { content_type, encoding, etag: &etag, immutable, content }.to(headers))
    }
}

impl File {
    async fn encoded(&self, name: &str, headers: &HeaderMap) -> (Option<&'static str>, Bytes) {
        if accepts(headers, "br")
            && let Some(content) = self.brotli(name).await
        {
            return (Some("br"), content);
        }
        match self.gzip {
            Some(content) if accepts(headers, "gzip") => (Some("gzip"), Bytes::from_static(content)),
            _ => (None, Bytes::from_static(self.plain)),
        }
    }

    async fn brotli(&self, name: &str) -> Option<Bytes> {
        let plain = self.plain;
        let compress = || async move {
            let compressed = tokio::task::spawn_blocking(move || compress(plain)).await;
            compressed.ok().flatten().filter(|compressed| compressed.len() < plain.len())
        };
        if !is_compressible(name) {
            return None;
        }
        self.brotli.get_or_init(compress).await.clone()
    }
}

/// Quality 9 of 11: within a few percent of the best, in a tenth of the time.
fn compress(content: &[u8]) -> Option<Bytes> {
    let mut compressed = Vec::with_capacity(content.len() / 3);
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 64 * 1024, 9, 22);
    writer.write_all(content).ok()?;
    drop(writer);
    Some(Bytes::from(compressed))
}

#[cfg(test)]
mod tests;
