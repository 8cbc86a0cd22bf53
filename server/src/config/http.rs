//! Where the server listens and where browsers find it.

use std::{
    net::{Ipv4Addr, SocketAddr},
    ops::RangeInclusive,
    time::Duration,
};

use clerk_axum::{CallRates, TrustedProxies, limiter::Rate};
use http::{Uri, uri::Authority};

use super::{BuildKind, Env, Origin, reader::Reader};

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
    pub(super) fn read(reader: &mut Reader<'_>, build: BuildKind) -> Self {
        let listen = listen_address(reader, build);
        let public_origin = public_origin(reader, build, listen.port());
        let trusted_proxies = reader.parsed(
            "TRUSTED_PROXIES",
            TrustedProxies::default(),
            "addresses and networks, such as 127.0.0.1, 10.0.0.0/8",
        );
        let reload_port = reader.text("LEPTOS_WATCH").map(|_| reader.parsed("LEPTOS_RELOAD_PORT", 3001, "a port"));
        Self { listen, public_origin, trusted_proxies, reload_port }
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

fn public_origin(reader: &mut Reader<'_>, build: BuildKind, port: u16) -> Origin {
    const NAME: &str = "PUBLIC_ORIGIN";
    let fallback = Origin::from_parts("http", &format!("localhost:{port}"));
    let has_live_key = super::clerk::has_live_key(reader.env);
    if reader.env.get(NAME).is_none() && (build == BuildKind::Release || has_live_key) {
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

/// Buckets: a number of requests in a row, then a number per minute.
#[derive(Clone, Debug)]
pub(crate) struct Rates {
    /// `RATE_LIMIT_READS`: pages and data, for each person who is signed in.
    pub(crate) reads: Rate,
    /// `RATE_LIMIT_WRITES`: changes, for each person.
    pub(crate) writes: Rate,
    /// `RATE_LIMIT_ORGANIZATION_WRITES`: changes by all people of an organization together.
    pub(crate) organization_writes: Rate,
    /// `RATE_LIMIT_ANONYMOUS_READS`: for each address, of whoever is not signed in.
    pub(crate) anonymous_reads: Rate,
    /// `RATE_LIMIT_ANONYMOUS_WRITES`: likewise, posts and other attempts.
    pub(crate) anonymous_writes: Rate,
    /// `RATE_LIMIT_CLERK_…`: calls to Clerk.
    pub(crate) clerk: CallRates,
}

impl Rates {
    /// Reads them.
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let mut rate = |name, default| {
            let expected = "two numbers from 1 to 1000000, such as 40,120: so many in a row, then so many a minute";
            reader.parsed(name, default, expected)
        };
        let clerk = CallRates::default();
        Self {
            reads: rate("RATE_LIMIT_READS", Rate::new(300, 1_200)),
            writes: rate("RATE_LIMIT_WRITES", Rate::new(40, 120)),
            organization_writes: rate("RATE_LIMIT_ORGANIZATION_WRITES", Rate::new(400, 1_200)),
            anonymous_reads: rate("RATE_LIMIT_ANONYMOUS_READS", Rate::new(600, 1_200)),
            anonymous_writes: rate("RATE_LIMIT_ANONYMOUS_WRITES", Rate::new(20, 30)),
            clerk: CallRates {
                address: rate("RATE_LIMIT_CLERK_ADDRESS", clerk.address),
                session: rate("RATE_LIMIT_CLERK_SESSION", clerk.session),
                total: rate("RATE_LIMIT_CLERK_TOTAL", clerk.total),
                proxy: rate("RATE_LIMIT_CLERK_PROXY", clerk.proxy),
            },
        }
    }
}

/// More is a slip of the finger.
const CONNECTIONS: RangeInclusive<usize> = 16..=1_000_000;
const CONNECTIONS_DEFAULT: usize = 10_000;
/// One address may have this part of all connections: many people share the address of an office or a mobile network.
const SHARE: usize = 4;
/// Less is what a single browser opens.
const EACH: RangeInclusive<usize> = 8..=1_000_000;
const DELAY: RangeInclusive<u64> = 0..=300;

/// Connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Connections {
    /// `MAX_CONNECTIONS`; default 10,000. The limit on open files may leave room for fewer.
    pub(crate) all: usize,
    each: Option<usize>,
    /// `SHUTDOWN_DELAY_SECONDS`; in debug builds 0. From "not ready" to the end of listening. `None`: as long as those need
    /// who ask whether the server is ready.
    pub(crate) shutdown_delay: Option<Duration>,
}

impl Connections {
    /// Reads it.
    pub(super) fn read(reader: &mut Reader<'_>, build: BuildKind) -> Self {
        let all = reader.number("MAX_CONNECTIONS", CONNECTIONS_DEFAULT, CONNECTIONS);
        let is_told = reader.env.get("MAX_CONNECTIONS_PER_ADDRESS").is_some();
        let each = is_told.then(|| reader.number("MAX_CONNECTIONS_PER_ADDRESS", all, EACH));
        let has_delay = build == BuildKind::Debug || reader.env.get("SHUTDOWN_DELAY_SECONDS").is_some();
        let delay = has_delay.then(|| reader.number("SHUTDOWN_DELAY_SECONDS", 0, DELAY));
        let shutdown_delay = delay.map(Duration::from_secs);
        Self { all, each, shutdown_delay }
    }

    /// `MAX_CONNECTIONS_PER_ADDRESS`; default a quarter of all that there is room for.
    pub(crate) fn each(self, room: usize) -> usize {
        self.each.unwrap_or(room / SHARE).max(*EACH.start())
    }
}

const AGE: RangeInclusive<u32> = 0..=TWO_YEARS;
const TWO_YEARS: u32 = 63_072_000;

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Browsers {
    /// `HSTS_MAX_AGE` and `HSTS_SUBDOMAINS`; default two years, for the own host only.
    pub(crate) strict_transport: StrictTransport,
    /// `CSP_REPORT_URL`; default the server's own sink.
    pub(crate) report_url: Option<String>,
    /// `ALLOWED_HOSTS`; default none. Names besides `PUBLIC_ORIGIN`'s, in lower case, without ports.
    pub(crate) other_hosts: Vec<String>,
}

/// For how long browsers come back over TLS only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StrictTransport {
    /// Seconds.
    pub(crate) max_age: u32,
    /// Whether that is said of all names below this one too.
    pub(crate) subdomains: bool,
}

