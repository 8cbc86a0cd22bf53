//! An instance of Clerk for tests: a key, tokens signed with it, and a caller that answers every need.
#![expect(clippy::expect_used, reason = "a test's own set-up may fail loudly")]
#![allow(dead_code, clippy::allow_attributes, reason = "each test binary uses a part of it")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clerk_protocol::verify::{JwksFailure, RefreshOutcome};
use clerk_protocol::{
    AuthenticateError, Config, Facts, InstanceType, KeySet, Need, Options, PublishableKey, RefreshRequest,
    RequestParts, RequestState, Step, authenticate,
};
use serde_json::{Value, json};

/// 2027-01-15T08:00:00Z.
pub(crate) const NOW: i64 = 1_800_000_000;
pub(crate) const DEVELOPMENT_HOST: &str = "foo-bar-13.clerk.accounts.dev";
pub(crate) const PRODUCTION_HOST: &str = "clerk.example.com";
pub(crate) const PARTY: &str = "https://app.example.com";

/// A signing key. Made once for all tests of a binary.
pub(crate) struct SigningKey {
    pair: RsaKeyPair,
    pub(crate) kid: &'static str,
}

pub(crate) fn key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::generate("ins_main", KeySize::Rsa2048))
}

pub(crate) fn other_key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| SigningKey::generate("ins_other", KeySize::Rsa2048))
}

impl SigningKey {
    pub(crate) fn generate(kid: &'static str, size: KeySize) -> Self {
        Self { pair: RsaKeyPair::generate(size).expect("a key"), kid }
    }

    pub(crate) fn sign(&self, text: &str) -> Vec<u8> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let random = SystemRandom::new();
        self.pair.sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature).expect("a signature");
        signature
    }

    /// The public key as PKCS #1 has it.
    pub(crate) fn der(&self) -> Vec<u8> {
        self.pair.public_key().as_ref().to_vec()
    }

    /// Modulus and exponent out of the PKCS #1 form: a sequence of two integers.
    pub(crate) fn components(&self) -> (Vec<u8>, Vec<u8>) {
        let der = self.pair.public_key().as_ref();
        let (sequence, _) = element(der);
        let (modulus, rest) = element(sequence);
        let (exponent, _) = element(rest);
        (modulus.to_vec(), exponent.to_vec())
    }

    pub(crate) fn jwk(&self) -> Value {
        let (modulus, exponent) = self.components();
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes.strip_prefix(&[0]).unwrap_or(bytes));
        json!({"use": "sig", "kty": "RSA", "kid": self.kid, "alg": "RS256", "n": encode(&modulus), "e": encode(&exponent)})
    }
}

/// The contents of a DER element and what follows it.
fn element(der: &[u8]) -> (&[u8], &[u8]) {
    let (_, rest) = der.split_first().expect("a tag");
    let (&first, rest) = rest.split_first().expect("a length");
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (bytes, rest) = rest.split_at(usize::from(first & 0x7f));
        (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
    };
    rest.split_at(length)
}

