//! Which algorithm, and public values as secrets.

use serde_json::json;

use crate::Corpus;
use crate::support::{DEVELOPMENT_HOST, claims, encode, header, key, with};

pub(crate) fn algorithms(corpus: &mut Corpus) {
    let spellings = [
        "none",
        "None",
        "NONE",
        "nOnE",
        "rs256",
        "Rs256",
        "RS 256",
        "RS256 ",
        " RS256",
        "RS256\u{0}",
        "RS-256",
        "RSA256",
        "RSASSA",
        "RS1",
        "RS255",
        "RS2560",
        "PS256",
        "PS384",
        "PS512",
        "ES256",
        "ES384",
        "ES512",
        "ES256K",
        "EdDSA",
        "Ed25519",
        "HS256",
        "HS384",
        "HS512",
        "hs256",
        "RSA-OAEP",
        "dir",
        "A256GCM",
        "",
        "undefined",
        "null",
        "ЅS256",
        "ＲＳ２５６",
        "RS256,none",
        "none,RS256",
        "constructor",
        "__proto__",
        "toString",
    ];
    for spelling in spellings {
        corpus.header("alg is exactly RS256, RS384 or RS512", json!({"alg": spelling}));
    }
    for value in [json!(["RS256"]), json!(256), json!({"name": "RS256"}), json!(true)] {
        corpus.header("alg is a string", json!({"alg": value}));
    }
    corpus.header("alg is required", json!({"alg": null}));
    corpus.header("the JWK's alg binds", json!({"alg": "RS384"}));
    corpus.header("the JWK's alg binds", json!({"alg": "RS512"}));
    for alg in ["none", "HS256"] {
        let unsigned = format!(
            "{}.{}",
            encode(with(header(), json!({"alg": alg})).to_string()),
            encode(claims(DEVELOPMENT_HOST).to_string())
        );
        corpus.add("no signature", format!("{unsigned}."));
        corpus.add("no signature part", unsigned);
    }
    hmac(corpus);
}

/// Public key material as an HMAC secret.
fn hmac(corpus: &mut Corpus) {
    let (modulus, exponent) = key().components();
    let jwk = key().jwk().to_string();
    let secrets: [&[u8]; 7] =
        [&modulus, modulus.get(1..).unwrap_or_default(), &exponent, jwk.as_bytes(), b"", b"ins_main", &[0]];
    for (alg, algorithm) in [
        ("HS256", aws_lc_rs::hmac::HMAC_SHA256),
        ("HS384", aws_lc_rs::hmac::HMAC_SHA384),
        ("HS512", aws_lc_rs::hmac::HMAC_SHA512),
        ("RS256", aws_lc_rs::hmac::HMAC_SHA256),
    ] {
        for secret in secrets {
            let signed = format!(
                "{}.{}",
                encode(with(header(), json!({"alg": alg})).to_string()),
                encode(claims(DEVELOPMENT_HOST).to_string())
            );
            let tag = aws_lc_rs::hmac::sign(&aws_lc_rs::hmac::Key::new(algorithm, secret), signed.as_bytes());
            corpus.add(format!("{alg} by a public value"), format!("{signed}.{}", encode(tag)));
        }
    }
}
