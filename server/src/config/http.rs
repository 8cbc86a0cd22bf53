//! Where the server listens and where browsers find it.

use std::net::{Ipv4Addr, SocketAddr};

use clerk_axum::TrustedProxies;

use super::{BuildKind, Env, Origin, Problem, reader::Reader};

/// Listening and reachability.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    /// `LISTEN_ADDRESS`; default `LEPTOS_SITE_ADDR` (set by cargo-leptos), else 127.0.0.1:3000.
    pub(crate) listen: SocketAddr,
    /// `PUBLIC_ORIGIN`; in a debug build http://localhost and the listening port unless set.
    pub(crate) public_origin: Origin,
    /// `TRUSTED_PROXIES`; default none.
    pub(crate) trusted_proxies: TrustedProxies,
    /// The port of cargo-leptos' live reload; `Some` only while it watches.
    pub(crate) reload_port: Option<u16>,
}

const DEFAULT_PORT: u16 = 3000;

impl Http {
    /// Reads it.
    pub(crate) fn from_env(env: &Env, build: BuildKind) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(env);
        let listen = listen_address(&mut reader);
        let public_origin = public_origin(env, &mut reader, build, listen.port());
        let trusted_proxies = reader.parsed(
            "TRUSTED_PROXIES",
            TrustedProxies::default(),
            "addresses and networks, such as 127.0.0.1, 10.0.0.0/8",
        );
        let reload_port = env.get("LEPTOS_WATCH").map(|_| reader.parsed("LEPTOS_RELOAD_PORT", 3001, "a port"));
        reader.finish(Self { listen, public_origin, trusted_proxies, reload_port })
    }
}

fn listen_address(reader: &mut Reader<'_>) -> SocketAddr {
    let default = SocketAddr::from((Ipv4Addr::LOCALHOST, DEFAULT_PORT));
    let expected = "an address and a port, such as 127.0.0.1:3000 or 0.0.0.0:8080";
    let from_cargo_leptos = reader.parsed("LEPTOS_SITE_ADDR", default, expected);
    reader.parsed("LISTEN_ADDRESS", from_cargo_leptos, expected)
}

fn public_origin(env: &Env, reader: &mut Reader<'_>, build: BuildKind, port: u16) -> Origin {
    const NAME: &str = "PUBLIC_ORIGIN";
    let fallback = Origin::from_parts("http", &format!("localhost:{port}"));
    let has_live_key = super::clerk::has_live_key(env);
    if env.get(NAME).is_none() && (build == BuildKind::Release || has_live_key) {
        reader.problem(NAME, "set it to the address browsers use, such as https://app.example.com");
        return fallback;
    }
    let expected = "scheme, host and port only, such as https://app.example.com";
    let origin = reader.parsed(NAME, fallback, expected);
    if !origin.is_https() && !origin.is_loopback() {
        reader.problem(NAME, "must be https: sessions travel in cookies. Only this machine may use http");
    }
    origin
}