pub(crate) fn encode(text: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// A token of texts, signed by the main key.
pub(crate) fn token_of_texts(header: &str, payload: &str) -> String {
    token_of_parts(&encode(header), &encode(payload), key())
}

/// A token of parts that are encoded already.
pub(crate) fn token_of_parts(header: &str, payload: &str, key: &SigningKey) -> String {
    let signed = format!("{header}.{payload}");
    let signature = encode(key.sign(&signed));
    format!("{signed}.{signature}")
}

pub(crate) fn header() -> Value {
    json!({"alg": "RS256", "typ": "JWT", "kid": "ins_main"})
}

pub(crate) fn token(header: &Value, payload: &Value) -> String {
    token_of_texts(&header.to_string(), &payload.to_string())
}

/// Sound claims of a session token; `host` is the Frontend API's.
pub(crate) fn claims(host: &str) -> Value {
    json!({
        "azp": PARTY, "exp": NOW + 60, "iat": NOW, "nbf": NOW - 10, "iss": format!("https://{host}"),
        "sid": "sess_1", "sub": "user_1",
    })
}

/// The claims with members replaced; `null` removes one.
pub(crate) fn with(mut claims: Value, changes: Value) -> Value {
    if let (Some(claims), Value::Object(changes)) = (claims.as_object_mut(), changes) {
        for (name, value) in changes {
            if value.is_null() {
                claims.remove(&name);
            } else {
                claims.insert(name, value);
            }
        }
    }
    claims
}

pub(crate) fn development_key() -> String {
    PublishableKey::from_host(InstanceType::Development, DEVELOPMENT_HOST).expect("a key").as_str().to_owned()
}

pub(crate) fn production_key() -> String {
    PublishableKey::from_host(InstanceType::Production, PRODUCTION_HOST).expect("a key").as_str().to_owned()
}

/// Strict, ready to start, of a development instance.
pub(crate) fn development() -> Config {
    Config { authorized_parties: vec![PARTY.to_owned()], ..Config::new(development_key(), "sk_test_x") }
}

/// Strict, ready to start, of a production instance.
pub(crate) fn production() -> Config {
    Config { authorized_parties: vec![PARTY.to_owned()], ..Config::new(production_key(), "sk_live_x") }
}

/// What the world answers to the needs of one request.
#[derive(Clone)]
pub(crate) struct World {
    /// `None`: the load fails with an empty set.
    pub(crate) jwks: Option<Value>,
    pub(crate) payloads: BTreeMap<String, Vec<String>>,
    pub(crate) refresh: Option<RefreshOutcome>,
    /// The refreshes that were asked for.
    pub(crate) refreshes: RefCell<Vec<RefreshRequest>>,
    pub(crate) now_ms: i64,
}

impl Default for World {
    fn default() -> Self {
        Self {
            jwks: Some(json!({"keys": [key().jwk()]})),
            payloads: BTreeMap::new(),
            refresh: None,
            refreshes: RefCell::default(),
            now_ms: NOW * 1_000,
        }
    }
}

impl World {
    /// Asks until there is an answer.
    pub(crate) fn decide(
        &self,
        config: Config,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
    ) -> Result<RequestState, AuthenticateError> {
        let options = Options::new(config)?;
        let mut parts = RequestParts::new(method, url);
        for (name, value) in headers {
            parts.push_text(name, *value);
        }
        let mut facts = Facts::new();
        loop {
            match authenticate(&parts, &options, &facts, self.now_ms)? {
                Step::Done(state) => return Ok(*state),
                Step::Need(need) => self.answer(need, &options, &mut facts),
            }
        }
    }

    fn answer(&self, need: Need, options: &Options, facts: &mut Facts) {
        match need {
            Need::Key { kid } => match &self.jwks {
                Some(jwks) => facts.key_set(kid, Arc::new(KeySet::from_jwks(jwks, options.strict()))),
                None => facts.key_set_failed(JwksFailure::Empty),
            },
            Need::HandshakePayload { nonce } => facts.handshake_payload(self.payloads.get(&nonce).cloned()),
            Need::Refresh(request) => {
                self.refreshes.borrow_mut().push(*request);
                let failed = || RefreshOutcome::Failed(Some("unexpected_error".to_owned()));
                facts.refresh(self.refresh.clone().unwrap_or_else(failed));
            }
        }
    }
}

/// `status` or `status: reason`.
pub(crate) fn outcome(state: &RequestState) -> String {
    match &state.reason {
        None => state.status.as_str().to_owned(),
        Some(reason) => format!("{}: {reason}", state.status.as_str()),
    }
}

/// A page of the app.
pub(crate) const URL: &str = "https://app.example.com/page";

/// The same as upstream decides.
pub(crate) fn lenient(config: Config) -> Config {
    Config { strict: false, ..config }
}

/// A signed-in browser's, with this session token.
pub(crate) fn cookies(text: &str) -> String {
    format!("__clerk_db_jwt=x; __client_uat={}; __session={text}", NOW - 60)
}

/// The load of a document.
pub(crate) fn visit(config: &Config, url: &str, headers: &[(&str, &str)]) -> Result<RequestState, AuthenticateError> {
    World::default().decide(config.clone(), "GET", url, &[&[("sec-fetch-dest", "document")], headers].concat())
}

/// What comes of loading a page with this session token.
pub(crate) fn visit_with(config: &Config, text: &str) -> String {
    visit(config, URL, &[("cookie", &cookies(text))]).map_or_else(|error| error.to_string(), |state| outcome(&state))
}
