//! The 60 cases of upstream's `integration/tests/handshake.test.ts` (clerk-protocol 10.1), with strict mode off.
//!
//! Left out, because they are Next's own: the 308 of case o53 and the relative `Location` of a finished handshake.
#![cfg(feature = "verify")]

mod support;

use clerk_protocol::{AuthenticateError, Config};
use serde_json::{Value, json};
use support::{
    DEVELOPMENT_HOST, NOW, PRODUCTION_HOST, World, development_key, header, other_key, outcome, production_key, token,
};

const APP: &str = "http://localhost:4000";
const EXPIRED: &str = "session-token-expired-refresh-non-eligible-no-refresh-cookie";

/// id, instance, path, cookies, token, headers and options, expected (and `Location` in part, after ` -> `).
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    ("g01", "dev", "/", "DB uat S", "active", "doc", "signed-in"),
    ("g02", "dev", "/", "DB uat", "active", "doc Bearer", "signed-in"),
    ("g03", "prod", "/", "uat S", "active", "doc", "signed-in"),
    ("g04", "prod", "/", "uat", "active", "Bearer", "signed-in"),
    ("g05", "dev", "/", "DB uat S", "expired", "doc", "handshake: EXP -> FAPI"),
    ("g06", "prod", "/", "uat S", "expired", "doc", "handshake: EXP -> FAPI"),
    ("g07", "prod", "/", "uat", "expired", "doc Bearer", "handshake: EXP -> FAPI"),
    ("g08", "dev", "/", "DB uat S", "early", "doc", "handshake: session-token-nbf -> FAPI"),
    ("g09", "dev", "/", "DB uat", "early", "doc Bearer", "handshake: session-token-nbf -> FAPI"),
    (
        "g10",
        "dev",
        "/",
        "DB uat S",
        "expired",
        "doc proxy=https://example.com/clerk",
        "handshake: EXP -> https://example.com/clerk",
    ),
    (
        "g11",
        "prod",
        "/",
        "uat S",
        "expired",
        "doc proxy=https://example.com/clerk",
        "handshake: EXP -> https://example.com/clerk",
    ),
    ("g12", "dev", "/", "DB uat S", "expired", "doc domain=localhost:3000", "handshake: EXP -> FAPI"),
    ("g13", "prod", "/", "uat S", "expired", "doc domain=example.com", "handshake: EXP -> FAPI"),
    (
        "g14",
        "prod",
        "/",
        "uat S",
        "expired",
        "doc domain=example.com sat",
        "handshake: EXP -> https://clerk.example.com",
    ),
    ("g15", "dev", "/", "DB uat=1", "-", "doc", "handshake: client-uat-but-no-session-token -> FAPI"),
    ("g16", "prod", "/", "uat=1", "-", "doc", "handshake: client-uat-but-no-session-token -> FAPI"),
    ("g17", "dev", "/", "DB uat=0", "-", "doc", "signed-out: session-token-and-uat-missing"),
    ("g18", "prod", "/", "uat=0", "-", "doc", "signed-out: session-token-and-uat-missing"),
    ("g19", "dev", "/", "DB", "-", "doc", "signed-out: session-token-and-uat-missing"),
    ("g20", "prod", "/", "", "-", "doc", "signed-out: session-token-and-uat-missing"),
    ("g21", "prod", "/", "", "-", "sat domain=example.com", "signed-out: session-token-and-uat-missing"),
    ("g22", "prod", "/", "", "-", "doc sat domain=example.com", "signed-out: session-token-and-uat-missing"),
    (
        "g23",
        "dev",
        "/",
        "",
        "-",
        "sat domain=example.com signin=https://example.com/sign-in",
        "signed-out: dev-browser-missing",
    ),
    ("g24", "prod", "/", "", "-", "doc sat domain=example.com sync=false", "signed-out: session-token-and-uat-missing"),
    (
        "g25",
        "prod",
        "/?__clerk_synced=false",
        "",
        "-",
        "doc sat domain=example.com sync=false",
        "handshake: satellite-needs-syncing -> https://clerk.example.com",
    ),
    (
        "g26",
        "prod",
        "/?__clerk_synced=true",
        "",
        "-",
        "doc sat domain=example.com",
        "signed-out: session-token-and-uat-missing",
    ),
    (
        "g27",
        "prod",
        "/?__clerk_synced=false",
        "",
        "-",
        "doc sat domain=example.com",
        "handshake: satellite-needs-syncing -> https://clerk.example.com",
    ),
    (
        "g28",
        "prod",
        "/",
        "",
        "-",
        "doc sat domain=example.com sync=true",
        "handshake: satellite-needs-syncing -> https://clerk.example.com",
    ),
    ("g29", "dev", "/", "", "-", "doc", "handshake: dev-browser-missing -> FAPI"),
    (
        "g30",
        "dev",
        "/hello?foo=bar",
        "DB uat S",
        "expired",
        "doc",
        "handshake: EXP -> FAPI redirect_url=http://localhost:4000/hello?foo=bar",
    ),
    (
        "g31",
        "prod",
        "/hello?foo=bar",
        "uat S",
        "expired",
        "doc",
        "handshake: EXP -> FAPI redirect_url=http://localhost:4000/hello?foo=bar",
    ),
    (
        "g32",
        "dev",
        "/hello?foo=bar",
        "DB uat S",
        "expired",
        "doc XFH=example.com XFP=https",
        "handshake: EXP -> FAPI redirect_url=https://example.com/hello?foo=bar",
    ),
    (
        "g33",
        "prod",
        "/hello?foo=bar",
        "uat S",
        "expired",
        "doc XFH=example.com XFP=https",
        "handshake: EXP -> FAPI redirect_url=https://example.com/hello?foo=bar",
    ),
    (
        "g34",
        "dev",
        "/hello?foo=bar",
        "DB uat S",
        "expired",
        "doc XFH=example.com:3213 XFP=https",
        "handshake: EXP -> FAPI redirect_url=https://example.com:3213/hello?foo=bar",
    ),
    (
        "g35",
        "prod",
        "/hello?foo=bar",
        "uat S",
        "expired",
        "doc XFH=example.com:3213 XFP=https",
        "handshake: EXP -> FAPI redirect_url=https://example.com:3213/hello?foo=bar",
    ),
    ("g36", "dev", "/?__clerk_handshake=HT", "DB", "active", "doc", "signed-in -> http://localhost:4000/ +cookies"),
    ("g37", "dev", "/?__clerk_handshake=HT", "DB", "early", "doc", "signed-in -> http://localhost:4000/ +cookies"),
    ("g38", "dev", "/?__clerk_handshake=HT", "DB", "expired", "doc", "signed-in -> http://localhost:4000/ +cookies"),
    ("g39", "dev", "/?__clerk_handshake=HT", "DB", "active", "doc wrong", "throws"),
    ("g40", "dev", "/?__clerk_handshake=HT", "DB", "active", "doc", "signed-in -> http://localhost:4000/ +cookies"),
    (
        "g41",
        "dev",
        "/?__clerk_db_jwt=asdf",
        "DB",
        "-",
        "doc",
        "handshake: dev-browser-sync -> FAPI __clerk_db_jwt=asdf",
    ),
    ("g42", "prod", "/", "HC", "active", "doc", "signed-in +cookies"),
    ("g43", "prod", "/", "HC", "early", "doc", "signed-out: session-token-and-uat-missing"),
    ("g44", "prod", "/", "HC S uat", "expired", "doc", "handshake: EXP -> FAPI"),
    ("g45", "prod", "/", "HC", "active", "doc wrong", "signed-out: session-token-and-uat-missing"),
    (
        "o46",
        "dev",
        "/o-id/org_a",
        "DB uat S",
        "expired",
        "doc org=/o-id/:id",
        "handshake: EXP -> FAPI organization_id=org_a",
    ),
    (
        "o47",
        "dev",
        "/o-id/org_a",
        "DB uat S",
        "active",
        "doc org=/o-id/:id",
        "handshake: active-organization-mismatch -> FAPI organization_id=org_a",
    ),
    ("o48", "dev", "/o-id/org_a", "", "active", "Bearer org=/o-id/:id", "signed-in"),
    ("o49", "dev", "/o-id/org_a", "", "expired", "Bearer org=/o-id/:id", "signed-out: EXP"),
    (
        "o50",
        "dev",
        "/o-id/org_b",
        "DB uat S",
        "active org_a",
        "doc org=/o-id/:id+/o-id/:id/(.*)",
        "handshake: active-organization-mismatch -> FAPI organization_id=org_b",
    ),
    (
        "o51",
        "dev",
        "/o-slug/bcorp",
        "DB uat S",
        "active",
        "doc org=/o-id/:id+/o-id/:id/(.*)+/o-slug/:slug+/o-slug/:id/(.*)",
        "handshake: active-organization-mismatch -> FAPI organization_id=bcorp",
    ),
    (
        "o52",
        "dev",
        "/o-slug/bcorp/settings",
        "DB uat S",
        "active org_a",
        "doc org=/o-slug/:slug+/o-slug/:id/(.*)+/o-id/:id+/o-id/:id/(.*)",
        "handshake: active-organization-mismatch -> FAPI organization_id=bcorp",
    ),
    (
        "o53",
        "dev",
        "/o-id/org_b/",
        "DB uat S",
        "expired org_a",
        "doc org=/o-id/:id+/o-id/:id/(.*)",
        "handshake: EXP -> FAPI",
    ),
    (
        "o54",
        "dev",
        "/personal-account",
        "DB uat S",
        "active org_a",
        "doc org=/o-id/:id+/o-id/:id/(.*)+/o-slug/:slug+/o-slug/:id/(.*) pers",
        "handshake: active-organization-mismatch -> FAPI organization_id=",
    ),
    (
        "o55",
        "dev",
        "/personal-account",
        "DB uat S",
        "active",
        "doc org=/o-slug/:slug+/o-slug/:id/(.*) pers",
        "signed-in",
    ),
    ("o56", "dev", "/o-id/org_a", "DB uat S", "active org_a", "doc org=/o-id/:id+/o-id/:id/(.*) pers", "signed-in"),
    ("o57", "dev", "/o-id/org_a", "DB uat S", "active org_a", "doc", "signed-in"),
    ("o58", "dev", "/o-id/org_a", "DB uat S", "active org_a", "doc", "signed-in"),
    (
        "l59",
        "dev",
        "/o-id/org_a",
        "DB uat S",
        "active",
        "doc org=/o-id/:id+/o-id/:id/(.*) pers",
        "handshake: active-organization-mismatch -> FAPI organization_id=org_a +count",
    ),
    ("l60", "dev", "/o-id/org_a", "DB uat S count=3", "active", "doc org=/o-id/:id+/o-id/:id/(.*) pers", "signed-in"),
];

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
            let mut jwk = other_key().jwk();
            jwk["kid"] = "ins_main".into();
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
