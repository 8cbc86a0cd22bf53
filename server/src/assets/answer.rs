//! How a file is sent: with validators, for how long it may be kept, and as which type. Its name tells the type, and whether
//! its content can change under it.

use axum::{
    body::{Body, Bytes},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// A file as it is sent.
pub(super) struct FileAnswer<'a> {
    /// The type of the file itself.
    pub(super) content_type: &'static str,
    /// `br`, `gzip`, or nothing.
    pub(super) encoding: Option<&'static str>,
    /// Names this content in this encoding.
    pub(super) etag: &'a str,
    /// Whether the name changes with the content.
    pub(super) immutable: bool,
    /// The content.
    pub(super) content: Bytes,
}

impl FileAnswer<'_> {
    /// The answer to a request with these headers.
    pub(super) fn to(self, headers: &HeaderMap) -> Response {
        let mut response = if is_known(headers, self.etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(self.content))
        };
        let cache = if self.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        let answer = response.headers_mut();
        answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        answer.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Some(encoding) = self.encoding {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        if let Ok(etag) = HeaderValue::from_str(self.etag) {
            answer.insert(header::ETAG, etag);
        }
        response
    }
}

/// Whether the browser has this very content.
fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| tag == etag)
}

/// Whether the browser takes an encoding.
#[cfg(any(not(debug_assertions), test))]
pub(super) fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|item| {
        let (name, quality) = item.split_once(';').unwrap_or((item, ""));
        let is_refused = matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
        name.trim().eq_ignore_ascii_case(encoding) && !is_refused
    })
}

/// A validator for a content: 64 bits of SipHash with fixed keys. Nobody gains by a collision with themselves.
pub(super) fn etag(content: &[u8], encoding: &str) -> String {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    hasher.write(content);
    format!("\"{:016x}{encoding}\"", hasher.finish())
}

/// The length of the hashes that cargo-leptos puts into names: a 128-bit digest in base64.
const HASH_LENGTH: usize = 22;

/// The content type by extension; the site has few kinds of files.
pub(super) fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether compressing helps.
#[cfg(any(not(debug_assertions), test))]
pub(super) fn is_compressible(name: &str) -> bool {
    let content_type = content_type(name);
    content_type.starts_with("text/")
        || matches!(
            content_type,
            "application/wasm" | "application/json" | "application/manifest+json" | "image/svg+xml"
        )
}

/// The name without the hash that cargo-leptos put into it: `pkg/app.<hash>.css` is `pkg/app.css`. `None` for names
/// without one. wasm-bindgen's snippets have hashes of another meaning, and are left alone.
pub(super) fn without_hash(name: &str) -> Option<String> {
    let (folder, file) = name.rsplit_once('/')?;
    let (stem, extension) = file.rsplit_once('.')?;
    let (stem, hash) = stem.rsplit_once('.')?;
    let is_hash =
        hash.len() == HASH_LENGTH && hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    (folder == "pkg" && is_hash).then(|| format!("{folder}/{stem}.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_told_from_names() {
        assert_eq!(without_hash("pkg/app.0123456789abcdefABC-_x.js").as_deref(), Some("pkg/app.js"));
        for plain in [
            "pkg/app.js",
            "favicon.svg",
            "pkg/snippets/0123456789abcdefABC-_x/inline.js",
            "x/app.0123456789abcdefABC-_x.js",
        ] {
            assert_eq!(without_hash(plain), None, "{plain}");
        }
    }
}
