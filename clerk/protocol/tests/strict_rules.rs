//! One test for each strict rule (`verify::strict`): what upstream does, and what we do. S4, S5, S14
//! and S15, what a token may say, are in `strict_tokens.rs`; S8, S13 and S16 go on in `strict_rounds.rs`.
#![cfg(feature = "verify")]

mod support;

use aws_lc_rs::rsa::KeySize;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clerk_protocol::verify::VerifyingKey;
use clerk_protocol::{AuthenticateError, Config, ConfigError, KeySet, Options, RequestState, Status};
use serde_json::{Value, json};
use support::{
    DEVELOPMENT_HOST, PARTY, PRODUCTION_HOST, SigningKey, URL, World, claims, cookies, development, encode, header,
    key, lenient, other_key, outcome, production, token, token_of_parts, token_of_texts, visit, visit_with, with,
};

type Headers<'a> = &'a [(&'a str, &'a str)];

fn redirect_origin(state: &RequestState) -> String {
    let location = state.location.as_deref().unwrap_or_default();
    let url = url::Url::parse(location).ok();
    let back = url.and_then(|url| {
        url.query_pairs().find(|(name, _)| name == "redirect_url").map(|(_, value)| value.into_owned())
    });
    back.and_then(|back| url::Url::parse(&back).ok())
        .map(|back| back.origin().ascii_serialization())
        .unwrap_or_default()
}

#[test]
fn s1_the_origin_is_not_the_visitors_to_choose() -> Result<(), AuthenticateError> {
    let forged = [("x-forwarded-host", "evil.test"), ("x-forwarded-proto", "http"), ("host", "app.example.com")];
    assert_eq!(redirect_origin(&visit(&lenient(development()), URL, &forged)?), "http://evil.test");
    assert_eq!(redirect_origin(&visit(&development(), URL, &forged)?), "https://app.example.com");
    let proxied = Config { trust_forwarded: true, ..development() };
    assert_eq!(redirect_origin(&visit(&proxied, URL, &forged)?), "http://evil.test");
    let configured =
        Config { public_origin: Some("https://www.example.com".to_owned()), trust_forwarded: true, ..development() };
    for host in ["evil.test", "evil.test:80", "a@evil.test", "evil.test/x", "evil.test#", "[::1]", "", "e\\vil"] {
        let state = visit(&configured, "http://10.0.0.1:3000/page", &[("host", host), ("x-forwarded-host", host)])?;
        assert_eq!(redirect_origin(&state), "https://www.example.com", "{host}");
    }
    let path = "http://10.0.0.1:3000//evil.test/x";
    assert_eq!(
        redirect_origin(&visit(&lenient(development()), path, &[("host", "app.example.com")])?),
        "http://evil.test"
    );
    assert_eq!(
        redirect_origin(&visit(&development(), path, &[("host", "app.example.com")])?),
        "http://app.example.com"
    );
    Ok(())
}

#[test]
fn s2_the_issuer_is_the_instance() {
    let text = |iss: Value| token(&header(), &with(claims(DEVELOPMENT_HOST), json!({"iss": iss})));
    let foreign = token(&header(), &with(claims(DEVELOPMENT_HOST), json!({"iss": null})));
    assert_eq!(visit_with(&lenient(development()), &foreign), "signed-in");
    assert_eq!(visit_with(&development(), &foreign), "signed-out: token-invalid-issuer");
    let bearer = |config: &Config, text: &str| {
        visit(config, URL, &[("authorization", &format!("Bearer {text}"))])
            .map_or_else(|error| error.to_string(), |state| outcome(&state))
    };
    for iss in [
        json!("https://evil.test"),
        json!(format!("https://{DEVELOPMENT_HOST}/")),
        json!(format!("http://{DEVELOPMENT_HOST}")),
        json!([format!("https://{DEVELOPMENT_HOST}")]),
        json!(5),
        json!(""),
    ] {
        assert_eq!(bearer(&development(), &text(iss.clone())), "signed-out: token-invalid-issuer", "{iss}");
    }
    assert_eq!(bearer(&development(), &text(json!(format!("https://{DEVELOPMENT_HOST}")))), "signed-in");
    let listed = Config { issuers: vec!["https://a.test".to_owned(), "https://b.test".to_owned()], ..development() };
    assert_eq!(bearer(&listed, &text(json!("https://b.test"))), "signed-in");
}

