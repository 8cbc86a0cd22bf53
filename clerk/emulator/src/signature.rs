//! The secret of a webhook's endpoint, and the signature that it makes: Standard Webhooks, with Svix' names.

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use crate::random::Random;

const PREFIX: &str = "whsec_";

/// `whsec_` and the key in base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Secret {
    text: String,
    key: Vec<u8>,
}

impl TryFrom<String> for Secret {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let key = text.strip_prefix(PREFIX).and_then(|encoded| STANDARD.decode(encoded).ok());
        match key.filter(|key| !key.is_empty()) {
            Some(key) => Ok(Self { text, key }),
            None => Err(format!("a secret is {PREFIX} and its key in base64")),
        }
    }
}

impl From<Secret> for String {
    fn from(secret: Secret) -> Self {
        secret.text
    }
}

impl Secret {
    pub(crate) fn generate(random: &Random) -> Self {
        let key = random.bytes::<24>().to_vec();
        Self { text: format!("{PREFIX}{}", STANDARD.encode(&key)), key }
    }

    /// `v1,…` of a message.
    pub(crate) fn sign(&self, id: &str, seconds: i64, body: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.key);
        let tag = hmac::sign(&key, format!("{id}.{seconds}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_what_standard_webhooks_expects() -> anyhow::Result<()> {
        let text = format!("whsec_{}", STANDARD.encode("test_signing_secret_32_chars_long"));
        let secret = Secret::try_from(text).map_err(anyhow::Error::msg)?;
        let signature = secret.sign("msg_1", 1_700_000_000, r#"{"a":1}"#);
        assert_eq!(signature, "v1,VKVT600sBXkhfdjqKeVwWyw7x03IEzMEU7p3Yqou+oY=");
        Ok(())
    }

    #[test]
    fn what_is_no_secret_is_refused() {
        for wrong in ["", "whsec_", "whsec_not base64", "d2hhdA=="] {
            assert!(Secret::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
