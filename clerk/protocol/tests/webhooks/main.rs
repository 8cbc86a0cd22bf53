//! Deliveries of webhooks: good ones, hostile ones, and what their bodies say.
#![cfg(feature = "verify")]

mod bodies;
mod hostile;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clerk_protocol::verify::webhook::Delivery;
use clerk_protocol::{WebhookError, WebhookSecret, verify_webhook};

const NOW: i64 = 1_700_000_000;
const BODY: &[u8] = br#"{"a":1}"#;
/// The key of the vector below.
const KEY: &str = "test_signing_secret_32_chars_long";

type Headers = Vec<(String, Vec<u8>)>;

fn secret(key: &str) -> WebhookSecret {
    WebhookSecret::parse(&format!("whsec_{}", STANDARD.encode(key))).unwrap_or_else(|error| unreachable!("{error}"))
}

/// What a sender who has the key writes as the signature. By itself, not by what is tested.
fn signature(key: &str, signed: &[u8]) -> String {
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, key.as_bytes());
    format!("v1,{}", STANDARD.encode(aws_lc_rs::hmac::sign(&key, signed)))
}

fn signed(id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat()
}

fn headers(family: &str, id: &str, timestamp: &str, signature: &str) -> Headers {
    let header = |name: &str, value: &str| (format!("{family}-{name}"), value.as_bytes().to_vec());
    vec![header("id", id), header("timestamp", timestamp), header("signature", signature)]
}

/// A delivery that is in order.
fn good(body: &[u8]) -> Headers {
    headers("svix", "msg_1", "1700000000", &signature(KEY, &signed("msg_1", "1700000000", body)))
}

fn verify_at(now: i64, headers: &Headers, body: &[u8], keys: &[&str]) -> Result<Delivery, WebhookError> {
    let secrets: Vec<_> = keys.iter().map(|key| secret(key)).collect();
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_slice()));
    verify_webhook(headers, body, &secrets, now * 1_000)
}

fn verify(headers: &Headers, body: &[u8]) -> Result<Delivery, WebhookError> {
    verify_at(NOW, headers, body, &[KEY])
}

#[test]
fn the_signature_is_that_of_the_published_scheme() {
    let expected = "v1,VKVT600sBXkhfdjqKeVwWyw7x03IEzMEU7p3Yqou+oY=";
    assert_eq!(signature(KEY, &signed("msg_1", "1700000000", BODY)), expected);
    assert_eq!(secret(KEY).signature("msg_1", NOW, BODY), expected);
    let digest = "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862".to_owned();
    let delivery = Delivery { id: "msg_1".to_owned(), timestamp: NOW, digest };
    assert_eq!(verify(&headers("svix", "msg_1", "1700000000", expected), BODY), Ok(delivery));
}

#[test]
fn names_are_read_in_any_case_and_of_either_family() {
    let signature = signature(KEY, &signed("msg_1", "1700000000", BODY));
    for family in ["svix", "SVIX", "Svix", "webhook", "WebHook"] {
        assert!(verify(&headers(family, "msg_1", " 1700000000\t", &signature), BODY).is_ok(), "{family}");
    }
}

#[test]
fn one_good_signature_of_a_list_is_enough() {
    let good = signature(KEY, &signed("msg_1", "1700000000", BODY));
    let bad = signature("another", &signed("msg_1", "1700000000", BODY));
    for list in [
        format!("{bad} {good}"),
        format!("{good} {bad}"),
        format!("v2,abc v1a,{} {good}", &bad[3..]),
        format!("{bad}  {good}"),
        format!("{bad} {bad} {bad} {bad} {bad} {bad} {bad} {good}"),
    ] {
        assert!(verify(&headers("svix", "msg_1", "1700000000", &list), BODY).is_ok(), "{list}");
    }
    let mut several = headers("svix", "msg_1", "1700000000", &bad);
    several.push(("svix-signature".to_owned(), good.into_bytes()));
    assert!(verify(&several, BODY).is_ok(), "in a header of its own");
}

/// While a secret is exchanged for another, both count.
#[test]
fn each_of_several_secrets_counts() {
    for keys in [&[KEY, "new"][..], &["new", KEY], &["a", "b", KEY]] {
        assert!(verify_at(NOW, &good(BODY), BODY, keys).is_ok(), "{keys:?}");
    }
    assert_eq!(verify_at(NOW, &good(BODY), BODY, &["new"]), Err(WebhookError::NoMatch));
    assert_eq!(verify_at(NOW, &good(BODY), BODY, &[]), Err(WebhookError::NoSecret));
}

#[test]
fn five_minutes_either_way_and_no_second_more() {
    for (now, expected) in [
        (NOW - 301, Err(WebhookError::TooNew)),
        (NOW - 300, Ok(())),
        (NOW, Ok(())),
        (NOW + 300, Ok(())),
        (NOW + 301, Err(WebhookError::TooOld)),
    ] {
        assert_eq!(verify_at(now, &good(BODY), BODY, &[KEY]).map(|_| ()), expected, "{now}");
    }
}

#[test]
fn a_secret_is_base64_and_not_empty() {
    for good in ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_YQ", "whsec_YQ=="]
    {
        assert!(WebhookSecret::parse(good).is_ok(), "{good}");
    }
    for bad in
        ["", "whsec_", "whsec_*", "whsec_ YQ==", "whsec_YQ== ", "whsec_YR==", "whsec_Y", "whsec_-_-_", "whsek_YQ=="]
    {
        assert!(WebhookSecret::parse(bad).is_err(), "{bad}");
    }
    assert_eq!(format!("{:?}", secret("hush")), "WebhookSecret(…)");
}