#[test]
fn s3_a_live_key_needs_authorized_parties() -> Result<(), ConfigError> {
    let text = token(&header(), &claims(PRODUCTION_HOST));
    let open = Config { authorized_parties: Vec::new(), ..production() };
    assert_eq!(visit_with(&lenient(open.clone()), &text), "signed-in");
    assert_eq!(visit_with(&open, &text), "signed-out: token-invalid-authorized-parties");
    assert_eq!(Options::new(open)?.ready(), Err(ConfigError::MissingAuthorizedParties));
    assert_eq!(visit_with(&production(), &text), "signed-in");
    Options::new(production())?.ready()?;
    let open = Config { authorized_parties: Vec::new(), ..development() };
    assert_eq!(visit_with(&open, &token(&header(), &claims(DEVELOPMENT_HOST))), "signed-in");
    for azp in [
        Value::Null,
        json!(""),
        json!("https://app.example.com/"),
        json!("https://evil.test"),
        json!(["https://app.example.com"]),
    ] {
        let text = token(&header(), &with(claims(DEVELOPMENT_HOST), json!({"azp": azp.clone()})));
        assert_eq!(visit_with(&development(), &text), "signed-out: token-invalid-authorized-parties", "{azp}");
    }
    Ok(())
}

fn world_with_payload(lines: &[String]) -> World {
    let mut world = World::default();
    world.payloads.insert("nonce_1".to_owned(), lines.to_vec());
    world
}

#[test]
fn s6_production_takes_handshakes_from_cookies() -> Result<(), AuthenticateError> {
    let text = token(&header(), &claims(PRODUCTION_HOST));
    let signed_in = cookies(&text);
    let world = world_with_payload(&["__session=; Max-Age=0".to_owned()]);
    let ask = |config: Config, url: &str, cookie: &str| {
        world
            .decide(config, "GET", url, &[("sec-fetch-dest", "document"), ("cookie", cookie)])
            .map(|state| outcome(&state))
    };
    let url = format!("{URL}?__clerk_handshake_nonce=nonce_1");
    assert_eq!(ask(lenient(production()), &url, &signed_in)?, "signed-out: session-token-missing");
    assert_eq!(ask(production(), &url, &signed_in)?, "signed-in");
    let allowed = Config { handshake_query_in_production: true, ..production() };
    assert_eq!(ask(allowed, &url, &signed_in)?, "signed-out: session-token-missing");
    assert_eq!(
        ask(production(), URL, &format!("{signed_in}; __clerk_handshake_nonce=nonce_1"))?,
        "signed-out: session-token-missing"
    );
    let mut world = World::default();
    world.payloads.insert("a/../b".to_owned(), vec![format!("__session={text}")]);
    let odd = format!("{URL}?__clerk_handshake_nonce=a%2F..%2Fb");
    let ask = |config| world.decide(config, "GET", &odd, &[]).map(|state| outcome(&state));
    let development_text = token(&header(), &claims(DEVELOPMENT_HOST));
    let mut fitting = World::default();
    fitting.payloads.insert("a/../b".to_owned(), vec![format!("__session={development_text}")]);
    assert_eq!(fitting.decide(lenient(development()), "GET", &odd, &[]).map(|state| outcome(&state))?, "signed-in");
    assert_eq!(ask(development())?, "signed-out: session-token-missing");
    Ok(())
}

