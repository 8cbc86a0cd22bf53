//! The session-token rows of `request.test.ts` of `@clerk/backend`, with strict mode off.
#![cfg(feature = "verify")]

mod more;
#[path = "../support/mod.rs"]
mod support;

use clerk_protocol::{AuthenticateError, Config, RequestState};
use serde_json::{Value, json};
use support::{NOW, World, header, other_key, outcome, token, token_of_parts, with};

const URL: &str = "http://clerk.com/path";
const HOST: &str = "clerk.inspired.puma-74.lcl.dev";
const TEST: &str = "pk_test_Y2xlcmsuaW5zcGlyZWQucHVtYS03NC5sY2wuZGV2JA";
const LIVE: &str = "pk_live_Y2xlcmsuaW5zcGlyZWQucHVtYS03NC5sY2wuZGV2JA";
const EXPIRED: &str = "session-token-expired-refresh-non-eligible-no-refresh-cookie";

fn claims() -> Value {
    json!({
        "azp": "https://accounts.inspired.puma-74.lcl.dev", "exp": NOW + 60, "iat": NOW, "nbf": NOW - 10,
        "iss": format!("https://{HOST}"), "sid": "sess_2GbDB4enNdCa5vS1zpC3Xzg9tK9", "sub": "user_2GIpXOEpVyJw51rkZn9Kmnc6Sxr",
    })
}

fn sound() -> String {
    token(&header(), &claims())
}

fn config(key: &str) -> Config {
    Config { strict: false, ..Config::new(key, "deadbeef") }
}

fn satellite(key: &str) -> Config {
    Config {
        is_satellite: true,
        sign_in_url: Some("https://primary.dev/sign-in".to_owned()),
        domain: Some("satellite.dev".to_owned()),
        ..config(key)
    }
}

/// A navigation with the headers of upstream's defaults.
struct Ask<'a> {
    config: Config,
    world: World,
    method: &'a str,
    url: &'a str,
    headers: Vec<(&'a str, String)>,
}

impl<'a> Ask<'a> {
    fn new(config: Config) -> Self {
        let headers = [("host", "example.com"), ("user-agent", "Mozilla/TestAgent"), ("sec-fetch-dest", "document")];
        let headers = headers.map(|(name, value)| (name, value.to_owned())).to_vec();
        Self { config, world: World::default(), method: "GET", url: URL, headers }
    }

    fn header(mut self, name: &'a str, value: impl Into<String>) -> Self {
        self.headers.retain(|(candidate, _)| *candidate != name);
        self.headers.push((name, value.into()));
        self
    }

    fn cookies(self, cookies: &str) -> Self {
        self.header("cookie", cookies)
    }

    fn url(self, url: &'a str) -> Self {
        Self { url, ..self }
    }

    fn method(self, method: &'a str) -> Self {
        Self { method, ..self }
    }

    fn later(mut self, seconds: i64) -> Self {
        self.world.now_ms += seconds * 1_000;
        self
    }

    fn state(&self) -> Result<RequestState, AuthenticateError> {
        let headers: Vec<(&str, &str)> = self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.world.decide(self.config.clone(), self.method, self.url, &headers)
    }

    fn outcome(&self) -> String {
        self.state().map_or_else(|error| format!("error: {error}"), |state| outcome(&state))
    }
}

fn bearer(token: &str) -> Ask<'static> {
    Ask::new(config(TEST)).header("authorization", format!("Bearer {token}"))
}

#[test]
fn tokens_in_the_header() -> Result<(), AuthenticateError> {
    assert_eq!(bearer(&sound()).outcome(), "signed-in");
    let mut ask = bearer(&sound());
    ask.world.jwks = None;
    let state = ask.state()?;
    assert_eq!(outcome(&state), "signed-out: jwk-remote-failed-to-load");
    assert_eq!(
        state.message,
        "The JWKS endpoint did not contain any signing keys. Contact support@clerk.com. Contact support@clerk.com (reason=jwk-remote-failed-to-load, token-carrier=header)"
    );
    assert!(state.keys_unavailable);
    let mut ask = bearer(&sound());
    ask.config.authorized_parties = vec!["whatever".to_owned()];
    let state = ask.state()?;
    assert_eq!(outcome(&state), "signed-out: token-invalid-authorized-parties");
    assert_eq!(
        state.message,
        "Invalid JWT Authorized party claim (azp) \"https://accounts.inspired.puma-74.lcl.dev\". Expected \"whatever\". (reason=token-invalid-authorized-parties, token-carrier=header)"
    );
    assert_eq!(bearer(&sound()).later(3_600).outcome(), format!("handshake: {EXPIRED}"));
    assert_eq!(bearer("test_header_token").outcome(), "signed-out: token-invalid");
    assert_eq!(
        Ask::new(config(TEST)).header("authorization", "Basic dXNlcjpwYXNz").outcome(),
        "handshake: dev-browser-missing"
    );
    assert_eq!(Ask::new(config(TEST)).header("authorization", sound()).outcome(), "signed-in");
    assert_eq!(
        Ask::new(config(TEST)).header("authorization", format!("bearer {}", sound())).outcome(),
        "handshake: dev-browser-missing"
    );
    assert_eq!(Ask::new(config(TEST)).header("authorization", "Bearer  x").outcome(), "signed-out: token-invalid");
    Ok(())
}

