//! The JOSE header.

use serde_json::{Value, json};

use crate::Corpus;
use crate::support::{DEVELOPMENT_HOST, claims, encode, header, other_key, token_of_parts, token_of_texts, with};

pub(crate) fn headers(corpus: &mut Corpus) {
    for typ in [
        json!("jwt"),
        json!("JWS"),
        json!("JOSE"),
        json!("at+jwt"),
        json!("application/at+jwt"),
        json!("JWT "),
        json!(""),
        json!(5),
        json!(["JWT"]),
        json!({}),
        json!(true),
        json!("JWT\u{0}"),
    ] {
        corpus.header("typ is absent or JWT", json!({"typ": typ}));
    }
    for cat in [
        json!("cl_B7d4PD222AAA"),
        json!("cl_B7d4PD333AAA"),
        json!(""),
        json!("cl_b7d4pd111aaa"),
        json!("cl_B7d4PD111AAA "),
        json!(5),
        json!(["cl_B7d4PD111AAA"]),
        json!({}),
        json!(false),
    ] {
        corpus.header("cat is absent, session or ignore", json!({"cat": cat}));
    }
    for crit in [json!(["exp"]), json!([]), json!("exp"), json!(["b64"]), json!({}), json!(5)] {
        corpus.header("crit is refused", json!({"crit": crit}));
    }
    corpus.header("b64 is refused with crit", json!({"b64": false, "crit": ["b64"]}));
    for kid in [
        "",
        "ins_unknown",
        "../ins_main",
        "ins_main/../ins_main",
        "ins_main\u{0}",
        "ins_main\n",
        " ins_main",
        "ins_main ",
        "INS_MAIN",
        "ins_main' OR '1'='1",
        "ins_main;",
        "ins_maın",
        "*",
        "%69ns_main",
        "/dev/null",
        "http://evil.test/jwks",
        "__proto__",
        "constructor",
        "toString",
        "hasOwnProperty",
        "valueOf",
        "undefined",
        "null",
        "0",
        "local-ins_main",
        "ins_other",
    ] {
        corpus.header("kid is looked up exactly", json!({"kid": kid}));
    }
    corpus.header("kid is bounded by the token", json!({"kid": "k".repeat(64 * 1024)}));
    corpus.header("kid is required", json!({"kid": null}));
    for kid in [json!(5), json!({}), json!(["x"]), json!(true)] {
        corpus.header("kid is a name", json!({"kid": kid}));
    }
    let forged = |changes: Value| {
        let header = with(header(), changes).to_string();
        token_of_parts(&encode(header), &encode(claims(DEVELOPMENT_HOST).to_string()), other_key())
    };
    for changes in [
        json!({"jwk": other_key().jwk()}),
        json!({"jku": "https://evil.test/jwks"}),
        json!({"x5u": "https://evil.test/x"}),
        json!({"x5c": ["AAAA"]}),
        json!({"x5t": "AAAA"}),
        json!({"jwk": other_key().jwk(), "kid": "ins_other"}),
        json!({"zip": "DEF"}),
        json!({"enc": "A256GCM"}),
    ] {
        corpus.add(format!("key material in the header is ignored {changes:.40}"), forged(changes));
    }
    for text in [
        "null",
        "[]",
        "5",
        "\"RS256\"",
        "true",
        "{}",
        "",
        " ",
        "{\"alg\":\"RS256\"",
        "{\"alg\":\"RS256\",}",
        "{'alg':'RS256'}",
        "{\"alg\":\"RS256\",\"alg\":\"RS256\",\"kid\":\"ins_main\"}",
    ] {
        corpus.add(
            format!("the header is an object {text}"),
            token_of_texts(text, &claims(DEVELOPMENT_HOST).to_string()),
        );
    }
}
