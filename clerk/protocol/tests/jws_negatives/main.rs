//! The signature layer alone, after the classes of Wycheproof's vectors for JWS, JWK and RSASSA-PKCS1-v1_5: forms and
//! headers, keys, and encodings that lenient verifiers accepted, signed by the private key so that only they are wrong.
#![cfg(feature = "verify")]

#[path = "../support/mod.rs"]
mod support;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clerk_protocol::verify::VerifyingKey;
use clerk_protocol::verify::jws::verify_compact;
use serde_json::json;
use support::{SigningKey, encode, header, key, other_key, with};

fn verifying_key(key: &SigningKey) -> Option<VerifyingKey> {
    let (modulus, exponent) = key.components();
    VerifyingKey::from_components(&modulus, &exponent, Some("RS256"))
}

fn signed(header: &str, payload: &[u8]) -> String {
    let signed = format!("{}.{}", encode(header), encode(payload));
    let signature = encode(key().sign(&signed));
    format!("{signed}.{signature}")
}

/// What `make-encodings.mjs` made.
const ENCODINGS: &str = include_str!("encodings.txt");
const SIGNED: &str = "eyJhbGciOiJSUzI1NiJ9.cGF5bG9hZA";

#[test]
fn encodings() {
    let mut lines = ENCODINGS.lines();
    let modulus = lines.next().and_then(|modulus| URL_SAFE_NO_PAD.decode(modulus).ok()).unwrap_or_default();
    let key = VerifyingKey::from_components(&modulus, &[1, 0, 1], Some("RS256"));
    let rows: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(' ')).collect();
    assert_eq!(rows.len(), 71);
    for (name, signature) in rows {
        let token = format!("{SIGNED}.{signature}");
        let verified = key.as_ref().is_some_and(|key| verify_compact(&token, key).is_ok());
        assert_eq!(verified, name == "sound", "{name}");
    }
}

#[test]
fn payloads_are_any_bytes() {
    let key = verifying_key(key());
    for payload in [&b""[..], b"not json", b"\xff\x00\xfe", b"{}"] {
        let verified = key.as_ref().and_then(|key| verify_compact(&signed(&header().to_string(), payload), key).ok());
        assert_eq!(verified.as_deref(), Some(payload));
    }
}

#[test]
fn refused() {
    let good = header().to_string();
    let base = signed(&good, b"payload");
    let Some((text, signature)) = base.rsplit_once('.') else { return };
    let header_with = |changes| signed(&with(header(), changes).to_string(), b"payload");
    let rows = [
        ("empty", String::new()),
        ("two parts", text.to_owned()),
        ("four parts", format!("{base}.x")),
        ("no signature", format!("{text}.")),
        ("padded", format!("{base}==")),
        ("white space", format!("{base} ")),
        ("standard alphabet", format!("{text}.{}", signature.replace('-', "+").replace('_', "/"))),
        ("crit", header_with(json!({"crit": ["exp"]}))),
        ("b64", header_with(json!({"b64": false}))),
        ("none", header_with(json!({"alg": "none"}))),
        ("HS256", header_with(json!({"alg": "HS256"}))),
        ("PS256", header_with(json!({"alg": "PS256"}))),
        ("RS384", header_with(json!({"alg": "RS384"}))),
        ("no alg", header_with(json!({"alg": null}))),
        ("alg list", header_with(json!({"alg": ["RS256"]}))),
        ("header is no object", signed("[]", b"payload")),
        ("header is no JSON", signed("{", b"payload")),
        ("header key twice", signed("{\"alg\":\"RS256\",\"alg\":\"RS256\"}", b"payload")),
        (
            "header is no UTF-8",
            format!("{}.{}", encode([0xff]), base.split_once('.').map(|(_, rest)| rest).unwrap_or_default()),
        ),
        ("another payload", base.replacen(&encode("payload"), &encode("payloae"), 1)),
    ];
    let Some(key) = verifying_key(key()) else { return };
    assert!(verify_compact(&base, &key).is_ok());
    for (name, token) in rows {
        assert!(token == base || verify_compact(&token, &key).is_err(), "{name}: {token}");
    }
    assert!(verifying_key(other_key()).is_some_and(|other| verify_compact(&base, &other).is_err()));
}

#[test]
fn keys() {
    let (modulus, exponent) = key().components();
    let from = |modulus: &[u8], exponent: &[u8]| VerifyingKey::from_components(modulus, exponent, Some("RS256"));
    let base = signed(&header().to_string(), b"payload");
    let verifies = |key: Option<VerifyingKey>| key.is_some_and(|key| verify_compact(&base, &key).is_ok());
    assert!(verifies(from(&modulus, &exponent)));
    assert!(verifies(from(&[&[0, 0], modulus.as_slice()].concat(), &exponent)), "leading zeros do not change a number");
    for exponent in [&[][..], &[0], &[1], &[2], &[3], &[1, 0, 0], &[0xff; 300]] {
        assert!(!verifies(from(&modulus, exponent)), "{exponent:?}");
    }
    for modulus in [&[][..], &[0], &[1], &[0xff; 256], &[0x80; 2048]] {
        assert!(!verifies(from(modulus, &exponent)));
    }
    for pem in [
        "",
        "x",
        "-----BEGIN PUBLIC KEY-----",
        "AAAA",
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
    ] {
        assert!(VerifyingKey::from_pem(pem, false).is_none() && VerifyingKey::from_pem(pem, true).is_none(), "{pem}");
    }
}