#[test]
fn s7_only_clerks_cookies_come_out_of_a_handshake() -> Result<(), AuthenticateError> {
    let text = token(&header(), &claims(DEVELOPMENT_HOST));
    let lines = [
        format!("__session={text}; Path=/"),
        "__client_uat=1; Domain=example.com".to_owned(),
        "__client_uat=1; Domain=evil.test".to_owned(),
        "ATTACKER=1".to_owned(),
        "__sessionx=evil".to_owned(),
        "__clerk_handshake_nonce=; Max-Age=0".to_owned(),
        "__clerk_handshake=x".to_owned(),
    ];
    let url = format!("{URL}?__clerk_handshake_nonce=nonce_1");
    let state = world_with_payload(&lines).decide(development(), "GET", &url, &[])?;
    assert_eq!(state.status, Status::SignedIn);
    let names: Vec<&str> =
        state.set_cookies.iter().map(|line| line.split(['=', ';']).next().unwrap_or_default()).collect();
    assert_eq!(names, ["__session", "__client_uat", "__clerk_handshake_nonce"]);
    let template = token(&with(header(), json!({"cat": "cl_B7d4PD222AAA"})), &json!({"handshake": ["ATTACKER=1"]}));
    let state = visit(&development(), &format!("{URL}?__clerk_handshake={template}"), &[])?;
    assert_eq!((outcome(&state).as_str(), state.set_cookies.len()), ("signed-out: unexpected-error", 0));
    Ok(())
}

#[test]
fn s8_the_loop_guard_holds_beyond_three() -> Result<(), AuthenticateError> {
    for (count, strictly, upstream) in
        [("2", false, false), ("3", true, true), ("4", true, false), ("1e9", true, false), ("Infinity", true, false)]
    {
        let cookie = format!("__clerk_redirect_count={count}");
        let broken = |config| {
            visit(&config, URL, &[("cookie", &cookie)]).map(|state| state.loop_broken && state.location.is_none())
        };
        assert_eq!((broken(development())?, broken(lenient(development()))?), (strictly, upstream), "{count}");
    }
    Ok(())
}

#[test]
fn s9_only_sound_keys_are_in_the_set() {
    let small = SigningKey::generate("ins_small", KeySize::Rsa2048).jwk();
    let entry = |changes: Value| with(small.clone(), changes);
    let modulus = |bytes: usize| json!({"n": encode(vec![0xc1; bytes])});
    let rows = [
        (entry(json!({})), true),
        (entry(json!({"use": null})), true),
        (entry(json!({"alg": null})), true),
        (entry(json!({"use": "enc"})), false),
        (entry(json!({"kty": "EC"})), false),
        (entry(json!({"kty": "oct", "k": "AAAA"})), false),
        (entry(json!({"alg": "HS256"})), false),
        (entry(json!({"key_ops": ["sign"]})), false),
        (entry(json!({"n": null})), false),
        (entry(json!({"e": ""})), false),
        (entry(modulus(128)), false),
        (entry(modulus(255)), false),
        (entry(modulus(513)), false),
        (entry(json!({"e": "AQ"})), false),
        (entry(json!({"e": "Aw"})), false),
        (entry(json!({"e": "__8"})), false),
        (entry(json!({"e": "AQAA"})), false),
        (entry(json!({"e": "AAEAAQ"})), true),
        (entry(json!({"e": "AQAD"})), true),
    ];
    for (entry, expected) in rows {
        let set = KeySet::from_jwks(&json!({"keys": [entry.clone()]}), true);
        assert_eq!(set.get("ins_small").is_some(), expected, "{entry}");
    }
    let twice = with(other_key().jwk(), json!({"kid": "ins_small"}));
    let set = KeySet::from_jwks(&json!({"keys": [small, twice, key().jwk()]}), true);
    assert_eq!(set.kids().collect::<Vec<_>>(), ["ins_main"]);
    for jwks in [json!({}), json!({"keys": null}), json!({"keys": [null, 5, "x", {}]}), json!([]), json!(null)] {
        assert!(KeySet::from_jwks(&jwks, true).is_empty(), "{jwks}");
    }
}

