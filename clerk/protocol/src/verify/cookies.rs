//! The `Cookie` header (RFC 6265 section 4.2) as npm `cookie` 1.1.1 reads it.

use std::borrow::Cow;

use super::javascript::decode_uri_component;

/// Names and values in order. The first of a name wins; an empty value counts as absent.
#[derive(Debug, Default)]
pub(super) struct Cookies<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Cookies<'a> {
    pub(super) fn parse(header: &'a str) -> Self {
        if header.len() < 2 {
            return Self::default();
        }
        let pairs = header.split(';').filter_map(|pair| pair.split_once('='));
        Self(pairs.map(|(name, value)| (trim(name), trim(value))).collect())
    }

    /// Decoded each on its own, so that an encoded `;` or `=` makes no cookie; left as it is where malformed.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        self.find(|candidate| candidate == name)
    }

    /// The cookie of this name with the instance's suffix.
    pub(super) fn suffixed(&self, name: &str, suffix: &str) -> Option<Cow<'a, str>> {
        let is_suffix = |rest: &str| rest.strip_prefix('_') == Some(suffix);
        self.find(|candidate| candidate.strip_prefix(name).is_some_and(is_suffix))
    }

    /// Every value of a name, the empty ones too.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(candidate, _)| *candidate == name).map(|(_, value)| *value)
    }

    fn find(&self, matches: impl Fn(&str) -> bool) -> Option<Cow<'a, str>> {
        let (_, value) = self.0.iter().find(|(candidate, _)| matches(candidate))?;
        let value = if value.contains('%') {
            decode_uri_component(value).map_or(Cow::Borrowed(*value), Cow::Owned)
        } else {
            Cow::Borrowed(*value)
        };
        Some(value).filter(|value| !value.is_empty())
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::Cookies;

    #[test]
    fn rows() {
        let rows = [
            ("a=1; a=2", Some("1")),
            ("a=; a=2", None),
            ("b=1;a = 2 ;c=3", Some("2")),
            ("a=\"x\"", Some("\"x\"")),
            ("a=x%3Bb%3D1", Some("x;b=1")),
            ("a=%zz", Some("%zz")),
            ("a=b=c", Some("b=c")),
            ("a", None),
            ("novalue; a=1", Some("1")),
            ("", None),
            ("A=1", None),
            ("a%3D=1; a=2", Some("2")),
        ];
        for (header, expected) in rows {
            assert_eq!(Cookies::parse(header).get("a").as_deref(), expected, "{header}");
        }
    }
}