#[test]
fn bad_signature() -> Result<(), AuthenticateError> {
    let sound = sound();
    let parts: Vec<&str> = sound.split('.').collect();
    let forged = token_of_parts(parts[0], parts[1], other_key());
    let state = bearer(&forged).state()?;
    assert_eq!(outcome(&state), "signed-out: token-invalid-signature");
    assert_eq!(state.message, "JWT signature is invalid. (reason=token-invalid-signature, token-carrier=header)");
    Ok(())
}

#[test]
fn satellites() -> Result<(), AuthenticateError> {
    let auto = |key| Config { satellite_auto_sync: true, ..satellite(key) };
    let out = "signed-out: session-token-and-uat-missing";
    assert_eq!(Ask::new(auto(TEST)).cookies("__client_uat=0").outcome(), "handshake: satellite-needs-syncing");
    let development = Config { secret_key: "sk_test_deadbeef".to_owned(), ..auto(TEST) };
    let state = Ask::new(development).cookies("__client_uat=0; __clerk_db_jwt=deadbeef").state()?;
    assert_eq!(
        state.location.as_deref(),
        Some("https://primary.dev/sign-in?__clerk_redirect_url=http%3A%2F%2Fexample.com%2Fpath")
    );
    assert_eq!(Ask::new(auto(LIVE)).header("sec-fetch-dest", "empty").cookies("__client_uat=0").outcome(), out);
    let synced = format!("{URL}?__clerk_synced=true&__clerk_db_jwt={}", sound());
    assert_eq!(Ask::new(satellite(TEST)).url(&synced).outcome(), "handshake: dev-browser-sync");
    let synced = format!("{URL}?__clerk_synced=true");
    assert_eq!(Ask::new(satellite(TEST)).url(&synced).cookies("__clerk_db_jwt=x").outcome(), out);
    let unasked = Ask::new(satellite(LIVE)).cookies("__client_uat=0").state()?;
    assert_eq!((outcome(&unasked).as_str(), unasked.location), (out, None));
    assert_eq!(Ask::new(auto(LIVE)).url(&synced).cookies("__client_uat=0").outcome(), out);
    let unsynced = format!("{URL}?__clerk_synced=false");
    assert_eq!(
        Ask::new(satellite(LIVE)).url(&unsynced).cookies("__client_uat=0").outcome(),
        "handshake: satellite-needs-syncing"
    );
    let looped =
        Ask::new(satellite(LIVE)).url(&unsynced).cookies("__client_uat=0; __clerk_redirect_count=3").state()?;
    assert_eq!(outcome(&looped), "signed-out: satellite-needs-syncing");
    assert!(looped.loop_broken && looped.warnings[0].starts_with("Clerk: Satellite-domain authentication"));
    let state = Ask::new(satellite(TEST)).url(&unsynced).cookies("__client_uat=0; __clerk_db_jwt=x").state()?;
    assert_eq!(
        state.location.as_deref(),
        Some(
            "https://primary.dev/sign-in?__clerk_redirect_url=http%3A%2F%2Fexample.com%2Fpath%3F__clerk_synced%3Dfalse"
        )
    );
    let cookies = format!("__clerk_db_jwt=x; __client_uat={NOW}; __session={}", sound());
    assert_eq!(Ask::new(satellite(TEST)).header("sec-fetch-dest", "empty").cookies(&cookies).outcome(), "signed-in");
    Ok(())
}

#[test]
fn primaries_answer_satellites() -> Result<(), AuthenticateError> {
    let url = format!("{URL}?__clerk_redirect_url=http://localhost:3000");
    assert_eq!(Ask::new(config(TEST)).url(&url).outcome(), "handshake: primary-responds-to-syncing");
    let url = format!(
        "{URL}?__clerk_redirect_url=http%3A%2F%2Flocalhost%3A3000%2F%3F__clerk_synced%3Dfalse&__clerk_db_jwt=x"
    );
    let state = Ask::new(config(TEST)).url(&url).state()?;
    assert_eq!(outcome(&state), "handshake: primary-responds-to-syncing");
    assert_eq!(state.location.as_deref(), Some("http://localhost:3000/?__clerk_synced=true&__clerk_db_jwt=x"));
    let url = format!("{URL}?__clerk_redirect_url=nowhere");
    assert!(matches!(Ask::new(config(TEST)).url(&url).state(), Err(AuthenticateError::Thrown(_))));
    Ok(())
}

