//! The keys an instance signs with, as `GET /v1/jwks` gives them.
//!
//! Section [Key sets](crate#key-sets); RFC 7517 section 5, and `src/tokens/keys.ts` of `@clerk/backend`.
//!
//! A `kid` is the instance's id, so a key set belongs to one instance and is never shared between instances
//! (upstream's SDK-148).

use std::collections::BTreeMap;

use serde_json::Value;

use super::base64url;
use super::verifying_key::{VerifyingKey, is_sound};

/// Keys by `kid`. Section [Key sets](crate#key-sets), RFC 7517 section 5.
#[derive(Clone, Debug, Default)]
pub struct KeySet {
    keys: BTreeMap<String, Key>,
}

/// One entry. RFC 7517 section 4.
#[derive(Clone, Debug)]
pub enum Key {
    /// Can verify.
    Usable(VerifyingKey),
    /// Is there but fits no RSA signature: `token-verification-failed`, not `jwk-kid-mismatch`. Only where S9 is off.
    Unusable,
}

/// What a JavaScript object has without being given it; upstream keeps keys in one, so these `kid`s exist for it.
const OBJECT_PROTOTYPE: [&str; 12] = [
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

impl KeySet {
    /// Reads a JWKS. Strict (S9): entries that are not RSA of 2048 to 4096 bits with an odd exponent from 65537 on, have a
    /// `use` other than `sig`, or share their `kid`, are skipped. Lenient: the last of a `kid` wins, and what WebCrypto would not import is
    /// unusable.
    ///
    /// An empty or absent `keys` gives an empty set; upstream calls that a failed load, and so does the caller:
    /// [`super::JwksFailure::Empty`].
    pub fn from_jwks(jwks: &Value, strict: bool) -> Self {
        let entries = jwks.get("keys").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for entry in entries {
            *counts.entry(kid_of(entry)).or_default() += 1;
        }
        let mut set = Self::default();
        for entry in entries {
            let kid = kid_of(entry);
            let is_shared = counts.get(&kid).is_some_and(|count| *count > 1);
            match usable_key(entry, strict) {
                Some(_) | None if strict && is_shared => {}
                Some(key) => drop(set.keys.insert(kid, Key::Usable(key))),
                None if strict => {}
                None => drop(set.keys.insert(kid, Key::Unusable)),
            }
        }
        set
    }

    /// Reads a JWKS from its text; `None` when it is not JSON.
    pub fn from_json(text: &str, strict: bool) -> Option<Self> {
        serde_json::from_str(text).ok().map(|jwks| Self::from_jwks(&jwks, strict))
    }

    /// The key of a `kid`. Exact, as RFC 7517 section 4.5 has it; step 3 of [Token
    /// verification](crate#token-verification).
    pub fn get(&self, kid: &str) -> Option<&Key> {
        self.keys.get(kid).or_else(|| OBJECT_PROTOTYPE.contains(&kid).then_some(&Key::Unusable))
    }

    /// The `kid`s, sorted.
    pub fn kids(&self) -> impl Iterator<Item = &str> {
        self.keys.keys().map(String::as_str)
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// A property name as JavaScript makes it of a value.
fn kid_of(entry: &Value) -> String {
    match entry.get("kid") {
        None => "undefined".to_owned(),
        Some(Value::String(kid)) => kid.clone(),
        Some(other) => other.to_string(),
    }
}

/// What WebCrypto's `importKey` accepts for verifying, and in strict mode S9.
fn usable_key(entry: &Value, strict: bool) -> Option<VerifyingKey> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    let for_signatures = entry.get("use").is_none_or(|purpose| purpose == "sig");
    let for_verifying = entry.get("key_ops").is_none_or(|operations| {
        operations.as_array().is_some_and(|operations| operations.iter().any(|operation| operation == "verify"))
    });
    let algorithm = entry.get("alg");
    let algorithm_fits =
        algorithm.is_none_or(|algorithm| matches!(algorithm.as_str(), Some("RS256" | "RS384" | "RS512")));
    if text("kty") != Some("RSA") || !for_signatures || !for_verifying || !algorithm_fits {
        return None;
    }
    let modulus = base64url::decode(text("n")?, false)?;
    let exponent = base64url::decode(text("e")?, false)?;
    if strict && !is_sound(&modulus, &exponent) {
        return None;
    }
    VerifyingKey::from_components(&modulus, &exponent, algorithm.and_then(Value::as_str))
}
