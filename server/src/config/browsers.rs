//! What browsers are told about this site beyond a visit.

use std::ops::RangeInclusive;

use http::{Uri, uri::Authority};

use super::{Env, Problem, reader::Reader};

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
    pub(crate) fn from_env(env: &Env) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(env);
        let max_age = reader.number("HSTS_MAX_AGE", TWO_YEARS, AGE);
        let subdomains = reader.choice("HSTS_SUBDOMAINS", false, &[("on", true), ("off", false)]);
        let report_url = reader.text("CSP_REPORT_URL");
        if report_url.as_deref().is_some_and(|url| !is_collector(url)) {
            reader.problem("CSP_REPORT_URL", "must be an https address such as https://reports.example.com/csp");
        }
        let other_hosts = other_hosts(&mut reader);
        reader.finish(Self { strict_transport: StrictTransport { max_age, subdomains }, report_url, other_hosts })
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

fn is_name(text: &str) -> bool {
    text.parse::<Authority>().is_ok_and(|authority| authority.host() == text)
}
