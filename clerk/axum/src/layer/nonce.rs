//! A handshake's nonce is for the load of a document: there it comes with a redirect. Everything else that carries its cookie
//! is too early, or a stranger's, and is decided as though it were not there; the page may still need it.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, Method, header, request::Parts};
use url::form_urlencoded;

const NONCE: &str = "__clerk_handshake_nonce";
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Whether a browser loads a document: what a handshake begins with and comes back to.
pub(super) fn is_document_load(parts: &Parts) -> bool {
    let text = |headers: &HeaderMap, name: &HeaderName| {
        headers
            .get(name)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .filter(|text| !text.is_empty())
    };
    let wants_document = match text(&parts.headers, &SEC_FETCH_DEST) {
        Some(destination) => matches!(destination.as_str(), "document" | "iframe"),
        None => text(&parts.headers, &header::ACCEPT).is_some_and(|accept| accept.starts_with("text/html")),
    };
    parts.method == Method::GET && wants_document
}

/// The value of a `Cookie` header without the nonce's; `None` where it has none.
pub(super) fn without_cookie(value: &[u8]) -> Option<String> {
    let is_other = |pair: &&[u8]| {
        let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
        name.trim_ascii() != NONCE.as_bytes()
    };
    let pairs: Vec<&[u8]> = value.split(|byte| *byte == b';').collect();
    let others: Vec<&[u8]> = pairs.iter().copied().filter(is_other).collect();
    (others.len() < pairs.len()).then(|| others.join(&b';').into_iter().map(char::from).collect())
}

/// A request target without the nonce in its query.
pub(super) fn without_parameter(target: &str) -> Cow<'_, str> {
    let Some((path, query)) = target.split_once('?') else { return Cow::Borrowed(target) };
    let is_other = |pair: &&str| form_urlencoded::parse(pair.as_bytes()).all(|(name, _)| name != NONCE);
    let others: Vec<&str> = query.split('&').filter(is_other).collect();
    Cow::Owned(format!("{path}?{}", others.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nonce_goes_and_everything_else_stays_as_it_is() {
        let cookie = |text: &str| without_cookie(text.as_bytes()).unwrap_or_else(|| text.to_owned());
        assert_eq!(cookie("a=1; __clerk_handshake_nonce=x; b=2"), "a=1; b=2");
        assert_eq!(cookie("__clerk_handshake_nonce=x"), "");
        assert_eq!(cookie("__clerk_handshake_nonce ;__clerk_handshake_nonce=y;c"), "c");
        assert_eq!(
            cookie("a=__clerk_handshake_nonce; __clerk_handshake=1"),
            "a=__clerk_handshake_nonce; __clerk_handshake=1"
        );
        assert_eq!(without_parameter("/x?a=1&__clerk_handshake_nonce=x&b"), "/x?a=1&b");
        assert_eq!(without_parameter("/x?%5F_clerk_handshake_nonce=x"), "/x?");
        assert_eq!(without_parameter("/x"), "/x");
    }
}
