//! What a file's name tells: its type, and whether its content can change under it.

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
