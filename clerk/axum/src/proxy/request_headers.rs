//! The headers that go to Clerk.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};

use super::error::ProxyError;
use crate::{peer::Peer, trusted_proxies::strip_forwarded};

const CLERK_PROXY_URL: HeaderName = HeaderName::from_static("clerk-proxy-url");
const CLERK_SECRET_KEY: HeaderName = HeaderName::from_static("clerk-secret-key");

/// Headers that belong to one connection (RFC 9110 §7.6.1).
const HOP_BY_HOP: [HeaderName; 9] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// The visitor's headers without those of the connection, with the visitor's address, the public origin and the key.
pub(super) fn build(
    incoming: &HeaderMap,
    peer: &Peer,
    origin: &str,
    proxy_url: &str,
    secret_key: &SecretString,
) -> Result<HeaderMap, ProxyError> {
    let mut headers = incoming.clone();
    remove_hop_by_hop(&mut headers);
    strip_forwarded(&mut headers);
    // The client sets the first; hyper has answered the second already.
    headers.remove(header::HOST);
    headers.remove(header::EXPECT);

    let (scheme, host) = origin.split_once("://").ok_or(ProxyError::Configuration)?;
    let mut key = value(secret_key.expose_secret())?;
    key.set_sensitive(true);
    headers.insert(CLERK_SECRET_KEY, key);
    headers.insert(CLERK_PROXY_URL, value(proxy_url)?);
    headers.insert("x-forwarded-proto", value(scheme)?);
    headers.insert("x-forwarded-host", value(host)?);
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    if let Some(address) = peer.address {
        headers.insert("x-forwarded-for", value(&address.to_string())?);
    }
    Ok(headers)
}

/// Removes the headers of the connection, those named in `Connection` included.
pub(super) fn remove_hop_by_hop(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|name| HeaderName::from_bytes(name.trim().as_bytes()).ok())
        .collect();
    for name in HOP_BY_HOP.iter().chain(&named) {
        headers.remove(name);
    }
}

fn value(text: &str) -> Result<HeaderValue, ProxyError> {
    HeaderValue::from_str(text).map_err(|_| ProxyError::Configuration)
}
