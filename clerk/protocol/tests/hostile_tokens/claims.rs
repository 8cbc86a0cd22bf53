//! Who, from where, and when.

use serde_json::json;

use crate::Corpus;
use crate::support::{DEVELOPMENT_HOST, NOW, claims};

pub(crate) fn identities(corpus: &mut Corpus) {
    for sub in [
        json!(""),
        json!("usr_1"),
        json!("User_1"),
        json!(" user_1"),
        json!("\u{0}user_1"),
        json!("mch_1"),
        json!("org_1"),
        json!(5),
        json!(["user_1"]),
        json!({"user_1": 1}),
        json!(true),
        json!("ｕser_1"),
        json!("%75ser_1"),
    ] {
        corpus.claim("sub is user_", json!({"sub": sub}));
    }
    corpus.claim("sub is required", json!({"sub": null}));
    for sid in [
        json!(""),
        json!("ses_1"),
        json!("Sess_1"),
        json!(" sess_1"),
        json!(5),
        json!(["sess_1"]),
        json!({}),
        json!(false),
    ] {
        corpus.claim("sid is sess_", json!({"sid": sid}));
    }
    corpus.claim("sid is required", json!({"sid": null}));
    for o in [
        json!({}),
        json!({"id": ""}),
        json!({"id": "acme"}),
        json!({"id": 5}),
        json!({"id": ["org_1"]}),
        json!("org_1"),
        json!(["org_1"]),
        json!(5),
        json!(true),
        json!(false),
        json!({"slg": "acme"}),
        json!({"id": " org_1"}),
    ] {
        corpus.claim("o.id is org_", json!({"v": 2, "o": o}));
    }
    let host = DEVELOPMENT_HOST;
    for iss in [
        json!(""),
        json!(host),
        json!(format!("http://{host}")),
        json!(format!("https://{host}/")),
        json!(format!("https://{host}.evil.test")),
        json!(format!("https://evil.test/{host}")),
        json!(format!("HTTPS://{host}")),
        json!(format!("https://{host} ")),
        json!(format!("https://{host}:443")),
        json!([format!("https://{host}")]),
        json!(5),
        json!({}),
        json!(format!("https://{host}\u{0}")),
        json!("https://clerk.example.com"),
    ] {
        corpus.claim("iss is the instance", json!({"iss": iss}));
    }
    corpus.claim("iss is required", json!({"iss": null}));
    for azp in [
        json!(""),
        json!("https://evil.test"),
        json!("http://app.example.com"),
        json!("https://app.example.com/"),
        json!("https://app.example.com:443"),
        json!("https://APP.example.com"),
        json!("app.example.com"),
        json!("https://app.example.com.evil.test"),
        json!("*"),
        json!(["https://app.example.com"]),
        json!(5),
        json!({}),
        json!(true),
        json!("https://app.example.com,https://evil.test"),
        json!("null"),
    ] {
        corpus.claim("azp is an authorized party", json!({"azp": azp}));
    }
    corpus.claim("azp is required", json!({"azp": null}));
    for fea in [json!("nocolon"), json!("o:a,b"), json!(5), json!(["o:a"]), json!({}), json!(true)] {
        corpus.claim(
            "fea is a list of scope:slug",
            json!({"v": 2, "fea": fea, "o": {"id": "org_1", "per": "read", "fpm": "1"}}),
        );
    }
    for (per, fpm) in [
        (json!(5), json!("1")),
        (json!(["read"]), json!("1")),
        (json!("read"), json!(5)),
        (json!("read"), json!(["1"])),
    ] {
        corpus.claim("per and fpm are texts", json!({"v": 2, "o": {"id": "org_1", "per": per, "fpm": fpm}}));
    }
}

pub(crate) fn times(corpus: &mut Corpus) {
    for exp in [
        json!(NOW - 6),
        json!(NOW - 5),
        json!(0),
        json!(-1),
        json!(NOW - 5),
        json!("9999999999"),
        json!([NOW + 60]),
        json!({}),
        json!(true),
        json!(false),
        json!((NOW - 5) as f64 + 0.9),
    ] {
        corpus.claim("exp is in the future", json!({"exp": exp}));
    }
    corpus.claim("exp is required", json!({"exp": null}));
    for nbf in [json!(NOW + 6), json!(NOW + 3_600), json!("0"), json!([0]), json!({}), json!(true), json!(4e12)] {
        corpus.claim("nbf is in the past", json!({"nbf": nbf}));
    }
    for iat in [json!(NOW + 6), json!(NOW + 3_600), json!("x"), json!([]), json!({}), json!(true), json!(4e12)] {
        corpus.claim("iat is in the past", json!({"iat": iat}));
    }
    let text = claims(DEVELOPMENT_HOST).to_string();
    for (claim, value) in [("exp", NOW + 60), ("nbf", NOW - 10), ("iat", NOW)] {
        for number in
            ["1e999", "-1e999", "1e400", "NaN", "Infinity", "0x7fffffff", "01", "1.", ".5", "+1", "1e", "--1", "1_000"]
        {
            corpus.payload(
                "numbers are finite JSON numbers",
                &text.replace(&format!("\"{claim}\":{value}"), &format!("\"{claim}\":{number}")),
            );
        }
    }
}
