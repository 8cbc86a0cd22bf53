//! Keys of the instance: the RSA key of session tokens, the secret behind browser tokens, and the two keys an app is given.

use std::sync::{Arc, OnceLock};

use anyhow::{Context as _, anyhow};
use aws_lc_rs::{
    digest,
    encoding::AsDer,
    hmac,
    rand::SystemRandom,
    rsa::{KeySize, PublicKeyComponents},
    signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject as _};
use serde_json::{Value, json};

/// Signs session and handshake tokens.
#[derive(Debug)]
pub(crate) struct SigningKey {
    pair: RsaKeyPair,
    kid: String,
}

impl SigningKey {
    pub(crate) fn generate() -> anyhow::Result<Self> {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| anyhow!("cannot make an RSA key"))?;
        Ok(Self::new(pair))
    }

    /// The key that instances in memory share: making one takes a while, and a test run starts many of them.
    pub(crate) fn of_this_process() -> anyhow::Result<Arc<Self>> {
        static SHARED: OnceLock<Arc<SigningKey>> = OnceLock::new();
        match SHARED.get() {
            Some(key) => Ok(key.clone()),
            None => Self::generate().map(|key| SHARED.get_or_init(|| Arc::new(key)).clone()),
        }
    }

    /// Reads what [`SigningKey::to_pkcs8`] wrote.
    pub(crate) fn from_pkcs8(bytes: &[u8]) -> anyhow::Result<Self> {
        let pair = RsaKeyPair::from_pkcs8(bytes).context("the signing key is not readable")?;
        Ok(Self::new(pair))
    }

    /// Reads an RSA key as `openssl genrsa` writes it.
    pub(crate) fn from_pem(pem: &str) -> anyhow::Result<Self> {
        let unreadable = "the signing key is no private RSA key in PEM";
        match PrivateKeyDer::from_pem_slice(pem.as_bytes()).context(unreadable)? {
            PrivateKeyDer::Pkcs8(key) => Self::from_pkcs8(key.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(key) => {
                Ok(Self::new(RsaKeyPair::from_der(key.secret_pkcs1_der()).context(unreadable)?))
            }
            _ => Err(anyhow!(unreadable)),
        }
    }

    /// The kid follows from the key: apps cache keys by kid, so a new key must have a new one.
    fn new(pair: RsaKeyPair) -> Self {
        let fingerprint = digest::digest(&digest::SHA256, pair.public_key().as_ref());
        let kid: String = URL_SAFE_NO_PAD.encode(fingerprint).replace(['-', '_'], "0").chars().take(27).collect();
        Self { pair, kid: format!("ins_{kid}") }
    }

    pub(crate) fn to_pkcs8(&self) -> anyhow::Result<Vec<u8>> {
        let bytes = self.pair.as_der().map_err(|_| anyhow!("cannot encode the signing key"))?;
        Ok(bytes.as_ref().to_vec())
    }

    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    pub(crate) fn jwks(&self) -> Value {
        let public = PublicKeyComponents::<Vec<u8>>::from(self.pair.public_key());
        let (modulus, exponent) = (URL_SAFE_NO_PAD.encode(public.n), URL_SAFE_NO_PAD.encode(public.e));
        json!({ "keys": [{ "use": "sig", "kty": "RSA", "alg": "RS256", "kid": self.kid, "n": modulus, "e": exponent }] })
    }

    /// An RS256 token.
    pub(crate) fn sign(&self, header: &Value, payload: &Value) -> String {
        let message = signing_input(header, payload);
        let mut signature = vec![0; self.pair.public_modulus_len()];
        // The only failure is a buffer of the wrong length; an empty signature would fail at the verifier.
        if self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature).is_err() {
            tracing::error!("the local Clerk could not sign a token");
        }
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// Signs what only the local Clerk itself reads: client and dev browser tokens. They outlive a rotation of the RSA key.
#[derive(Debug)]
pub(crate) struct BrowserKey(hmac::Key);

impl BrowserKey {
    pub(crate) fn new(secret: &str) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()))
    }

    /// An HS256 token.
    pub(crate) fn sign(&self, payload: &Value) -> String {
        let message = signing_input(&json!({ "alg": "HS256", "typ": "JWT" }), payload);
        let tag = hmac::sign(&self.0, message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
    }

    /// The payload of a token of ours, `None` for any other.
    pub(crate) fn open(&self, token: &str) -> Option<Value> {
        let (message, signature) = token.rsplit_once('.')?;
        hmac::verify(&self.0, message.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).ok()?).ok()?;
        let (_, payload) = message.split_once('.')?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
    }
}

fn signing_input(header: &Value, payload: &Value) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(payload.to_string()))
}

/// `pk_test_` and the host.
pub(crate) fn publishable_key(frontend_host: &str) -> String {
    format!("pk_test_{}", STANDARD_NO_PAD.encode(format!("{frontend_host}$")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publishable_keys_are_clerks() {
        let key = publishable_key("foo-bar-13.clerk.accounts.dev");
        assert_eq!(key, "pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk");
    }

    #[test]
    fn browser_tokens_of_another_secret_do_not_open() {
        let token = BrowserKey::new("ours").sign(&json!({ "id": "client_1" }));
        assert_eq!(BrowserKey::new("ours").open(&token), Some(json!({ "id": "client_1" })));
        assert_eq!(BrowserKey::new("theirs").open(&token), None);
        assert_eq!(BrowserKey::new("ours").open("a.b"), None);
    }

    #[test]
    fn a_signing_key_is_read_from_pem() -> anyhow::Result<()> {
        let key = SigningKey::generate()?;
        let pem = |name: &str, der: &[u8]| {
            let body = base64::engine::general_purpose::STANDARD.encode(der);
            format!("-----BEGIN {name}-----\n{body}\n-----END {name}-----\n")
        };
        let again = SigningKey::from_pem(&pem("PRIVATE KEY", &key.to_pkcs8()?))?;
        assert_eq!(key.jwks(), again.jwks());
        for wrong in ["", "no key", &pem("PRIVATE KEY", b"nonsense"), &pem("EC PRIVATE KEY", b"nonsense")] {
            assert!(SigningKey::from_pem(wrong).is_err(), "{wrong}");
        }
        Ok(())
    }

    #[test]
    fn a_signing_key_survives_its_file() -> anyhow::Result<()> {
        let key = SigningKey::generate()?;
        let again = SigningKey::from_pkcs8(&key.to_pkcs8()?)?;
        assert_eq!(key.jwks(), again.jwks());
        Ok(())
    }
}
