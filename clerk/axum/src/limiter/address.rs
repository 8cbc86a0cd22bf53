//! A visitor's address as a limiter's key.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr, SocketAddr},
};

use axum::extract::ConnectInfo;
use http::{Extensions, HeaderMap};

use crate::trusted_proxies::TrustedProxies;

/// What one visitor can have only one of: an IPv4 address, or the /64 of an IPv6 address (every household has a whole one).
/// An IPv4 address written as IPv6 is the IPv4 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(IpAddr);

/// The bits of an IPv6 address that count.
const NETWORK: u128 = !(u64::MAX as u128);

impl Address {
    /// The key of all visitors of whom no address is known.
    pub const UNKNOWN: Self = Self(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED));

    /// The key of an address: of a connection's peer, say.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & NETWORK)),
            address @ IpAddr::V4(_) => address,
        })
    }

    /// The key of a request's visitor: of the peer, or behind trusted proxies of the address they name. `None` only where
    /// the server does not record who is connected ([`ConnectInfo`]).
    pub fn of_request(extensions: &Extensions, headers: &HeaderMap, proxies: &TrustedProxies) -> Option<Self> {
        let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
        Some(Self::of(proxies.visitor(peer.ip(), headers)))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => address.fmt(formatter),
            IpAddr::V6(address) => write!(formatter, "{address}/64"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> String {
        text.parse().map(Address::of).map(|key| key.to_string()).unwrap_or_default()
    }

    #[test]
    fn an_ipv6_visitor_is_a_network_and_an_ipv4_visitor_one_address() {
        assert_eq!(key("192.0.2.1"), "192.0.2.1");
        assert_eq!(key("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(key("2001:db8:1:2:ffff::1"), key("2001:db8:1:2::"));
        assert_ne!(key("2001:db8:1:3::1"), key("2001:db8:1:2::1"));
    }

    #[test]
    fn a_request_counts_for_whom_the_proxies_name() -> Result<(), Box<dyn std::error::Error>> {
        let proxies: TrustedProxies = "10.0.0.0/8".parse()?;
        let key = |peer: &str, claim: &'static str| -> Option<String> {
            let mut extensions = Extensions::new();
            extensions.insert(ConnectInfo(peer.parse::<SocketAddr>().ok()?));
            let headers = HeaderMap::from_iter([(
                http::HeaderName::from_static("x-forwarded-for"),
                http::HeaderValue::from_static(claim),
            )]);
            Address::of_request(&extensions, &headers, &proxies).map(|address| address.to_string())
        };
        assert_eq!(key("10.0.0.1:1", "6.6.6.6, 2001:db8::1").as_deref(), Some("2001:db8::/64"));
        assert_eq!(key("[::ffff:10.0.0.1]:1", "192.0.2.1").as_deref(), Some("192.0.2.1"));
        assert_eq!(key("192.0.2.9:1", "6.6.6.6").as_deref(), Some("192.0.2.9"), "a stranger's claim");
        assert_eq!(Address::of_request(&Extensions::new(), &HeaderMap::new(), &proxies), None);
        Ok(())
    }
}