impl Browsers {
    /// Reads it.
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let max_age = reader.number("HSTS_MAX_AGE", TWO_YEARS, AGE);
        let subdomains = reader.choice("HSTS_SUBDOMAINS", false, &[("on", true), ("off", false)]);
        let report_url = reader.text("CSP_REPORT_URL");
        if report_url.as_deref().is_some_and(|url| !is_collector(url)) {
            reader.problem("CSP_REPORT_URL", "must be an https address such as https://reports.example.com/csp");
        }
        let other_hosts = other_hosts(reader);
        Self { strict_transport: StrictTransport { max_age, subdomains }, report_url, other_hosts }
    }
}

/// An address that fits into the header as it is.
fn is_collector(text: &str) -> bool {
    let has_separator = text.contains([';', ',', '"', '\\', ' ']);
    !has_separator && text.parse::<Uri>().is_ok_and(|uri| uri.scheme_str() == Some("https") && uri.host().is_some())
}

fn other_hosts(reader: &mut Reader<'_>) -> Vec<String> {
    const NAME: &str = "ALLOWED_HOSTS";
    let text = reader.text(NAME).unwrap_or_default().to_ascii_lowercase();
    let hosts: Vec<_> = text.split(',').map(str::trim).filter(|host| !host.is_empty()).map(str::to_owned).collect();
    for host in hosts.iter().filter(|host| !is_name(host)) {
        reader.problem(
            NAME,
            format!("{host:?} is not a host name such as www.example.com (without scheme, port and path)"),
        );
    }
    hosts
}

pub(super) fn is_name(text: &str) -> bool {
    text.parse::<Authority>().is_ok_and(|authority| authority.host() == text)
}
