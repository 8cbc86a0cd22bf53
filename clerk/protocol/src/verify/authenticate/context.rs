//! What is read from a request before anything is decided: upstream's `AuthenticateContext`.

use std::borrow::Cow;

use url::Url;

use super::Stop;
use super::own_cookies::OwnCookies;
use super::suffixed::{Chosen, choose};
use crate::verify::clerk_url;
use crate::verify::cookies::Cookies;
use crate::verify::facts::Facts;
use crate::verify::javascript::{number, parse_int};
use crate::verify::jwt::Jwt;
use crate::verify::options::{Options, filled};
use crate::verify::query;
use crate::verify::request::RequestParts;
use crate::verify::token::TokenError;

pub(super) struct Context<'a> {
    pub(super) parts: &'a RequestParts<'a>,
    pub(super) options: &'a Options,
    pub(super) facts: &'a Facts,
    pub(super) now_ms: i64,
    /// The URL the browser sees.
    pub(super) clerk_url: Url,
    /// Host or, with a proxy, URL of the Frontend API.
    pub(super) frontend_api: Cow<'a, str>,
    pub(super) is_development: bool,
    pub(super) token_in_header: Option<String>,
    pub(super) session_cookie: Option<SessionCookie>,
    pub(super) refresh_token: Option<String>,
    /// `__client_uat` in seconds; 0: signed out.
    pub(super) client_uat: f64,
    pub(super) suffixed: bool,
    pub(super) dev_browser_token: Option<String>,
    pub(super) handshake_token: Option<String>,
    pub(super) handshake_nonce: Option<String>,
    /// `__clerk_redirect_count`, `Number(x) || 0`.
    pub(super) redirect_count: f64,
    pub(super) own_cookies: OwnCookies,
}

/// The chosen `__session` and what became of decoding it.
pub(super) struct SessionCookie {
    pub(super) text: String,
    pub(super) decoded: Result<Jwt, TokenError>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        parts: &'a RequestParts<'a>,
        options: &'a Options,
        facts: &'a Facts,
        now_ms: i64,
    ) -> Result<Self, Stop> {
        let clerk_url = clerk_url::derive(parts, options).ok_or_else(|| Stop::thrown("request URL is not a URL"))?;
        let header = parts.header("cookie").unwrap_or_default();
        let cookies = Cookies::parse(&header);
        let Chosen { suffixed, session_cookie } = choose(&cookies, options, now_ms)?;
        let chosen = |name: &str| if suffixed { cookies.suffixed(name, &options.suffix) } else { cookies.get(name) };
        let in_query = |name: &str| query::get(&clerk_url, name).filter(|value| !value.is_empty());
        let in_query_or_cookie = |name: &str| {
            let query = handshake_from_query(options).then(|| in_query(name)).flatten();
            query.or_else(|| cookies.get(name).map(Cow::into_owned))
        };
        Ok(Self {
            frontend_api: frontend_api(options, &clerk_url),
            is_development: options.key.is_development(),
            token_in_header: parts.filled_header("authorization").and_then(|header| bearer_token(&header)),
            session_cookie,
            refresh_token: cookies.suffixed("__refresh", &options.suffix).map(Cow::into_owned),
            client_uat: chosen("__client_uat").map(|uat| parse_int(&uat)).filter(|uat| !uat.is_nan()).unwrap_or(0.0),
            suffixed,
            dev_browser_token: in_query("__clerk_db_jwt").or_else(|| chosen("__clerk_db_jwt").map(Cow::into_owned)),
            handshake_token: in_query_or_cookie("__clerk_handshake"),
            handshake_nonce: in_query_or_cookie("__clerk_handshake_nonce"),
            redirect_count: redirect_count(&cookies, options.strict()),
            own_cookies: OwnCookies::read(&cookies, options.strict()),
            clerk_url,
            parts,
            options,
            facts,
            now_ms,
        })
    }

    /// Where the query is read, it loses the handshake: the way back from the next one would lead to this one again.
    pub(super) fn forget_handshake(&mut self) {
        if handshake_from_query(self.options) {
            query::drop_all(&mut self.clerk_url, &["__clerk_handshake", "__clerk_handshake_nonce"]);
        }
    }

    pub(super) fn is_get(&self) -> bool {
        self.parts.method == "GET"
    }

    /// A navigation of a browser that says so.
    pub(super) fn is_document_request(&self) -> bool {
        self.is_get() && self.parts.filled_header("sec-fetch-dest").as_deref() == Some("document")
    }

    /// The cookie's token, else the header's: what goes with a handshake or a refresh.
    pub(super) fn session_token(&self) -> Option<&str> {
        self.session_cookie.as_ref().map(|cookie| cookie.text.as_str()).or(self.token_in_header.as_deref())
    }

    pub(super) fn origin(&self) -> String {
        self.clerk_url.origin().ascii_serialization()
    }
}

/// S6: with a live key the query is not read.
fn handshake_from_query(options: &Options) -> bool {
    !options.strict() || options.key.is_development() || options.config().handshake_query_in_production
}

/// The proxy, else the satellite's own host, else the key's.
fn frontend_api<'a>(options: &'a Options, clerk_url: &Url) -> Cow<'a, str> {
    let config = options.config();
    if let Some(proxy_url) = filled(&config.proxy_url) {
        return if proxy_url.starts_with('/') {
            Cow::Owned(format!("{}{proxy_url}", clerk_url.origin().ascii_serialization()))
        } else {
            Cow::Borrowed(proxy_url)
        };
    }
    original_frontend_api(options)
}

/// The same without the proxy: what a token's `iss` is compared with.
pub(super) fn original_frontend_api(options: &Options) -> Cow<'_, str> {
    let config = options.config();
    match filled(&config.domain) {
        Some(domain) if config.is_satellite && !options.key.is_development() => Cow::Owned(format!("clerk.{domain}")),
        _ => Cow::Borrowed(options.key.frontend_api()),
    }
}

/// `Bearer x`, or a value without a scheme; any other scheme is none of ours.
fn bearer_token(header: &str) -> Option<String> {
    let mut pieces = header.split(' ');
    let first = pieces.next().unwrap_or_default();
    match pieces.next().filter(|token| !token.is_empty()) {
        None => Some(first).filter(|token| !token.is_empty()).map(str::to_owned),
        Some(token) => (first == "Bearer").then(|| token.to_owned()),
    }
}

/// S8: of several the highest, and none below zero: a sibling domain can set one beside ours.
fn redirect_count(cookies: &Cookies<'_>, strict: bool) -> f64 {
    const NAME: &str = "__clerk_redirect_count";
    let first = cookies.get(NAME).map(|count| number(&count)).filter(|count| !count.is_nan()).unwrap_or(0.0);
    if !strict {
        return first;
    }
    cookies.all(NAME).map(number).fold(first.max(0.0), f64::max)
}
