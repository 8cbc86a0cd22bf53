//! Refreshing, navigations from elsewhere, suffixed cookies and local keys.

use clerk_protocol::verify::RefreshOutcome;
use clerk_protocol::{AuthenticateError, Status};
use serde_json::{Value, json};

use crate::support::{NOW, header, key, outcome, token, with};
use crate::{Ask, EXPIRED, LIVE, TEST, URL, bearer, claims, config, satellite, sound};

/// The rows of `authenticateContext.test.ts`: which cookies count, seen by whose session it is.
#[test]
fn suffixed_or_not() {
    let of = |sub: &str, changes: Value| token(&header(), &with(with(claims(), json!({"sub": sub})), changes));
    let (plain, suffixed) = (of("user_plain", json!({})), of("user_suffixed", json!({})));
    let newer = of("user_plain", json!({"iat": NOW + 3}));
    let (foreign, odd) = (of("user_plain", json!({"iss": "http:whatever"})), of("user_plain", json!({"iss": 123})));
    let no_issuer = of("user_plain", json!({"iss": null}));
    let rows: Vec<(&str, String, &str)> = vec![
        (LIVE, format!("__client_uat={NOW}; __session={plain}"), "user_plain"),
        (
            LIVE,
            format!("__client_uat={NOW}; __client_uat_SFX={NOW}; __session={newer}; __session_SFX={suffixed}"),
            "user_plain",
        ),
        (TEST, format!("__clerk_db_jwt=x; __client_uat={NOW}; __client_uat_SFX=0; __session={plain}"), "user_plain"),
        (
            LIVE,
            format!("__client_uat=0; __client_uat_SFX=0; __session={plain}; __session_SFX={suffixed}"),
            "session-token-but-no-client-uat",
        ),
        (
            LIVE,
            format!("__client_uat={NOW}; __client_uat_SFX={NOW}; __session={plain}; __session_SFX={suffixed}"),
            "user_suffixed",
        ),
        (
            LIVE,
            format!("__client_uat={NOW}; __client_uat_SFX={NOW}; __session={foreign}; __session_SFX={suffixed}"),
            "user_suffixed",
        ),
        (
            LIVE,
            format!("__client_uat={NOW}; __client_uat_SFX={NOW}; __session={odd}; __session_SFX={suffixed}"),
            "user_suffixed",
        ),
        (LIVE, format!("__client_uat={NOW}; __session={foreign}"), "session-token-and-uat-missing"),
        (LIVE, format!("__client_uat={NOW}; __session={no_issuer}"), "user_plain"),
        (LIVE, format!("__session_SFX={suffixed}"), "session-token-and-uat-missing"),
        (LIVE, format!("__client_uat_SFX={NOW}"), "client-uat-but-no-session-token"),
        (
            LIVE,
            format!("__client_uat={NOW}; __client_uat_SFX={NOW}; __session=garbage; __session_SFX={suffixed}"),
            "token-invalid",
        ),
    ];
    for (key, cookies, expected) in rows {
        let suffix = if key == LIVE { "MqCvchyS" } else { "vWCgMp3A" };
        let state = Ask::new(config(key)).cookies(&cookies.replace("SFX", suffix)).state();
        let found = match &state {
            Ok(state) => match state.auth.session() {
                Some(session) => session.user_id().to_owned(),
                None => state.reason.as_ref().map(ToString::to_string).unwrap_or_default(),
            },
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected, "{cookies}");
    }
}

