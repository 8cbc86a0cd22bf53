//! The 60 cases of `integration/tests/handshake.test.ts` in Clerk's own repository, with strict mode off.
//!
//! Left out, because they are Next's own: the 308 of case o53 and the relative `Location` of a finished handshake.
#![cfg(feature = "verify")]

mod rows;
#[path = "../support/mod.rs"]
mod support;

use clerk_protocol::{AuthenticateError, Config};
use rows::{ROWS, Row};
use serde_json::{Value, json};
use support::{
    DEVELOPMENT_HOST, NOW, PRODUCTION_HOST, World, development_key, header, other_key, outcome, production_key, token,
    with,
};

const APP: &str = "http://localhost:4000";
const EXPIRED: &str = "session-token-expired-refresh-non-eligible-no-refresh-cookie";

#[test]
fn sixty_cases() {
    assert_eq!(ROWS.len(), 60);
    for row in ROWS {
        Case::read(row).check();
    }
}

struct Case {
    row: &'static Row,
    token: Option<String>,
    iat: i64,
}

impl Case {
    fn read(row: &'static Row) -> Self {
        let (nbf, iat, exp) = match row.4.split(' ').next().unwrap_or_default() {
            "expired" => (NOW - 600, NOW - 600, NOW - 600),
            "early" => (NOW + 600, NOW + 600, NOW + 600),
            _ => (NOW - 10, NOW, NOW + 60),
        };
        let mut claims = json!({"sub": "user_12345", "iat": iat, "nbf": nbf, "exp": exp});
        if let (Some(organization), Value::Object(claims)) = (row.4.split(' ').nth(1), &mut claims) {
            claims.insert("org_id".to_owned(), organization.into());
        }
        let has_token = row.4 != "-";
        Self { row, token: has_token.then(|| token(&header(), &claims)), iat }
    }

    fn session(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    fn handshake_token(&self) -> String {
        token(
            &header(),
            &json!({"handshake": [format!("__session={}; Path=/", self.session()), "foo=bar"], "iat": NOW}),
        )
    }

    fn cookies(&self) -> String {
        let cookies = self.row.3.split_whitespace().map(|word| match word {
            "DB" => "__clerk_db_jwt=needstobeset".to_owned(),
            "uat" => format!("__client_uat={}", self.iat),
            "S" => format!("__session={}", self.session()),
            "HC" => format!("__clerk_handshake={}", self.handshake_token()),
            word => word.replace("uat=", "__client_uat=").replace("count=", "__clerk_redirect_count="),
        });
        cookies.collect::<Vec<_>>().join("; ")
    }

    fn config(&self) -> Config {
        let key = if self.row.1 == "dev" { development_key() } else { production_key() };
        let mut config = Config { strict: false, sign_in_url: Some("/sign-in".to_owned()), ..Config::new(key, "sk") };
        for word in self.row.5.split_whitespace() {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            let list = || Some(value.split('+').map(str::to_owned).collect());
            match name {
                "proxy" => config.proxy_url = Some(value.to_owned()),
                "domain" => config.domain = Some(value.to_owned()),
                "signin" => config.sign_in_url = Some(value.to_owned()),
                "sat" => config.is_satellite = true,
                "sync" => config.satellite_auto_sync = value == "true",
                "org" => config.organization_patterns = list(),
                "pers" => {
                    config.personal_account_patterns =
                        Some(vec!["/personal-account".to_owned(), "/personal-account/(.*)".to_owned()])
                }
                _ => {}
            }
        }
        config
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![("cookie", self.cookies())];
        for word in self.row.5.split_whitespace() {
            match word.split_once('=').unwrap_or((word, "")) {
                ("doc", _) => headers.push(("sec-fetch-dest", "document".to_owned())),
                ("Bearer", _) => headers.push(("authorization", format!("Bearer {}", self.session()))),
                ("XFH", host) => headers.push(("x-forwarded-host", host.to_owned())),
                ("XFP", scheme) => headers.push(("x-forwarded-proto", scheme.to_owned())),
                _ => {}
            }
        }
        headers
    }

    fn check(&self) {
        let mut world = World::default();
        if self.row.5.ends_with("wrong") {
            let jwk = with(other_key().jwk(), json!({"kid": "ins_main"}));
            world.jwks = Some(json!({"keys": [jwk]}));
        }
        let url = format!("{APP}{}", self.row.2.replace("HT", &self.handshake_token()));
        let headers = self.headers();
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let decided = world.decide(self.config(), "GET", &url, &headers);
        let (id, expected) = (self.row.0, self.row.6);
        let state = match decided {
            Err(AuthenticateError::Thrown(_)) => return assert_eq!(expected, "throws", "{id}"),
            Err(error) => return assert_eq!(error.to_string(), expected, "{id}"),
            Ok(state) => state,
        };
        let (words, location) = expected.split_once(" -> ").unwrap_or((expected, ""));
        assert_eq!(outcome(&state), words.replace("EXP", EXPIRED).replace(" +cookies", ""), "{id}");
        self.check_location(state.location.as_deref(), location);
        let is_stored = !state.headers().contains(&("cache-control", "no-store".to_owned()));
        assert_eq!(state.location.is_none(), is_stored, "{id}");
        let cookies = state.set_cookies.join("|");
        assert!(!expected.contains("+count") || cookies.contains("__clerk_redirect_count=1;"), "{id} {cookies}");
        assert_eq!(expected.contains("+cookies"), cookies.ends_with("|foo=bar"), "{id} {cookies}");
        assert!(id != "l60" || cookies.is_empty(), "{id} {cookies}");
    }

    fn check_location(&self, location: Option<&str>, expected: &str) {
        let id = self.row.0;
        let Some(target) = expected.split(' ').next().filter(|target| !target.is_empty()) else {
            return assert_eq!(location, None, "{id}");
        };
        let location = location.unwrap_or_default();
        if target.starts_with(APP) {
            return assert_eq!(location, target, "{id}");
        }
        let host = if self.row.1 == "dev" { DEVELOPMENT_HOST } else { PRODUCTION_HOST };
        let endpoint = format!("{}/v1/client/handshake?", target.replace("FAPI", &format!("https://{host}")));
        assert!(location.starts_with(&endpoint), "{id} {location}");
        assert!(location.contains("&suffixed_cookies=false&__clerk_hs_reason="), "{id} {location}");
        assert!(location.contains("&__clerk_api_version=2026-05-12&"), "{id} {location}");
        let pairs: Vec<(String, String)> =
            url::form_urlencoded::parse(location.split('?').nth(1).unwrap_or_default().as_bytes())
                .into_owned()
                .collect();
        for word in expected.split(' ').skip(1).filter(|word| !word.starts_with('+')) {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            assert!(pairs.iter().any(|pair| pair.0 == name && pair.1 == value), "{id} {word} in {location}");
        }
        let names_organization = expected.contains("organization_id=") || id == "o53";
        assert_eq!(pairs.iter().any(|(name, _)| name == "organization_id"), names_organization, "{id} {location}");
    }
}
