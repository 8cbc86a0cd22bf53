//! JSON, base64url, the compact form and the signature.

use serde_json::json;

use crate::Corpus;
use crate::support::{DEVELOPMENT_HOST, claims, encode, header, key, other_key, token, token_of_parts, with};

pub(crate) fn json_texts(corpus: &mut Corpus) {
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

pub(crate) fn encodings(corpus: &mut Corpus) {
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

pub(crate) fn forms(corpus: &mut Corpus) {
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

pub(crate) fn signatures(corpus: &mut Corpus) {
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