#[test]
fn a_pem_needs_no_key_set() {
    use base64::Engine;
    let (modulus, exponent) = key().components();
    let integer = |bytes: &[u8]| {
        [&[0x02, 0x82][..], &u16::try_from(bytes.len()).unwrap_or_default().to_be_bytes(), bytes].concat()
    };
    let short = |tag: u8, bytes: &[u8]| {
        [&[tag, 0x82][..], &u16::try_from(bytes.len()).unwrap_or_default().to_be_bytes(), bytes].concat()
    };
    let exponent = [&[0x02, u8::try_from(exponent.len()).unwrap_or_default()][..], &exponent].concat();
    let key = short(0x30, &[integer(&modulus), exponent].concat());
    let algorithm = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let spki = short(0x30, &[&algorithm[..], &short(0x03, &[&[0][..], &key].concat())].concat());
    let bare = base64::engine::general_purpose::STANDARD.encode(spki);
    for jwt_key in [bare.clone(), format!("-----BEGIN PUBLIC KEY-----\r\n{bare}\r\n-----END PUBLIC KEY-----\r\n")] {
        let mut ask = bearer(&token(&with(header(), json!({"kid": "anything"})), &claims()));
        ask.config.jwt_key = Some(jwt_key);
        ask.world.jwks = None;
        assert_eq!(ask.outcome(), "signed-in");
    }
}

#[test]
fn cross_origin_navigations() {
    let ask = |key: &str, referrer: &'static str| {
        let cookies = format!("__clerk_db_jwt=x; __client_uat={NOW}; __session={}", sound());
        let ask = Ask::new(config(key)).header("host", "primary.com").cookies(&cookies);
        if referrer.is_empty() { ask } else { ask.header("referer", referrer) }
    };
    let bounced = "handshake: primary-domain-cross-origin-sync";
    let rows = [
        (LIVE, "https://satellite.com/x", bounced),
        (LIVE, "https://accounts.example.com/", bounced),
        (LIVE, "https://foo-bar-13.accounts.dev/", bounced),
        (LIVE, "https://www.google.com/", bounced),
        (LIVE, "http://primary.com/before", "signed-in"),
        (LIVE, "", "signed-in"),
        (LIVE, "invalid", "signed-in"),
        (TEST, "https://foo-bar-13.accounts.dev/", "signed-in"),
        (LIVE, "https://accounts.inspired.puma-74.lcl.dev/", "signed-in"),
        (LIVE, "https://clerk.inspired.puma-74.lcl.dev/", "signed-in"),
    ];
    for (key, referrer, expected) in rows {
        assert_eq!(ask(key, referrer).outcome(), expected, "{key} {referrer}");
    }
    assert_eq!(ask(LIVE, "https://satellite.com/").header("sec-fetch-dest", "empty").outcome(), "signed-in");
    assert_eq!(ask(LIVE, "https://satellite.com/").method("POST").outcome(), "signed-in");
}

#[test]
fn refresh() -> Result<(), AuthenticateError> {
    let fresh = format!(
        "__session_MqCvchyS={}; Path=/; Secure",
        token(&header(), &with(claims(), json!({"exp": NOW + 4_000, "iat": NOW + 3_600})))
    );
    let ask = |cookie: &str| {
        let mut ask = Ask::new(config(LIVE))
            .cookies(&format!("__client_uat=12345; __session={}; {cookie}", sound()))
            .later(3_600);
        ask.world.refresh = Some(RefreshOutcome::Cookies(vec![fresh.clone()]));
        ask
    };
    let state = ask("__refresh_MqCvchyS=can_be_anything").state()?;
    assert_eq!((outcome(&state).as_str(), state.set_cookies), ("signed-in", vec![fresh.clone()]));
    assert_eq!(ask("__refresh=x").outcome(), format!("handshake: {EXPIRED}"));
    assert_eq!(
        ask("__refresh_MqCvchyS=x").method("POST").outcome(),
        "signed-out: session-token-expired-refresh-non-eligible-non-get"
    );
    let mut failing = ask("__refresh_MqCvchyS=x");
    assert_eq!(failing.state()?.status, Status::SignedIn);
    let rows = [
        (RefreshOutcome::Failed(Some("session_not_found".to_owned())), "session_not_found"),
        (RefreshOutcome::Failed(Some("unexpected_error".to_owned())), "fetch-error"),
        (RefreshOutcome::Failed(None), "unexpected-bapi-error"),
        (RefreshOutcome::Cookies(Vec::new()), "unexpected-sdk-error"),
        (RefreshOutcome::Cookies(vec!["a=b".to_owned()]), "invalid-session-token"),
    ];
    for (refresh, reason) in rows {
        failing.world.refresh = Some(refresh);
        assert_eq!(failing.outcome(), format!("handshake: session-token-expired-refresh-{reason}"));
    }
    Ok(())
}

