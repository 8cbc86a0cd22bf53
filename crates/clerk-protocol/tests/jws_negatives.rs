//! Wycheproof-style cases of the signature layer alone (security.md A1, A3): RSASSA-PKCS1-v1_5 encodings that lenient
//! verifiers accepted, made with the private key so that only the encoding is wrong.
#![cfg(feature = "verify")]

mod support;

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
        assert!(VerifyingKey::from_pem(pem).is_none(), "{pem}");
    }
}
