//! Cookies that are kept beside Clerk's: the counter of S8, the dead handshakes of S13, the refusals of S16.

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::{Host, Url};

use super::context::Context;
use super::maybe_handshake::is_eligible;
use super::organization_sync::wanted;
use crate::auth::Auth;
use crate::claims::AuthObject;
use crate::verify::cookies::Cookies;
use crate::verify::javascript::number_to_string;
use crate::verify::state::{RequestState, Status};

const COUNT: &str = "__clerk_redirect_count";
const REFUSED: &str = "__clerk_refused";
const HANDSHAKES: [&str; 2] = ["__clerk_handshake", "__clerk_handshake_nonce"];
/// S8: longer than three of the slowest answers browsers wait for (300 s). Upstream's counter lives for two seconds, so
/// that a slow round trip begins to count anew each time.
const COUNT_SECONDS: u32 = 900;
/// S16: how long a refusal is remembered.
const REFUSED_SECONDS: u32 = 300;
/// S16: how many are. The cookie stays small whatever is visited.
const MOST_REFUSED: usize = 4;
/// 96 bits of a hash, as base64url.
const FINGERPRINT: usize = 16;
/// S13: the most lines that expire one cookie, so that the answer's head fits into every proxy's buffer.
const MOST_LINES: usize = 12;

/// What of them came with the request. Empty where strict mode is off.
#[derive(Debug, Default)]
pub(super) struct OwnCookies {
    has_count: bool,
    handshakes: Vec<&'static str>,
    refused: Vec<String>,
}

impl OwnCookies {
    pub(super) fn read(cookies: &Cookies<'_>, strict: bool) -> Self {
        if !strict {
            return Self::default();
        }
        let refused = cookies.get(REFUSED).unwrap_or_default();
        let fingerprints = refused.split('.').filter(|text| text.len() == FINGERPRINT).map(str::to_owned);
        Self {
            has_count: cookies.all(COUNT).next().is_some(),
            handshakes: HANDSHAKES.into_iter().filter(|name| cookies.all(name).next().is_some()).collect(),
            refused: fingerprints.take(MOST_REFUSED).collect(),
        }
    }

    /// S16: whether Clerk did not activate this for the session when it was asked last.
    pub(super) fn has_refused(&self, object: &AuthObject, name: &str) -> bool {
        self.refused.contains(&fingerprint(object, name))
    }

    fn refusal(&self, object: &AuthObject, name: &str) -> String {
        let others = self.refused.iter().take(MOST_REFUSED - 1).cloned();
        let all: Vec<String> = std::iter::once(fingerprint(object, name)).chain(others).collect();
        all.join(".")
    }
}

/// Nobody can make one for a session whose id is not known to them, and it says nothing about either part.
fn fingerprint(object: &AuthObject, name: &str) -> String {
    let session = object.session_id.as_str().unwrap_or_default();
    let hash = digest::digest(&digest::SHA256, format!("{session}\n{name}").as_bytes());
    let mut text = URL_SAFE_NO_PAD.encode(hash);
    text.truncate(FINGERPRINT);
    text
}

/// The counter for the handshake that starts now.
pub(super) fn redirect_count(context: &Context<'_>) -> String {
    let count = number_to_string(context.redirect_count + 1.0);
    if context.options.strict() {
        kept(context, COUNT, &count, COUNT_SECONDS)
    } else {
        format!("{COUNT}={count}; SameSite=Lax; HttpOnly; Max-Age=2")
    }
}

/// For the whole site: without a path a browser takes the page's folder, and another page counts for itself.
fn kept(context: &Context<'_>, name: &str, value: &str, seconds: u32) -> String {
    let secure = if context.clerk_url.scheme() == "https" { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}")
}

/// The state with what its answer keeps and clears.
pub(super) fn settle(context: &Context<'_>, mut state: RequestState) -> RequestState {
    if !context.options.strict() {
        return state;
    }
    state.own_cookies.extend(refusal(context, &state));
    if state.loop_broken {
        // One that a sibling domain has set would break every handshake for as long as it lives.
        state.own_cookies.extend(everywhere(COUNT, &context.clerk_url));
    } else if context.own_cookies.has_count && is_final(context, &state) {
        state.own_cookies.push(format!("{COUNT}=; Path=/; Max-Age=0"));
    }
    state
}

