//! What makes a path canonical: one spelling for each resource.

/// Which rule a request target breaks. For logs and tests; the client is only told 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    /// `CONNECT`, `OPTIONS *` and the like.
    #[error("the target is not a path")]
    Form,
    /// An absolute-form target whose authority is not the `Host`.
    #[error("the target names another authority than Host")]
    ForeignAuthority,
    /// No `Host`.
    #[error("Host is missing")]
    MissingHost,
    /// More than one `Host`.
    #[error("Host occurs more than once")]
    DuplicateHost,
    /// Not `host[:port]`.
    #[error("Host is not an authority")]
    InvalidHost,
    /// `//`.
    #[error("empty path segment")]
    EmptySegment,
    /// `/.` or `/..`, plain or encoded, also with path parameters (`/..;x`).
    #[error("dot segment")]
    DotSegment,
    /// A byte that must be percent-encoded, or a backslash.
    #[error("a byte that does not belong into a target")]
    RawByte,
    /// `%` without two hexadecimal digits.
    #[error("invalid percent-encoding")]
    Percent,
    /// An encoded delimiter (`/`, `\`), control byte or unreserved character; or an encoding of an encoding.
    #[error("an encoding that makes a second spelling")]
    Encoding,
    /// The decoded path is not UTF-8.
    #[error("the path is not UTF-8")]
    Utf8,
}

/// The rules for the path.
pub(crate) fn check_path(path: &str) -> Result<(), NotCanonical> {
    if !path.starts_with('/') {
        return Err(NotCanonical::Form);
    }
    if path.bytes().any(is_raw) {
        return Err(NotCanonical::RawByte);
    }
    check_encoding(path)?;
    if path.contains("//") {
        return Err(NotCanonical::EmptySegment);
    }
    if path.split('/').any(is_dot_segment) {
        return Err(NotCanonical::DotSegment);
    }
    Ok(())
}

/// A query is data, not a place: it only may not smuggle raw bytes.
pub(super) fn check_query(query: &str) -> Result<(), NotCanonical> {
    if query.bytes().all(|byte| byte.is_ascii_graphic()) { Ok(()) } else { Err(NotCanonical::RawByte) }
}

/// Browsers encode these in a path; a server that does so as well would read `/a"b` as `/a%22b`.
fn is_raw(byte: u8) -> bool {
    !byte.is_ascii_graphic() || matches!(byte, b'\\' | b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'}')
}

fn check_encoding(path: &str) -> Result<(), NotCanonical> {
    let mut decoded = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let octet = hexadecimal(bytes.next())? << 4 | hexadecimal(bytes.next())?;
        if octet.is_ascii_control() || is_unreserved(octet) || matches!(octet, b'/' | b'\\') {
            return Err(NotCanonical::Encoding);
        }
        decoded.push(octet);
    }
    if is_encoded(&decoded) {
        return Err(NotCanonical::Encoding);
    }
    std::str::from_utf8(&decoded).map(drop).map_err(|_| NotCanonical::Utf8)
}

/// RFC 3986 §2.3: encoded or not, they mean the same.
fn is_unreserved(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.' | b'_' | b'~')
}

/// Leptos decodes the parameters of a path twice: `%2561cme` would be `acme`.
fn is_encoded(decoded: &[u8]) -> bool {
    let is_octet = |window: &[u8]| matches!(window, [b'%', digits @ ..] if digits.iter().all(u8::is_ascii_hexdigit));
    decoded.windows(3).any(is_octet)
}

fn hexadecimal(digit: Option<u8>) -> Result<u8, NotCanonical> {
    digit
        .and_then(|byte| char::from(byte).to_digit(16))
        .and_then(|value| u8::try_from(value).ok())
        .ok_or(NotCanonical::Percent)
}

/// Some servers cut path parameters off before they resolve dots, so `..;x` counts as well.
fn is_dot_segment(segment: &str) -> bool {
    let name = segment.split_once(';').map_or(segment, |(name, _)| name);
    matches!(name, "." | "..")
}
