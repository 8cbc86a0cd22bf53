//! Web origins and base addresses, checked at the edge.

use std::{fmt, str::FromStr};

use http::Uri;

/// `scheme://host[:port]`, as a browser writes it in `Origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin(String);

/// A text that is no origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InvalidOrigin;

impl Origin {
    pub(super) fn from_parts(scheme: &str, authority: &str) -> Self {
        Self(format!("{scheme}://{authority}"))
    }

    /// The origin of a full address; `None` for a path.
    pub(crate) fn of_url(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        format!("{}://{}", uri.scheme_str()?, uri.authority()?).parse().ok()
    }

    /// The origin as text, without a trailing slash.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Its host, without the port.
    pub(crate) fn host(&self) -> String {
        self.0.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned)).unwrap_or_default()
    }

    /// Whether it is reached over TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Whether it is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.0.parse::<Uri>().is_ok_and(|uri| uri.host().is_some_and(is_loopback_host))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        let uri: Uri = text.parse().map_err(|_| InvalidOrigin)?;
        let scheme = web_scheme(&uri).ok_or(InvalidOrigin)?;
        let authority = uri.authority().ok_or(InvalidOrigin)?.as_str().to_ascii_lowercase();
        let is_bare = uri.path() == "/" && uri.query().is_none() && !text.ends_with('#');
        if !is_bare || authority.contains('@') {
            return Err(InvalidOrigin);
        }
        let default_port = if scheme == "https" { ":443" } else { ":80" };
        let authority = authority.strip_suffix(default_port).unwrap_or(&authority);
        Ok(Self::from_parts(scheme, authority))
    }
}

/// Checks an address that the secret key is sent to: https, or this machine; no credentials, query or fragment.
pub(crate) fn check_upstream(text: &str) -> Result<(), String> {
    let uri: Uri = text.parse().map_err(|_| "must be an address such as https://api.clerk.com".to_owned())?;
    let host = uri.host().filter(|_| web_scheme(&uri).is_some());
    let Some(host) = host else { return Err("must be an address such as https://api.clerk.com".to_owned()) };
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) || uri.query().is_some() {
        return Err("must not carry credentials or a query".to_owned());
    }
    if uri.scheme_str() == Some("http") && !is_loopback_host(host) {
        return Err("must be https: the secret key is sent there".to_owned());
    }
    Ok(())
}

/// Checks a page of ours: a path on this origin, or a full https address (http on this machine).
pub(crate) fn check_page(text: &str) -> Result<(), String> {
    let complaint = || Err("must be a path such as /sign-in, or a full https address".to_owned());
    if text.starts_with('/') {
        let is_plain = !text.starts_with("//") && !text.contains('\\') && !text.chars().any(char::is_control);
        return if is_plain { Ok(()) } else { complaint() };
    }
    match text.parse::<Uri>() {
        Ok(uri) if uri.scheme_str() == Some("https") => Ok(()),
        Ok(uri) if uri.scheme_str() == Some("http") && uri.host().is_some_and(is_loopback_host) => Ok(()),
        _ => complaint(),
    }
}

fn web_scheme(uri: &Uri) -> Option<&str> {
    uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"))
}

/// Whether a host is this machine, as browsers see it.
pub(crate) fn is_loopback_host(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port_and_nothing_else() {
        let normalized = |text: &str| text.parse::<Origin>().map(|origin| origin.0).ok();
        assert_eq!(normalized("https://App.Example.com:443/").as_deref(), Some("https://app.example.com"));
        assert_eq!(normalized("http://localhost:3000").as_deref(), Some("http://localhost:3000"));
        for wrong in [
            "app.example.com",
            "ftp://a.example",
            "https://a.example/x",
            "https://a.example?q",
            "https://u@a.example",
            "",
        ] {
            assert_eq!(normalized(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_address_has_an_origin_and_a_path_has_none() {
        let origin = |url: &str| Origin::of_url(url).map(|origin| origin.0);
        assert_eq!(origin("https://App.Example.com:443/a?b").as_deref(), Some("https://app.example.com"));
        assert_eq!(origin("/dashboard"), None);
    }

    #[test]
    fn the_secret_key_travels_over_tls_or_not_at_all() {
        assert!(check_upstream("https://api.clerk.com").is_ok());
        assert!(check_upstream("http://127.0.0.1:4000/__clerk").is_ok());
        for wrong in [
            "http://api.clerk.com",
            "https://u:p@api.clerk.com",
            "https://api.clerk.com?x",
            "api.clerk.com",
            "file:///etc",
        ] {
            assert!(check_upstream(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_page_stays_on_this_origin_unless_it_says_so() {
        assert!(check_page("/sign-in").is_ok());
        assert!(check_page("https://accounts.example.com/sign-in").is_ok());
        for wrong in ["//evil.test", "/\\evil.test", "javascript:alert(1)", "sign-in", "http://evil.test"] {
            assert!(check_page(wrong).is_err(), "{wrong}");
        }
    }
}