/// Only for an expired token, only with the suffixed cookie, and with all that the endpoint wants.
#[test]
fn when_the_refresh_endpoint_is_called() {
    let ask =
        |cookie: &str| Ask::new(config(LIVE)).cookies(&format!("__client_uat=12345; __session={}; {cookie}", sound()));
    let both = ask("__refresh=plain; __refresh_MqCvchyS=suffixed").later(3_600);
    assert_eq!(both.outcome(), "handshake: session-token-expired-refresh-fetch-error");
    let calls = both.world.refreshes.take();
    let call = calls.first().map(|call| (call.session_id.as_str(), call.refresh_token.as_str(), call.suffixed_cookies));
    assert_eq!(call, Some(("sess_2GbDB4enNdCa5vS1zpC3Xzg9tK9", "suffixed", false)));
    assert!(calls.iter().all(|call| call.expired_token == sound() && call.request_origin == "http://example.com"));
    assert_eq!(calls.len(), 1);
    for (ask, outcome) in [
        (ask("__refresh_MqCvchyS=suffixed"), "signed-in".to_owned()),
        (ask("__refresh=plain").later(3_600), format!("handshake: {EXPIRED}")),
        (ask("__refresh_other=plain").later(3_600), format!("handshake: {EXPIRED}")),
    ] {
        assert_eq!((ask.outcome(), ask.world.refreshes.take().len()), (outcome, 0));
    }
    let beside = bearer(&sound()).later(3_600).cookies("__session=garbage; __refresh_vWCgMp3A=x");
    assert_eq!(beside.outcome(), "handshake: session-token-expired-refresh-expired-session-token-decode-failed");
    for sid in ["..", "sess_1/../x", "sess_1/%2e%2e", "sess_1\\..", "%25252e"] {
        let text = token(&header(), &with(claims(), json!({"sid": sid})));
        let ask = bearer(&text).later(3_600).cookies("__refresh_vWCgMp3A=x");
        assert_eq!(ask.outcome(), "handshake: session-token-expired-refresh-unexpected-bapi-error", "{sid}");
    }
}

#[test]
fn posts_are_never_redirected() {
    assert_eq!(
        Ask::new(config(LIVE)).method("POST").cookies("__client_uat=1").outcome(),
        "signed-out: client-uat-but-no-session-token"
    );
    let cookies = format!("__clerk_db_jwt=x; __client_uat={}; __session={}", NOW + 10, sound());
    assert_eq!(
        Ask::new(config(TEST)).method("POST").cookies(&cookies).outcome(),
        "signed-out: session-token-iat-before-client-uat"
    );
    let unsynced = format!("{URL}?__clerk_synced=false");
    assert_eq!(
        Ask::new(satellite(LIVE)).url(&unsynced).method("POST").outcome(),
        "signed-out: session-token-and-uat-missing"
    );
}

#[test]
fn clock_skew() {
    let rows = [(-6, "expired"), (-5, "expired"), (-4, "in"), (0, "in"), (6, "in")];
    for (exp, expected) in rows {
        let text = token(&header(), &with(claims(), json!({"exp": NOW + exp})));
        let expected = if expected == "in" { "signed-in".to_owned() } else { format!("handshake: {EXPIRED}") };
        assert_eq!(bearer(&text).outcome(), expected, "exp {exp}");
    }
    for (claim, reason) in [("nbf", "session-token-nbf"), ("iat", "session-token-iat-in-the-future")] {
        for (seconds, is_in) in [(4, true), (5, true), (6, false)] {
            let mut changes = json!({});
            changes[claim] = json!(NOW + seconds);
            let text = token(&header(), &with(claims(), changes));
            let expected = if is_in { "signed-in".to_owned() } else { format!("handshake: {reason}") };
            assert_eq!(bearer(&text).outcome(), expected, "{claim} {seconds}");
        }
    }
}
