//! Clerk's `createRouteMatcher`: which paths a rule is about.
//!
//! `/dashboard(.*)` also matches `/dashboardx`, matching ignores case and one slash at the end. Kept as in the guide;
//! this is coarse gating (see [`gate`](crate::gate)).

use std::{borrow::Cow, fmt, sync::Arc};

use clerk_protocol::verify::path_pattern::{InvalidPattern, PathPatterns};
use percent_encoding::percent_decode_str;
use regex::Regex;

type Predicate = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// Patterns, regular expressions and predicates over a path. Empty: matches nothing.
#[derive(Clone, Debug, Default)]
pub struct RouteMatcher(Vec<Route>);

#[derive(Clone)]
enum Route {
    Patterns(PathPatterns),
    Expression(Regex),
    Predicate(Predicate),
}

/// A path with an escape that is none, or that does not decode to UTF-8. To be answered with 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the path is not properly percent-encoded")]
pub struct MalformedPath;

impl RouteMatcher {
    /// Patterns as in the guide: `/dashboard(.*)`, `/orgs/:slug/settings`, `/(api|trpc)(.*)`.
    ///
    /// # Errors
    /// The first pattern that does not compile.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Result<Self, InvalidPattern> {
        let patterns = patterns.into_iter().filter(|pattern| !pattern.is_empty());
        let patterns: Vec<String> = patterns.map(str::to_owned).collect();
        if patterns.is_empty() {
            return Ok(Self::default());
        }
        PathPatterns::compile(&patterns).map(|patterns| Self(vec![Route::Patterns(patterns)]))
    }

    /// Adds a regular expression, which is searched for in the path as it is (no anchors are added).
    #[must_use]
    pub fn or_expression(mut self, expression: Regex) -> Self {
        self.0.push(Route::Expression(expression));
        self
    }

    /// Adds a predicate over the normalised path.
    #[must_use]
    pub fn or_when(mut self, predicate: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.0.push(Route::Predicate(Arc::new(predicate)));
        self
    }

    /// Whether one of them matches. The path is decoded once (`%2F`, `%3F`, `%23` stay) and its slashes are collapsed.
    ///
    /// # Errors
    /// When the path is malformed.
    pub fn matches(&self, path: &str) -> Result<bool, MalformedPath> {
        let path = normalise(path)?;
        Ok(self.0.iter().any(|route| route.matches(&path)))
    }
}

impl Route {
    fn matches(&self, path: &str) -> bool {
        match self {
            Self::Patterns(patterns) => patterns.matches(path),
            Self::Expression(expression) => expression.is_match(path),
            Self::Predicate(predicate) => predicate(path),
        }
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Patterns(patterns) => patterns.fmt(formatter),
            Self::Expression(expression) => expression.fmt(formatter),
            Self::Predicate(_) => formatter.write_str("Predicate(..)"),
        }
    }
}

/// One pass of JavaScript's `decodeURI`, then repeated slashes become one.
fn normalise(path: &str) -> Result<String, MalformedPath> {
    let decoded = decode_uri(path)?;
    let mut normal = String::with_capacity(decoded.len());
    for character in decoded.chars() {
        if character != '/' || !normal.ends_with('/') {
            normal.push(character);
        }
    }
    Ok(normal)
}

/// What `decodeURI` leaves encoded, because decoding would change the structure.
const RESERVED: &[u8] = b";/?:@&=+$,#";

fn decode_uri(path: &str) -> Result<Cow<'_, str>, MalformedPath> {
    let mut prepared = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('%') {
        let digits = after.get(..2).ok_or(MalformedPath)?;
        let octet = u8::from_str_radix(digits, 16).map_err(|_| MalformedPath)?;
        if digits.starts_with('+') {
            return Err(MalformedPath);
        }
        prepared.push_str(before);
        // A percent sign that stays is encoded once more, so that the one pass below gives it back.
        prepared.push_str(if RESERVED.contains(&octet) { "%25" } else { "%" });
        prepared.push_str(digits);
        rest = after.get(2..).unwrap_or_default();
    }
    prepared.push_str(rest);
    let decoded = percent_decode_str(&prepared).decode_utf8().map_err(|_| MalformedPath)?;
    Ok(Cow::Owned(decoded.into_owned()))
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::{MalformedPath, RouteMatcher, normalise};

    fn matches(pattern: &str, path: &str) -> bool {
        RouteMatcher::new([pattern]).expect("a pattern").matches(path).expect("a path")
    }

    #[test]
    fn the_measured_cases_of_the_original() {
        for (pattern, path, expected) in [
            ("/dashboard(.*)", "/dashboard", true),
            ("/dashboard(.*)", "/dashboardx", true),
            ("/dashboard(.*)", "/Dashboard", true),
            ("/dashboard(.*)", "/x/dashboard", false),
            ("/dashboard/:path*", "/dashboard", true),
            ("/dashboard/:path*", "/dashboard/", true),
            ("/dashboard/:path*", "/dashboard/a/b", true),
            ("/dashboard/:path*", "/dashboardx", false),
            ("/a/:id", "/a/1/", true),
            ("/a/:id", "/a/1/2", false),
            ("/a/:id/(.*)", "/a/1", false),
            ("/a/:id/(.*)", "/a/1/", true),
            ("/(api|trpc)(.*)", "/apix", true),
            ("/api/admin(.*)", "/api/%61dmin", true),
            ("/api/admin(.*)", "/api%2Fadmin", false),
            ("/api/admin(.*)", "/api/%2561dmin", false),
            ("/api/admin(.*)", "//api/admin", true),
            ("", "/", false),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn lists_expressions_and_predicates() {
        let expression = Regex::new("^/files/[0-9]+$").expect("an expression");
        let routes = RouteMatcher::new(["/a", "/b"]).expect("patterns");
        let routes = routes.or_expression(expression).or_when(|path| path.ends_with(".md"));
        for path in ["/a", "/b", "/files/12", "/x/readme.md"] {
            assert_eq!(routes.matches(path), Ok(true), "{path}");
        }
        assert_eq!(routes.matches("/files/x"), Ok(false));
        assert_eq!(RouteMatcher::default().matches("/"), Ok(false));
    }

    #[test]
    fn malformed_paths_are_an_error() {
        for path in ["/%", "/%2", "/%zz", "/%+1", "/%ff", "/%e0%a4"] {
            assert_eq!(normalise(path), Err(MalformedPath), "{path}");
        }
        assert_eq!(normalise("/caf%C3%A9%2Fx%3f").as_deref(), Ok("/caf\u{e9}%2Fx%3f"));
    }

    #[test]
    fn a_bad_pattern_is_found_at_start() {
        assert!(RouteMatcher::new(["/orgs/:id/***"]).is_err());
    }
}
