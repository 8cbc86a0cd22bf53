//! Who is at the other end of the connection, and what may be believed of what it says.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use http::{Extensions, HeaderMap, Request, header};

use crate::limiter::Address;
use crate::trusted_proxies::{TrustedProxies, strip_forwarded};

/// The visitor behind a request.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    /// The visitor's address, where the server records it.
    pub(crate) address: Option<IpAddr>,
    /// The `Host` of this connection.
    pub(crate) host_received: Option<String>,
    scheme: &'static str,
    host: Option<String>,
}

impl Peer {
    /// Reads the request, and first removes forwarded headers that are not a trusted proxy's.
    pub(crate) fn admit<B>(request: &mut Request<B>, proxies: &TrustedProxies) -> Self {
        let trusted = connection(request.extensions()).is_some_and(|peer| proxies.contains(peer));
        if !trusted {
            strip_forwarded(request.headers_mut());
        }
        Self::read(request.extensions(), request.headers(), proxies)
    }

    /// Reads a request that was [admitted](Self::admit).
    pub(crate) fn read(extensions: &Extensions, headers: &HeaderMap, proxies: &TrustedProxies) -> Self {
        let https = first(headers, "x-forwarded-proto") == Some("https");
        let host_received = first(headers, header::HOST.as_str()).map(str::to_owned);
        let host = first(headers, "x-forwarded-host").map(str::to_owned).or_else(|| host_received.clone());
        Self {
            address: connection(extensions).map(|peer| proxies.visitor(peer, headers)),
            host_received,
            scheme: if https { "https" } else { "http" },
            host,
        }
    }

    /// Whose bucket the request counts for.
    pub(crate) fn limit_key(&self) -> Address {
        self.address.map_or(Address::UNKNOWN, Address::of)
    }

    /// `scheme://host[:port]` as the visitor sees it.
    pub(crate) fn origin(&self) -> Option<String> {
        self.host.as_ref().map(|host| format!("{}://{host}", self.scheme))
    }
}

fn connection(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(socket)| socket.ip())
}

fn first<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.split(',').next().unwrap_or(value).trim()).filter(|value| !value.is_empty())
}
