//! Where the server listens and where browsers find it.

use std::net::{Ipv4Addr, SocketAddr};

use clerk_axum::TrustedProxies;

use super::{BuildKind, Env, Origin, Problem, reader::Reader};

/// Listening and reachability.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    /// `LISTEN_ADDRESS`; default `PORT` (set by container platforms), `LEPTOS_SITE_ADDR` (by cargo-leptos), else 127.0.0.1:3000.
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
        let listen = listen_address(&mut reader, build);
        let public_origin = public_origin(env, &mut reader, build, listen.port());
        let trusted_proxies = reader.parsed(
            "TRUSTED_PROXIES",
            TrustedProxies::default(),
            "addresses and networks, such as 127.0.0.1, 10.0.0.0/8",
        );
        let reload_port = env.get("LEPTOS_WATCH").map(|_| reader.parsed("LEPTOS_RELOAD_PORT", 3001, "a port"));
        reader.finish(Self { listen, public_origin, trusted_proxies, reload_port })
    }

    /// Whether only this machine reaches the server, by its own account.
    pub(super) fn is_for_this_machine(&self) -> bool {
        self.listen.ip().is_loopback() && self.public_origin.is_loopback()
    }

    /// What is no problem here but probably not meant.
    pub(super) fn note(&self, env: &Env) -> Option<String> {
        let unreachable = env.is_in_container() && self.listen.ip().is_loopback();
        unreachable.then(|| {
            let listen = self.listen;
            format!(
                "this runs in a container and listens on {listen}, where nobody outside of the container reaches it: set \
                 LISTEN_ADDRESS=0.0.0.0:{}",
                listen.port()
            )
        })
    }
}

fn listen_address(reader: &mut Reader<'_>, build: BuildKind) -> SocketAddr {
    let default = SocketAddr::from((Ipv4Addr::LOCALHOST, DEFAULT_PORT));
    let expected = "an address and a port, such as 127.0.0.1:3000 or 0.0.0.0:8080";
    let from_cargo_leptos = reader.parsed("LEPTOS_SITE_ADDR", default, expected);
    let from_platform = port(reader, build).unwrap_or(from_cargo_leptos);
    reader.parsed("LISTEN_ADDRESS", from_platform, expected)
}

/// A platform that says `PORT` calls from outside of the container; on a developer's machine it means this machine.
fn port(reader: &mut Reader<'_>, build: BuildKind) -> Option<SocketAddr> {
    const NAME: &str = "PORT";
    reader.text(NAME)?;
    let port = reader.parsed(NAME, DEFAULT_PORT, "a port, such as 8080");
    let address = match build {
        BuildKind::Debug => Ipv4Addr::LOCALHOST,
        BuildKind::Release => Ipv4Addr::UNSPECIFIED,
    };
    Some(SocketAddr::from((address, port)))
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
