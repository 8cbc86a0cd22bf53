//! The secret that deliveries are signed with.

use std::fmt;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::alphabet;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Base64 with or without its padding: people copy it either way.
const ANY_PADDING: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A secret, ready to sign with.
#[derive(Clone)]
pub struct WebhookSecret {
    key: hmac::Key,
    length: usize,
}

/// Why a text is no secret. The text itself is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookSecretError {
    /// There is nothing behind the prefix.
    #[error("holds no secret")]
    Empty,
    /// It is not base64.
    #[error("is not whsec_ followed by base64")]
    NotBase64,
}

impl WebhookSecret {
    /// `whsec_…`, as Clerk's dashboard shows it; the prefix may be left away.
    ///
    /// # Errors
    /// [`WebhookSecretError`] when it is none.
    pub fn parse(text: &str) -> Result<Self, WebhookSecretError> {
        let encoded = text.strip_prefix("whsec_").unwrap_or(text);
        let bytes = ANY_PADDING.decode(encoded).map_err(|_| WebhookSecretError::NotBase64)?;
        if bytes.is_empty() {
            return Err(WebhookSecretError::Empty);
        }
        Ok(Self { key: hmac::Key::new(hmac::HMAC_SHA256, &bytes), length: bytes.len() })
    }

    /// How many bytes it has.
    #[must_use]
    pub fn length(&self) -> usize {
        self.length
    }

    /// What a sender writes into the signature header of a delivery: for tests, and for who sends.
    #[must_use]
    pub fn signature(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let tag = self.sign(&[id.as_bytes(), b".", timestamp.to_string().as_bytes(), b".", body]);
        format!("v1,{}", STANDARD.encode(tag.as_ref()))
    }

    /// The signature of a message that is given in parts.
    pub(super) fn sign(&self, parts: &[&[u8]]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&self.key);
        for part in parts {
            context.update(part);
        }
        context.sign()
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("WebhookSecret(…)")
    }
}
