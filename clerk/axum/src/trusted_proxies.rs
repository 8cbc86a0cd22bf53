//! Whose `X-Forwarded-*` headers are believed: only those of the proxies named in the configuration.

use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
    sync::Arc,
};

use http::{HeaderMap, HeaderName};

/// Headers by which a proxy speaks for a visitor. From anybody else they are removed.
const FORWARDED: [HeaderName; 8] = [
    http::header::FORWARDED,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-port"),
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-real-ip"),
    HeaderName::from_static("cf-connecting-ip"),
    HeaderName::from_static("cloudfront-forwarded-proto"),
];

/// Addresses of reverse proxies. Empty by default: nobody is believed.
///
/// Read from text: addresses and networks, separated by commas (`127.0.0.1, 10.0.0.0/8, fd00::/8`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Arc<[Network]>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    prefix: u8,
}

/// A text that is not a list of addresses and networks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither an IP address nor a network such as 10.0.0.0/8")]
pub struct InvalidNetwork(String);

impl TrustedProxies {
    /// Whether the peer is one of the proxies.
    pub fn contains(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.0.iter().any(|network| network.contains(peer))
    }

    /// The visitor's address: the peer, or behind proxies the last address in `X-Forwarded-For` that is not a proxy.
    /// Addresses further left are the visitor's own claims.
    pub fn visitor(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut visitor = peer.to_canonical();
        let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
        let claims: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
        for claim in claims.into_iter().rev() {
            match parse_address(claim) {
                Some(address) if self.contains(visitor) => visitor = address,
                _ => break,
            }
        }
        visitor
    }
}

/// Removes what only a proxy may say.
pub(crate) fn strip_forwarded(headers: &mut HeaderMap) {
    for name in &FORWARDED {
        headers.remove(name);
    }
}

fn parse_address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address = text.parse::<IpAddr>().or_else(|_| text.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

impl Network {
    fn contains(self, address: IpAddr) -> bool {
        let (own, other, width) = match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (u128::from(own.to_bits()), u128::from(other.to_bits()), 32),
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits(), other.to_bits(), 128),
            _ => return false,
        };
        let shift = width - u32::from(self.prefix);
        own.checked_shr(shift) == other.checked_shr(shift)
    }
}

impl FromStr for TrustedProxies {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(Network::from_str).collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Network {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidNetwork(text.to_owned());
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address: IpAddr = address.parse().map_err(|_| invalid())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(width), str::parse).map_err(|_| invalid())?;
        if prefix > width { Err(invalid()) } else { Ok(Self { address, prefix }) }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use http::{HeaderMap, HeaderValue};

    use super::TrustedProxies;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn proxies(text: &str) -> TrustedProxies {
        text.parse().expect("a list")
    }

    #[test]
    fn networks_and_addresses() {
        let proxies = proxies("127.0.0.1, 10.0.0.0/8,fd00::/8, ::1");
        for inside in ["127.0.0.1", "10.255.0.1", "fd12::1", "::1", "::ffff:10.0.0.1"] {
            assert!(proxies.contains(ip(inside)), "{inside}");
        }
        for outside in ["127.0.0.2", "11.0.0.1", "fe80::1", "::2"] {
            assert!(!proxies.contains(ip(outside)), "{outside}");
        }
        assert!(self::proxies("0.0.0.0/0").contains(ip("8.8.8.8")));
        assert!(!TrustedProxies::default().contains(ip("127.0.0.1")));
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["localhost", "10.0.0.0/33", "::/129", "10.0.0.0/x", "10.0.0.0/"] {
            assert!(text.parse::<TrustedProxies>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_visitor_is_the_last_address_that_is_not_a_proxy() {
        let proxies = proxies("10.0.0.0/8");
        let visitor = |peer: &str, claims: &str| {
            let mut headers = HeaderMap::new();
            headers.append("x-forwarded-for", HeaderValue::from_str(claims).expect("a value"));
            proxies.visitor(ip(peer), &headers)
        };
        assert_eq!(visitor("1.2.3.4", "9.9.9.9"), ip("1.2.3.4"), "an unknown peer is not believed");
        assert_eq!(visitor("10.0.0.1", "9.9.9.9"), ip("9.9.9.9"));
        assert_eq!(visitor("10.0.0.1", "6.6.6.6, 9.9.9.9, 10.0.0.2"), ip("9.9.9.9"));
        assert_eq!(visitor("10.0.0.1", "9.9.9.9:4711"), ip("9.9.9.9"));
        assert_eq!(visitor("10.0.0.1", "junk"), ip("10.0.0.1"));
        assert_eq!(visitor("10.0.0.1", "9.9.9.9, junk"), ip("10.0.0.1"));
    }
}