/// A page is shown: no redirect is on its way, nor one of another tab's that a program's request could end the count of.
fn is_final(context: &Context<'_>, state: &RequestState) -> bool {
    let is_page = state.location.is_none() || state.oversized_cookie.is_some();
    state.status != Status::Handshake && is_page && is_eligible(context)
}

/// S16: Clerk was asked for what the path names, and the session is still not active there.
fn refusal(context: &Context<'_>, state: &RequestState) -> Option<String> {
    let was_asked = state.handshake_resolved || context.redirect_count >= 3.0;
    let Auth::SignedIn(_) = &state.auth else { return None };
    let object = state.auth_object.as_ref().filter(|_| was_asked)?;
    let wanted = wanted(context, object).filter(|wanted| !wanted.is_active)?;
    let value = context.own_cookies.refusal(object, &wanted.name);
    Some(kept(context, REFUSED, &value, REFUSED_SECONDS))
}

/// S13: ends the handshake cookies that came with the request.
pub(super) fn expire_handshakes(context: &Context<'_>) -> Vec<String> {
    context.own_cookies.handshakes.iter().flat_map(|name| everywhere(name, &context.clerk_url)).collect()
}

/// Expires a cookie wherever it can have been set to be sent with this request: for the host itself, for it and each
/// parent domain by name (a sibling can set those), and for every path above this one. What lies beyond [`MOST_LINES`]
/// stays, and so do partitioned cookies; neither decides anything.
fn everywhere(name: &str, url: &Url) -> Vec<String> {
    let domains = domains(url);
    let lines = paths(url).into_iter().flat_map(|path| {
        let line = move |domain: &String| format!("{name}=; Path={path}{domain}; Max-Age=0");
        domains.iter().map(line).collect::<Vec<_>>()
    });
    lines.take(MOST_LINES).collect()
}

/// As attributes; the first is none. A single label is nobody's domain.
fn domains(url: &Url) -> Vec<String> {
    let mut domains = vec![String::new()];
    let mut rest = match url.host() {
        Some(Host::Domain(host)) => host,
        _ => "",
    };
    while rest.contains('.') {
        domains.push(format!("; Domain={rest}"));
        rest = rest.split_once('.').map_or("", |(_, parent)| parent);
    }
    domains
}

/// `/`, `/orgs`, `/orgs/`, …: all that match the URL's path (RFC 6265 section 5.1.4), without those that are no attribute.
fn paths(url: &Url) -> Vec<&str> {
    let path = url.path();
    let is_plain = |path: &&str| path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.~%".contains(&byte));
    let ends = path.match_indices('/').skip(1).flat_map(|(index, _)| [path.get(..index), path.get(..=index)]);
    let mut paths: Vec<&str> = std::iter::once("/").chain(ends.flatten()).chain([path]).filter(is_plain).collect();
    paths.dedup();
    paths
}

#[cfg(test)]
mod tests {
    use super::everywhere;
    use url::Url;

    fn lines(url: &str) -> Vec<String> {
        everywhere("x", &Url::parse(url).expect("a URL"))
    }

    #[test]
    fn a_cookie_is_expired_wherever_a_sibling_can_have_set_it() {
        assert_eq!(
            lines("https://app.example.com/"),
            [
                "x=; Path=/; Max-Age=0",
                "x=; Path=/; Domain=app.example.com; Max-Age=0",
                "x=; Path=/; Domain=example.com; Max-Age=0",
            ]
        );
        assert_eq!(
            lines("http://localhost:3000/orgs/acme/projects"),
            [
                "x=; Path=/; Max-Age=0",
                "x=; Path=/orgs; Max-Age=0",
                "x=; Path=/orgs/; Max-Age=0",
                "x=; Path=/orgs/acme; Max-Age=0",
                "x=; Path=/orgs/acme/; Max-Age=0",
                "x=; Path=/orgs/acme/projects; Max-Age=0",
            ]
        );
        assert_eq!(lines("https://[::1]/a/").len(), 3);
        assert_eq!(lines("https://10.0.0.1/"), ["x=; Path=/; Max-Age=0"]);
    }

    #[test]
    fn the_lines_are_few_and_hold_nothing_of_the_path_that_could_be_an_attribute() {
        assert_eq!(lines("https://a.b.c.example.com/1/2/3/4/5/6/7/8").len(), 12);
        for line in lines("http://localhost/a;Domain=evil.test/b,c/d") {
            assert!(!line.contains("evil") && !line.contains(','), "{line}");
        }
    }
}