#[test]
fn cookies() {
    let session = sound();
    let claims_of = |changes: Value| token(&header(), &with(claims(), changes));
    let rows: Vec<(&str, String, &str)> = vec![
        (LIVE, String::new(), "signed-out: session-token-and-uat-missing"),
        (TEST, format!("__session={session}"), "handshake: dev-browser-missing"),
        (TEST, format!("__clerk_db_jwt=x; __session={session}"), "handshake: session-token-but-no-client-uat"),
        (TEST, String::new(), "handshake: dev-browser-missing"),
        (LIVE, "__client_uat=12345".to_owned(), "handshake: client-uat-but-no-session-token"),
        (LIVE, "__client_uat=0".to_owned(), "signed-out: session-token-and-uat-missing"),
        (
            TEST,
            format!("__clerk_db_jwt=x; __client_uat={}; __session={session}", NOW + 10),
            "handshake: session-token-iat-before-client-uat",
        ),
        (
            TEST,
            format!("__clerk_db_jwt=x; __client_uat={}; __session={}", NOW - 10, claims_of(json!({"sub": null}))),
            "signed-out: token-verification-failed",
        ),
        (TEST, format!("__clerk_db_jwt=x; __client_uat={}; __session={session}", NOW - 10), "signed-in"),
        (
            TEST,
            format!("__clerk_db_jwt=x; __client_uat={}; __session={}", NOW - 10, claims_of(json!({"sub": "mch_1"}))),
            "signed-out: token-type-mismatch",
        ),
        (TEST, format!("__clerk_db_jwt=x; __client_uat={NOW}; __session=garbage"), "signed-out: token-invalid"),
        (LIVE, format!("__client_uat={NOW}; __session={session}"), "signed-in"),
    ];
    for (key, cookies, expected) in rows {
        assert_eq!(Ask::new(config(key)).cookies(&cookies).outcome(), expected, "{cookies}");
    }
}

#[test]
fn categories() -> Result<(), AuthenticateError> {
    for (category, expected) in [
        ("cl_B7d4PD111AAA", "signed-in"),
        ("cl_I7d4PD111III", "signed-in"),
        ("cl_B7d4PD222AAA", "signed-out: token-type-mismatch"),
        ("cl_B7d4PD333AAA", "signed-out: token-type-mismatch"),
        ("unknown", "signed-out: token-type-mismatch"),
    ] {
        let text = token(&with(header(), json!({"cat": category})), &claims());
        let cookies = format!("__clerk_db_jwt=x; __client_uat={NOW}; __session={text}");
        for ask in [bearer(&text), Ask::new(config(TEST)).cookies(&cookies)] {
            let state = ask.state()?;
            assert_eq!((outcome(&state).as_str(), state.message.as_str()), (expected, ""), "{category}");
        }
    }
    Ok(())
}

#[test]
fn messages() -> Result<(), AuthenticateError> {
    let cookies = |text: &str| format!("__clerk_db_jwt=x; __client_uat={}; __session={text}", NOW - 10);
    let without_sub = token(&header(), &with(claims(), json!({"sub": null})));
    let state = Ask::new(config(TEST)).cookies(&cookies(&without_sub)).state()?;
    assert_eq!(
        state.message,
        "Subject claim (sub) is required and must be a string. Received undefined. Make sure that this is a valid Clerk-generated JWT. (reason=token-verification-failed, token-carrier=cookie)"
    );
    let state = Ask::new(config(TEST)).cookies(&cookies(&sound())).later(3_600).state()?;
    assert_eq!(outcome(&state), format!("handshake: {EXPIRED}"));
    assert_eq!(
        state.message,
        "JWT is expired. Expiry date: Fri, 15 Jan 2027 08:01:00 GMT, Current date: Fri, 15 Jan 2027 09:00:00 GMT. (reason=token-expired, token-carrier=cookie)"
    );
    let other_type = token(&with(header(), json!({"typ": "jwt"})), &claims());
    let state = bearer(&other_type).state()?;
    assert_eq!(
        state.message,
        "Invalid JWT type \"jwt\". Expected \"JWT\". Make sure that this is a valid Clerk-generated JWT. (reason=token-invalid, token-carrier=header)"
    );
    let other_algorithm = token(&with(header(), json!({"alg": "none"})), &claims());
    let state = bearer(&other_algorithm).state()?;
    assert_eq!(
        state.message,
        "Invalid JWT algorithm \"none\". Supported: RS256,RS384,RS512. Make sure that this is a valid Clerk-generated JWT. (reason=token-invalid-algorithm, token-carrier=header)"
    );
    let state = bearer("a.b").state()?;
    assert_eq!(
        state.message,
        "Invalid JWT form. A JWT consists of three parts separated by dots. (reason=token-invalid, token-carrier=header)"
    );
    Ok(())
}
