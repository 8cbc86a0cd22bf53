//! The `Set-Cookie` lines a handshake or a refresh brings, and what S7 lets through.
//!
//! Sections [Finishing a handshake](crate#finishing-a-handshake) and [Refresh](crate#refresh); from
//! `src/tokens/cookie.ts` of `@clerk/backend`.

use super::request::trim;

/// The session token among the lines, as upstream finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SessionToken {
    /// No line sets one, or the last one clears it.
    Empty,
    /// The value.
    Value(String),
    /// A `__session` line without `=`: upstream's `undefined`.
    Undefined,
}

/// Checked lines and the token in them.
#[derive(Clone, Debug)]
pub(super) struct Directives {
    pub(super) lines: Vec<String>,
    pub(super) session_token: SessionToken,
}

impl Directives {
    /// `None` where upstream's `Headers.append` throws: a line with NUL, CR or LF inside, or beyond Latin-1.
    /// With `exact` the token is the one of that very name (S7), otherwise of any name that starts with `__session`.
    pub(super) fn read(lines: &[String], suffix: Option<&str>) -> Option<Self> {
        let mut directives = Self { lines: Vec::with_capacity(lines.len()), session_token: SessionToken::Empty };
        for line in lines {
            let value = trim(line);
            let is_legal = |character: char| !matches!(character, '\0' | '\r' | '\n') && u32::from(character) < 256;
            if !value.chars().all(is_legal) {
                return None;
            }
            directives.lines.push(value.to_owned());
            if is_session(name_of(line), suffix) {
                directives.session_token = token_of(line);
            }
        }
        Some(directives)
    }
}

/// The largest cookie a browser keeps: name and value, in bytes (RFC 6265bis, section 5.6). It drops larger ones without a
/// word.
const LARGEST_COOKIE: usize = 4096;

/// The size of the largest session cookie among the lines, where browsers would drop it.
pub(super) fn oversized(lines: &[String]) -> Option<usize> {
    let size = |line: &String| {
        let (name, value) = first_part(line).split_once('=')?;
        name.trim().starts_with("__session").then(|| name.trim().len() + value.trim().len())
    };
    lines.iter().filter_map(size).max().filter(|size| *size > LARGEST_COOKIE)
}

fn is_session(name: &str, suffix: Option<&str>) -> bool {
    match suffix {
        None => name.starts_with("__session"),
        Some(suffix) => is_name(name, "__session", suffix),
    }
}

fn first_part(line: &str) -> &str {
    line.split(';').next().unwrap_or_default()
}

fn name_of(line: &str) -> &str {
    first_part(line).split('=').next().unwrap_or_default()
}

/// Between the first and the second `=`.
fn token_of(line: &str) -> SessionToken {
    match first_part(line).split('=').nth(1) {
        None => SessionToken::Undefined,
        Some("") => SessionToken::Empty,
        Some(value) => SessionToken::Value(value.to_owned()),
    }
}

fn is_name(name: &str, base: &str, suffix: &str) -> bool {
    name.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.strip_prefix('_') == Some(suffix))
}

/// S7, RFC 6265 section 5.3: whether a handshake may set this cookie on `host`: Clerk's own names, plain or with this
/// instance's suffix, and the clearing of the handshake's two; no control characters; `Domain` absent, the host, or a
/// parent of it with a dot.
pub fn is_allowed(line: &str, suffix: &str, host: &str) -> bool {
    let is_clean = line.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    let name = name_of(line);
    let is_clerks =
        ["__session", "__client_uat", "__refresh", "__clerk_db_jwt"].iter().any(|base| is_name(name, base, suffix));
    let clears_handshake =
        matches!(name, "__clerk_handshake" | "__clerk_handshake_nonce") && token_of(line) == SessionToken::Empty;
    is_clean && (is_clerks || clears_handshake) && attribute_domains(line).all(|domain| covers(domain, host))
}

fn attribute_domains(line: &str) -> impl Iterator<Item = &str> {
    line.split(';').skip(1).filter_map(|attribute| {
        let (name, value) = attribute.split_once('=')?;
        name.trim().eq_ignore_ascii_case("domain").then(|| value.trim())
    })
}

/// Browsers refuse public suffixes themselves; a single label is refused here.
fn covers(domain: &str, host: &str) -> bool {
    let domain = domain.strip_prefix('.').unwrap_or(domain).to_ascii_lowercase();
    let host = host.to_ascii_lowercase();
    let is_parent = host.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'))
        && domain.contains('.')
        && !host.ends_with(|last: char| last.is_ascii_digit() || last == ']');
    domain == host || is_parent
}

#[cfg(test)]
mod tests {
    use super::{Directives, SessionToken, is_allowed};

    #[test]
    fn tokens_as_upstream_finds_them() {
        let rows: [(&[&str], SessionToken); 7] = [
            (&["__session=a.b.c; Path=/"], SessionToken::Value("a.b.c".into())),
            (&["__session_abc=1", "__session=2"], SessionToken::Value("2".into())),
            (&["__sessionx=1"], SessionToken::Value("1".into())),
            (&["__session=1=2"], SessionToken::Value("1".into())),
            (&["__session=; Max-Age=0"], SessionToken::Empty),
            (&["__session"], SessionToken::Undefined),
            (&["other=1"], SessionToken::Empty),
        ];
        for (lines, expected) in rows {
            let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            assert_eq!(Directives::read(&lines, None).map(|read| read.session_token), Some(expected), "{lines:?}");
        }
    }

    #[test]
    fn tokens_by_exact_name() {
        let lines = ["__session_abc=1".to_owned(), "__sessionx=2".to_owned(), "__session_other=3".to_owned()];
        let read = Directives::read(&lines, Some("abc")).map(|read| read.session_token);
        assert_eq!(read, Some(SessionToken::Value("1".into())));
        assert!(Directives::read(&["a=1\r\nSet-Cookie: b=2".to_owned()], None).is_none());
    }

    #[test]
    fn allow_list() {
        let rows = [
            ("__session=x; Path=/; Secure", true),
            ("__session_abc=x", true),
            ("__session_other=x", false),
            ("__sessionx=1", false),
            ("__client_uat=1; Domain=example.com", true),
            ("__client_uat_abc=1; domain=.Example.com", true),
            ("__refresh_abc=1; HttpOnly", true),
            ("__clerk_db_jwt=1", true),
            ("__clerk_handshake=; Max-Age=0", true),
            ("__clerk_handshake_nonce=; Max-Age=0", true),
            ("__clerk_handshake=x", false),
            ("ATTACKER=1", false),
            ("__session=x; Domain=com", false),
            ("__session=x; Domain=evil.com", false),
            ("__session=x; Domain=other.app.example.com", false),
            ("__session=x; Domain=xample.com", false),
            ("__session=x; Domain=app.example.com", true),
            ("__session=x\r\nSet-Cookie: a=b", false),
            ("__session=x\0", false),
            (" __session=x", false),
            ("", false),
        ];
        for (line, expected) in rows {
            assert_eq!(is_allowed(line, "abc", "app.example.com"), expected, "{line:?}");
        }
        assert!(!is_allowed("__session=x; Domain=0.0.1", "abc", "127.0.0.1"));
    }
}
