//! Hand-made hostile tokens (security.md A4): each names the rule it tests, and none signs anybody in, whether it comes
//! as `Authorization`, as `__session` or as the suffixed cookie.
#![cfg(feature = "verify")]

mod support;

use clerk_protocol::Status;
use serde_json::{Value, json};
use support::{
    DEVELOPMENT_HOST, NOW, World, claims, development, encode, header, key, other_key, token, token_of_parts,
    token_of_texts, with,
};

struct Corpus(Vec<(String, String)>);

impl Corpus {
    fn add(&mut self, rule: impl Into<String>, token: String) {
        self.0.push((rule.into(), token));
    }

    fn header(&mut self, rule: &str, changes: Value) {
        self.add(format!("{rule} {changes}"), token(&with(header(), changes), &claims(DEVELOPMENT_HOST)));
    }

    fn claim(&mut self, rule: &str, changes: Value) {
        self.add(format!("{rule} {changes}"), token(&header(), &with(claims(DEVELOPMENT_HOST), changes)));
    }

    /// The claims as text, changed by hand.
    fn payload(&mut self, rule: &str, text: &str) {
        self.add(format!("{rule} {text:.40}"), token_of_texts(&header().to_string(), text));
    }
}

fn corpus() -> Vec<(String, String)> {
    let mut corpus = Corpus(Vec::new());
    algorithms(&mut corpus);
    headers(&mut corpus);
    identities(&mut corpus);
    times(&mut corpus);
    json_texts(&mut corpus);
    encodings(&mut corpus);
    forms(&mut corpus);
    signatures(&mut corpus);
    corpus.0
}

