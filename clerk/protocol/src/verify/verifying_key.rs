//! A public key, parsed once and used for every token of its `kid`.
//!
//! Section [Key sets](crate#key-sets); RFC 7517, RFC 7518 sections 3.3 and 6.3, and `loadClerkJwkFromPem`
//! (`src/tokens/keys.ts`) and `src/jwt/cryptoKeys.ts` of `@clerk/backend`.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::rsa::PublicKey;
use aws_lc_rs::signature::{self, ParsedPublicKey, RsaParameters, RsaPublicKeyComponents};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::good_signatures::GoodSignatures;

/// The algorithms of session tokens. RFC 7518 section 3.3; from `src/jwt/algorithms.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    Rs384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    Rs512,
}

impl Algorithm {
    /// The exact name in `alg`.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "RS384" => Some(Self::Rs384),
            "RS512" => Some(Self::Rs512),
            _ => None,
        }
    }

    /// Small keys are only reachable where S9 is off.
    fn parameters(self, small_key: bool) -> &'static RsaParameters {
        match (self, small_key) {
            (Self::Rs256, false) => &signature::RSA_PKCS1_2048_8192_SHA256,
            (Self::Rs256, true) => &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
            (Self::Rs384, _) => &signature::RSA_PKCS1_2048_8192_SHA384,
            (Self::Rs512, false) => &signature::RSA_PKCS1_2048_8192_SHA512,
            (Self::Rs512, true) => &signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        }
    }
}

/// An RSA public key. RFC 7517 and RFC 7518 section 6.3.1; section [Key sets](crate#key-sets).
#[derive(Clone)]
pub struct VerifyingKey {
    rs256: ParsedPublicKey,
    /// The only algorithm, as upstream has it for a local key (RS256) and for a JWK that names one.
    only: Option<Algorithm>,
    components: Option<Components>,
    good: Arc<GoodSignatures>,
}

#[derive(Clone)]
struct Components {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
    small: bool,
}

impl VerifyingKey {
    /// `CLERK_JWT_KEY`: PEM or bare base64 of a SubjectPublicKeyInfo. `None` when it is neither. RS256 only.
    /// From `loadClerkJwkFromPem` of `src/tokens/keys.ts`. Strict: also `None` where S9 would not have it.
    pub fn from_pem(pem: &str, strict: bool) -> Option<Self> {
        let body = pem.replace("-----BEGIN PUBLIC KEY-----", "").replace("-----END PUBLIC KEY-----", "");
        let compact: String = body.chars().filter(|character| !character.is_whitespace()).collect();
        let der = STANDARD.decode(compact).ok()?;
        if strict {
            let key = PublicKey::from_der(&der).ok()?;
            let (modulus, exponent) = (key.modulus(), key.exponent());
            let is_sound =
                is_sound(modulus.big_endian_without_leading_zero(), exponent.big_endian_without_leading_zero());
            is_sound.then_some(())?;
        }
        let rs256 = ParsedPublicKey::new(Algorithm::Rs256.parameters(false), der).ok()?;
        Some(Self { rs256, only: Some(Algorithm::Rs256), components: None, good: Arc::default() })
    }

    /// A JWK's `n` and `e`, big-endian, and its `alg` if it has one: then it verifies nothing else.
    /// RFC 7518 section 6.3.1; a named algorithm binds as in WebCrypto's `importKey`.
    pub fn from_components(modulus: &[u8], exponent: &[u8], algorithm: Option<&str>) -> Option<Self> {
        let modulus = without_leading_zeros(modulus);
        let exponent = without_leading_zeros(exponent);
        let small = bits(modulus) < 2048;
        let rs256 = RsaPublicKeyComponents { n: modulus, e: exponent }
            .to_parsed_public_key(Algorithm::Rs256.parameters(small))
            .ok()?;
        let components = Components { modulus: modulus.to_vec(), exponent: exponent.to_vec(), small };
        Some(Self {
            rs256,
            only: algorithm.and_then(Algorithm::parse),
            components: Some(components),
            good: Arc::default(),
        })
    }

    /// Whether the signature is right; `None` when the key is not for this algorithm.
    /// RFC 8017 section 8.2.2, by `aws-lc-rs`.
    pub fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Option<bool> {
        if self.only.is_some_and(|only| only != algorithm) {
            return None;
        }
        self.good.or_check(algorithm, message, signature, || self.check(algorithm, message, signature))
    }

    fn check(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Option<bool> {
        if algorithm == Algorithm::Rs256 {
            return Some(self.rs256.verify_sig(message, signature).is_ok());
        }
        let Components { modulus, exponent, small } = self.components.as_ref()?;
        let key = RsaPublicKeyComponents { n: modulus, e: exponent };
        Some(key.verify(algorithm.parameters(*small), message, signature).is_ok())
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("VerifyingKey(RSA)")
    }
}

pub(super) fn without_leading_zeros(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.get(zeros..).unwrap_or_default()
}

/// S9: a modulus of 2048 to 4096 bits, and the exponent odd and at least 65537, as everybody's is. Smaller ones are legal
/// and a mistake in any verifier's padding check becomes a forgery with them; an even one is no RSA key at all.
pub(super) fn is_sound(modulus: &[u8], exponent: &[u8]) -> bool {
    let exponent = without_leading_zeros(exponent);
    let is_odd = exponent.last().is_some_and(|last| last % 2 == 1);
    (2048..=4096).contains(&bits(without_leading_zeros(modulus))) && is_odd && bits(exponent) > 16
}

/// The size of a big-endian number without leading zeros.
pub(super) fn bits(bytes: &[u8]) -> usize {
    bytes.first().map_or(0, |first| bytes.len() * 8 - first.leading_zeros() as usize)
}