#[test]
fn s9_a_configured_key_is_sound_as_well() {
    let der = key().der();
    let pem = |exponent: [u8; 3]| {
        let (rest, _) = der.split_at(der.len() - exponent.len());
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----", STANDARD.encode([rest, &exponent].concat()))
    };
    for (exponent, strictly) in [([1, 0, 1], true), ([1, 0, 3], true), ([0, 0xff, 0xff], false)] {
        assert_eq!(VerifyingKey::from_pem(&pem(exponent), true).is_some(), strictly, "{exponent:?}");
        assert!(VerifyingKey::from_pem(&pem(exponent), false).is_some(), "{exponent:?}");
        let config = Config { jwt_key: Some(pem(exponent)), ..development() };
        let problem = Options::new(config).and_then(|options| options.ready()).err();
        assert_eq!(problem, (!strictly).then_some(ConfigError::JwtKey));
    }
}

#[test]
fn s10_nothing_throws() -> Result<(), AuthenticateError> {
    let features = with(claims(DEVELOPMENT_HOST), json!({"v": 2, "fea": "nocolon", "o": {"id": "org_1"}}));
    let bearer = format!("Bearer {}", token(&header(), &features));
    let null = cookies(&token_of_texts(&header().to_string(), "null"));
    let forged = token_of_parts(&encode(header().to_string()), &encode("{\"handshake\":[]}"), other_key());
    let handshake = format!("{URL}?__clerk_handshake={forged}");
    let nowhere = format!("{URL}?__clerk_redirect_url=nowhere");
    let rows: [(&str, &str, Headers<'_>); 4] = [
        ("features", URL, &[("authorization", &bearer)]),
        ("null payload", URL, &[("cookie", &null)]),
        ("handshake", &handshake, &[]),
        ("redirect", &nowhere, &[]),
    ];
    for (name, url, headers) in rows {
        assert!(matches!(visit(&lenient(development()), url, headers), Err(AuthenticateError::Thrown(_))), "{name}");
        assert_eq!(outcome(&visit(&development(), url, headers)?), "signed-out: unexpected-error", "{name}");
    }
    Ok(())
}

#[test]
fn s11_the_dev_browser_goes_to_known_satellites_only() -> Result<(), AuthenticateError> {
    let url = format!("{URL}?__clerk_redirect_url=https%3A%2F%2Fsatellite.test%2Fx");
    let cookie = [("cookie", "__clerk_db_jwt=secret")];
    let state = visit(&lenient(development()), &url, &cookie)?;
    assert_eq!(state.location.as_deref(), Some("https://satellite.test/x?__clerk_db_jwt=secret&__clerk_synced=true"));
    assert_eq!(outcome(&visit(&development(), &url, &cookie)?), "signed-out: session-token-and-uat-missing");
    let known = Config { satellite_origins: vec!["https://satellite.test".to_owned()], ..development() };
    assert_eq!(outcome(&visit(&known, &url, &cookie)?), "handshake: primary-responds-to-syncing");
    let other = Config {
        satellite_origins: vec!["http://satellite.test".to_owned(), "https://satellite.test:8443".to_owned()],
        ..development()
    };
    assert_eq!(outcome(&visit(&other, &url, &cookie)?), "signed-out: session-token-and-uat-missing");
    Ok(())
}

#[test]
fn s12_production_does_not_explain() -> Result<(), AuthenticateError> {
    let message = |state: &RequestState| state.headers().into_iter().find(|(name, _)| *name == "x-clerk-auth-message");
    let bearer = [("authorization", "Bearer garbage")];
    assert!(message(&visit(&development(), URL, &bearer)?).is_some());
    assert!(message(&visit(&lenient(production()), URL, &bearer)?).is_some());
    let state = visit(&production(), URL, &bearer)?;
    assert!(message(&state).is_none());
    assert_eq!(state.headers(), [("x-clerk-auth-status", "signed-out".to_owned())]);
    let reason = ("x-clerk-auth-reason", "token-invalid".to_owned());
    assert!(visit(&development(), URL, &bearer)?.headers().contains(&reason));
    assert!(visit(&lenient(production()), URL, &bearer)?.headers().contains(&reason));
    let text = token(&header(), &with(claims(PRODUCTION_HOST), json!({"azp": PARTY})));
    let state = visit(&production(), URL, &[("authorization", &format!("Bearer {text}"))])?;
    assert_eq!((state.status, state.headers().len()), (Status::SignedIn, 0));
    Ok(())
}
