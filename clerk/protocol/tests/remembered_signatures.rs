//! A signature that was found good is remembered; nothing else about its token is.
#![cfg(feature = "verify")]

mod support;

use clerk_protocol::{
    KeySet,
    verify::{TokenReason, Verification, verify_token},
};
use serde_json::{Value, json};
use support::{DEVELOPMENT_HOST, NOW, SigningKey, claims, header, key, other_key, token, with};

fn rules() -> Verification {
    Verification { authorized_parties: vec![support::PARTY.to_owned()], ..Verification::lenient() }
}

/// A set with this key under the main key's id.
fn set_of(key: &SigningKey) -> KeySet {
    KeySet::from_jwks(&json!({"keys": [with(key.jwk(), json!({"kid": "ins_main"}))]}), true)
}

fn outcome(token: &str, keys: &KeySet, rules: &Verification, now_ms: i64) -> Result<Value, TokenReason> {
    verify_token(token, keys, rules, now_ms).map_err(|error| error.reason)
}

#[test]
fn expiry_and_every_rule_of_the_claims_decide_each_time() {
    let (keys, text) = (set_of(key()), token(&header(), &claims(DEVELOPMENT_HOST)));
    let at = |now: i64| outcome(&text, &keys, &rules(), now * 1_000).map(|_| ());
    assert_eq!(at(NOW), Ok(()));
    assert_eq!(at(NOW + 600), Err(TokenReason::Expired));
    assert_eq!(at(NOW - 600), Err(TokenReason::NotActiveYet));
    let others = Verification { authorized_parties: vec!["https://other.example.com".to_owned()], ..rules() };
    assert_eq!(outcome(&text, &keys, &others, NOW * 1_000).err(), Some(TokenReason::InvalidAuthorizedParties));
    assert_eq!(at(NOW), Ok(()), "and it still is good");
}

#[test]
fn another_key_of_the_same_id_remembers_nothing() {
    let text = token(&header(), &claims(DEVELOPMENT_HOST));
    let before = set_of(key());
    assert!(outcome(&text, &before, &rules(), NOW * 1_000).is_ok());
    assert_eq!(outcome(&text, &set_of(other_key()), &rules(), NOW * 1_000).err(), Some(TokenReason::InvalidSignature));
    let withdrawn = KeySet::from_jwks(&json!({"keys": [other_key().jwk()]}), true);
    assert_eq!(outcome(&text, &withdrawn, &rules(), NOW * 1_000).err(), Some(TokenReason::JwkKidMismatch));
}

#[test]
fn a_signature_is_good_for_its_own_text_alone() {
    let keys = set_of(key());
    let mine = token(&header(), &claims(DEVELOPMENT_HOST));
    let theirs = token(&header(), &with(claims(DEVELOPMENT_HOST), json!({"sub": "user_2"})));
    for text in [&mine, &theirs] {
        assert!(outcome(text, &keys, &rules(), NOW * 1_000).is_ok());
    }
    let (Some((text, _)), Some((_, signature))) = (theirs.rsplit_once('.'), mine.rsplit_once('.')) else { return };
    let forged = format!("{text}.{signature}");
    for _ in 0..2 {
        assert_eq!(outcome(&forged, &keys, &rules(), NOW * 1_000).err(), Some(TokenReason::InvalidSignature));
    }
}