fn algorithms(corpus: &mut Corpus) {
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

fn headers(corpus: &mut Corpus) {
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

fn identities(corpus: &mut Corpus) {
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

fn times(corpus: &mut Corpus) {
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

fn json_texts(corpus: &mut Corpus) {
    let text = claims(DEVELOPMENT_HOST).to_string();
    for whole in ["null", "[]", "5", "\"text\"", "true", "{}", "", " ", "{", "}", "[{}]", "undefined"] {
        corpus.payload("the payload is an object", whole);
    }
    for name in ["sub", "sid", "iss", "azp", "exp", "iat", "nbf", "x"] {
        corpus.payload("keys are unique", &text.replacen('{', &format!("{{\"{name}\":1,\"{name}\":1,"), 1));
    }
    corpus.payload("keys are unique, escaped too", &text.replacen('{', "{\"s\\u0075b\":\"user_2\",", 1));
    for depth in [32, 33, 64, 128, 1_000, 5_000] {
        corpus.payload(
            "depth is at most 32",
            &text.replacen('{', &format!("{{\"x\":{}{},", "[".repeat(depth), "]".repeat(depth)), 1),
        );
        corpus.payload(
            "depth is at most 32",
            &text.replacen('{', &format!("{{\"x\":{}1{},", "{\"a\":".repeat(depth), "}".repeat(depth)), 1),
        );
    }
    for (name, change) in [
        ("trailing comma", text.replace('}', ",}")),
        ("trailing text", format!("{text}x")),
        ("two values", format!("{text}{text}")),
        ("comment", format!("/**/{text}")),
        ("control character", text.replace("user_1", "user_1\u{1}")),
        ("newline in a string", text.replace("user_1", "user_\n1")),
        ("no-break space", format!("\u{a0}{text}")),
        ("bad escape", text.replace("user_1", "user_\\x31")),
        ("short escape", text.replace("user_1", "user_\\u31")),
        ("single quotes", text.replace('"', "'")),
        ("unquoted key", text.replace("\"sub\"", "sub")),
        ("cut", text.trim_end_matches('}').to_owned()),
        ("NUL after", format!("{text}\u{0}")),
    ] {
        corpus.payload(&format!("strict JSON: {name}"), &change);
    }
    for size in [13_000, 100_000, 1_000_000] {
        corpus
            .payload("a token is at most 16 KB", &text.replacen('{', &format!("{{\"x\":\"{}\",", "x".repeat(size)), 1));
    }
}

fn encodings(corpus: &mut Corpus) {
    let sound = token(&header(), &claims(DEVELOPMENT_HOST));
    let parts: Vec<&str> = sound.split('.').collect();
    let [head, payload, signature] = parts.as_slice() else { return };
    for padding in ["=", "==", "===", "===="] {
        corpus.add("no padding", format!("{sound}{padding}"));
        corpus.add("no padding", token_of_parts(&format!("{head}{padding}"), payload, key()));
        corpus.add("no padding", token_of_parts(head, &format!("{payload}{padding}"), key()));
    }
    for odd in ["+", "/", " ", "\t", "%", ",", "\u{e9}", "~", "*", "A", "\""] {
        corpus.add(format!("base64url only {odd:?}"), token_of_parts(&format!("{head}{odd}"), payload, key()));
        corpus.add(format!("base64url only {odd:?}"), token_of_parts(head, &format!("{payload}{odd}"), key()));
        // White space around a header's value is HTTP's, not the token's.
        if !odd.trim().is_empty() {
            corpus.add(format!("base64url only {odd:?}"), format!("{head}.{payload}.{signature}{odd}"));
        }
    }
    corpus.add("no left-over bits", token_of_parts(head, &trailing_bits(payload), key()));
    corpus.add("standard alphabet", format!("{head}.{payload}.{}", signature.replace(['-', '_'], "+")));
    corpus.add("encoded twice", token_of_parts(&encode(head), &encode(payload), key()));
}

/// The last character with a bit set that no byte uses.
fn trailing_bits(part: &str) -> String {
    let padded = format!("{part}{}", if part.len().is_multiple_of(4) { "QR" } else { "" });
    let mut characters: Vec<char> = padded.chars().collect();
    if let Some(last) = characters.last_mut() {
        *last =
            if *last == 'A' { 'B' } else { char::from(u8::try_from(u32::from(*last)).unwrap_or(b'A').wrapping_add(1)) };
    }
    characters.into_iter().collect()
}

fn forms(corpus: &mut Corpus) {
    let sound = token(&header(), &claims(DEVELOPMENT_HOST));
    for text in [
        "",
        ".",
        "..",
        "...",
        "a",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "a.b.c.d.e",
        "null",
        "undefined",
        "Bearer",
        "ak_secret",
        "mt_secret",
        "oat_secret",
        "eyJhbGciOiJub25lIn0..",
        "{}.{}.{}",
        "%00",
        "🦀.🦀.🦀",
    ] {
        corpus.add(format!("three parts {text}"), text.to_owned());
    }
    corpus.add("four parts", format!("{sound}.x"));
    corpus.add("four parts", format!("x.{sound}"));
    corpus.add("five parts", format!("{sound}.x.y"));
    corpus.add("an empty part", format!(".{sound}"));
    corpus.add("a trailing dot", format!("{sound}."));
    corpus.add("two tokens", format!("{sound},{sound}"));
    corpus.add("nested", token_of_parts(&encode(header().to_string()), &encode(&sound), key()));
    corpus.add("JSON serialisation", json!({"payload": "e30", "signatures": []}).to_string());
    corpus.add("encoded dots", sound.replace('.', "%252e"));
    corpus.add("dots only", ".".repeat(10_000));
}

fn signatures(corpus: &mut Corpus) {
    let sound = token(&header(), &claims(DEVELOPMENT_HOST));
    let Some((signed, signature)) = sound.rsplit_once('.') else { return };
    let bytes = key().sign(signed);
    let with_signature = |bytes: &[u8]| format!("{signed}.{}", encode(bytes));
    for index in [0, 1, 127, 128, 254, 255] {
        let mut flipped = bytes.clone();
        if let Some(byte) = flipped.get_mut(index) {
            *byte ^= 1;
        }
        corpus.add("every bit of the signature counts", with_signature(&flipped));
    }
    for length in [0, 1, 64, 128, 255] {
        corpus.add("a signature has the modulus' length", with_signature(bytes.get(..length).unwrap_or_default()));
    }
    corpus.add("a longer signature", with_signature(&[bytes.as_slice(), &[0]].concat()));
    corpus.add("a leading zero", with_signature(&[&[0], bytes.as_slice()].concat()));
    corpus.add("zeros", with_signature(&[0; 256]));
    corpus.add("one", with_signature(&[vec![0; 255], vec![1]].concat()));
    corpus.add("ones", with_signature(&[0xff; 256]));
    corpus.add("the modulus", with_signature(key().components().0.get(1..).unwrap_or_default()));
    corpus.add(
        "another key",
        token_of_parts(&encode(header().to_string()), &encode(claims(DEVELOPMENT_HOST).to_string()), other_key()),
    );
    let other = token(&header(), &with(claims(DEVELOPMENT_HOST), json!({"sub": "user_2"})));
    let other_signed = other.rsplit_once('.').map(|(signed, _)| signed).unwrap_or_default();
    corpus.add("another token's signature", format!("{other_signed}.{signature}"));
    let reordered = claims(DEVELOPMENT_HOST).to_string().replace(',', ", ");
    corpus.add(
        "the text as received is signed",
        format!("{}.{}.{signature}", encode(header().to_string()), encode(reordered)),
    );
}

#[test]
fn nobody_gets_in() {
    let corpus = corpus();
    assert!(corpus.len() >= 300, "{}", corpus.len());
    let accepted: Vec<&str> = corpus.iter().filter(|(_, text)| gets_in(text)).map(|(rule, _)| rule.as_str()).collect();
    assert!(accepted.is_empty(), "of {} accepted: {accepted:#?}", corpus.len());
}

/// Anything but a plain refusal counts: an error would be a 500.
fn gets_in(text: &str) -> bool {
    carriers(text).iter().any(|(name, value)| {
        let headers = [("sec-fetch-dest", "document"), (*name, value.as_str())];
        let state = World::default().decide(development(), "GET", "https://app.example.com/", &headers);
        !state.is_ok_and(|state| state.status != Status::SignedIn && state.auth.session().is_none())
    })
}

fn carriers(text: &str) -> [(&'static str, String); 3] {
    let cookies =
        |suffix: &str| format!("__clerk_db_jwt{suffix}=x; __client_uat{suffix}={}; __session{suffix}={text}", NOW - 60);
    [("authorization", format!("Bearer {text}")), ("cookie", cookies("")), ("cookie", cookies("_nx2hSE6I"))]
}

/// The corpus would prove nothing if sound tokens were refused too.
#[test]
fn sound_tokens_get_in() {
    let text = token(&header(), &claims(DEVELOPMENT_HOST));
    for (name, value) in carriers(&text) {
        let state =
            World::default().decide(development(), "GET", "https://app.example.com/", &[(name, value.as_str())]);
        assert!(state.is_ok_and(|state| state.status == Status::SignedIn), "{name}");
    }
}
