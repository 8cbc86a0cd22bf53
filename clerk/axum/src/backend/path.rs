//! Paths of Backend API calls. Ids come from outside, so what may stand in a segment is checked, not escaped: an id such
//! as `..%2fusers` must never reach another endpoint.

use url::Url;

use super::BackendError;

/// One segment of a call's path.
#[derive(Clone, Copy, Debug)]
pub(super) enum Segment<'a> {
    /// Written in the source.
    Fixed(&'static str),
    /// `user_…`, `org_…`, `sess_…`: `^[a-z]+_[A-Za-z0-9]+$`.
    Id(&'a str),
    /// An organization's id or slug: `^[A-Za-z0-9_-]{1,128}$`.
    IdOrSlug(&'a str),
}

impl<'a> Segment<'a> {
    fn checked(self) -> Result<&'a str, BackendError> {
        match self {
            Self::Fixed(text) => Ok(text),
            Self::Id(id) if is_id(id) => Ok(id),
            Self::IdOrSlug(name) if is_name(name) => Ok(name),
            Self::Id(_) | Self::IdOrSlug(_) => Err(BackendError::InvalidId),
        }
    }
}

fn is_id(id: &str) -> bool {
    id.len() <= 128
        && id.split_once('_').is_some_and(|(kind, rest)| {
            let named = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_lowercase());
            named && !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    !name.is_empty() && name.len() <= 128 && name.bytes().all(plain)
}

/// `<api_url>/v1`.
pub(super) fn versioned(api_url: &Url) -> Url {
    extended(api_url, ["v1"])
}

/// The URL of a call.
pub(super) fn join(base: &Url, segments: &[Segment<'_>]) -> Result<Url, BackendError> {
    let checked = segments.iter().map(|segment| segment.checked()).collect::<Result<Vec<_>, _>>()?;
    Ok(extended(base, checked))
}

fn extended<'a>(base: &Url, segments: impl IntoIterator<Item = &'a str>) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{BackendError, Segment, join, versioned};

    fn path_of(segment: Segment<'_>) -> Result<String, BackendError> {
        let base = versioned(&Url::parse("https://api.clerk.com").expect("a URL"));
        join(&base, &[Segment::Fixed("users"), segment]).map(String::from)
    }

    #[test]
    fn ids_of_clerks_shape_pass() {
        assert_eq!(path_of(Segment::Id("user_2a")).ok().as_deref(), Some("https://api.clerk.com/v1/users/user_2a"));
        assert_eq!(path_of(Segment::IdOrSlug("acme-2")).ok().as_deref(), Some("https://api.clerk.com/v1/users/acme-2"));
    }

    #[test]
    fn nothing_else_reaches_a_path() {
        for id in
            ["", "user", "user_", "_a", "User_a", "user_a/../b", "user_%2e%2e", "..", "user_a?x", "user_a_b", "a b"]
        {
            assert!(matches!(path_of(Segment::Id(id)), Err(BackendError::InvalidId)), "{id}");
        }
        for name in ["", ".", "..", "a/b", "a%2fb", "a?b", "a#b", "caf\u{e9}"] {
            assert!(matches!(path_of(Segment::IdOrSlug(name)), Err(BackendError::InvalidId)), "{name}");
        }
    }

    #[test]
    fn a_base_with_a_path_keeps_it() {
        let base = Url::parse("http://127.0.0.1:4000/clerk/").expect("a URL");
        assert_eq!(versioned(&base).as_str(), "http://127.0.0.1:4000/clerk/v1");
    }
}
