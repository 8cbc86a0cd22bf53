//! How a file is sent: with validators, and for how long it may be kept.

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
