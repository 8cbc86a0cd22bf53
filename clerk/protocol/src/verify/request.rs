//! A request as the protocol sees it, free of any HTTP library.
//!
//! Sections [Cookies, query parameters and headers](crate#cookies-query-parameters-and-headers) and [The public
//! URL](crate#the-public-url); values as `Headers` of the Fetch standard gives them.

use std::borrow::Cow;

/// Method, absolute URL and headers. As a `Request` of the Fetch standard has them, which upstream gets.
#[derive(Clone, Debug)]
pub struct RequestParts<'a> {
    /// `GET`.
    pub method: &'a str,
    /// As the server received it: `http://host:port/path?query`. The public URL is derived from it (S1).
    pub url: &'a str,
    headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> RequestParts<'a> {
    /// A request without headers.
    pub fn new(method: &'a str, url: &'a str) -> Self {
        Self { method, url, headers: Vec::new() }
    }

    /// Adds a header line. Bytes are Latin-1, as for `fetch`; white space around the value is dropped.
    pub fn push_header(&mut self, name: &'a str, value: &'a [u8]) {
        let value = match std::str::from_utf8(value) {
            Ok(text) if text.is_ascii() => Cow::Borrowed(text),
            _ => Cow::Owned(value.iter().copied().map(char::from).collect()),
        };
        self.push_text(name, value);
    }

    /// Adds a header line whose value is text already.
    pub fn push_text(&mut self, name: &'a str, value: impl Into<Cow<'a, str>>) {
        let name = if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        };
        let value = match value.into() {
            Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
            Cow::Owned(text) => Cow::Owned(trim(&text).to_owned()),
        };
        self.headers.push((name, value));
    }

    /// [`push_text`](Self::push_text), chained.
    #[must_use]
    pub fn with_header(mut self, name: &'a str, value: &'a str) -> Self {
        self.push_text(name, value);
        self
    }

    /// The value of a header, lines joined with `, ` (cookies with `; `); `None` when there is no such line.
    /// As `Headers.get` of the Fetch standard; cookies as RFC 9113 section 8.2.3 joins them.
    pub fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut lines = self.headers.iter().filter(|(candidate, _)| candidate == name).map(|(_, value)| value);
        let first = lines.next()?;
        let separator = if name == "cookie" { "; " } else { ", " };
        Some(lines.fold(Cow::Borrowed(first.as_ref()), |joined, line| Cow::Owned(format!("{joined}{separator}{line}"))))
    }

    /// The value of a header, `None` when it is absent or empty.
    pub fn filled_header(&self, name: &str) -> Option<Cow<'_, str>> {
        self.header(name).filter(|value| !value.is_empty())
    }

    /// Every header once, lower-case name and joined value, sorted by name: what the refresh endpoint wants.
    pub(super) fn joined_headers(&self) -> Vec<(String, String)> {
        let mut names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_ref()).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().filter_map(|name| Some((name.to_owned(), self.header(name)?.into_owned()))).collect()
    }
}

/// The white space HTTP allows around a value.
pub(super) fn trim(value: &str) -> &str {
    value.trim_matches(['\t', '\n', '\r', ' '])
}
