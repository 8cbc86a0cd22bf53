//! The HTTP client for Clerk: no redirects, no decoding, short connects.

use std::time::Duration;

use url::Url;

use crate::config::ConfigError;

const CONNECT: Duration = Duration::from_secs(2);

/// A client for `upstream`. Redirects are never followed: they could carry the secret key to another host.
pub(crate) fn build(upstream: &Url) -> Result<reqwest::Client, ConfigError> {
    let client = reqwest::Client::builder()
        .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(CONNECT)
        .tcp_nodelay(true)
        // Bodies pass as they are, also when another crate of the workspace turns a decoder on.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate();
    let client = if is_loopback(upstream) { client.no_proxy() } else { client };
    client.build().map_err(|_| ConfigError::HttpClient)
}

/// Whether the URL's host is this machine. Only there may Clerk be spoken to without TLS.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(domain)) => domain == "localhost" || domain.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
