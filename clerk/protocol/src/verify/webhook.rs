//! Webhooks: whether a delivery is Clerk's, decided from its headers and its body byte for byte, and what it says.
//!
//! Section [Webhooks](crate#webhooks); the scheme is that of Svix and Standard Webhooks. What is refused here and accepted
//! by `svix` and `@clerk/backend` is in `docs/clerk-deviations.md`.

mod event;
mod event_type;
mod payload;
mod secret;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub use event::{Event, MalformedEvent};
pub use event_type::EventType;
pub use payload::{
    BillingItem, Deleted, EmailAddress, EmbeddedOrganization, EmbeddedPerson, Message, Organization,
    OrganizationDomain, OrganizationInvitation, OrganizationMembership, Payload, PermissionObject, RoleObject, Session,
    User, WaitlistEntry,
};
pub use secret::{WebhookSecret, WebhookSecretError};

/// How old, and how far ahead of our clock, a delivery may be, in seconds.
pub const TOLERANCE_SECONDS: i64 = 300;
/// Signatures of one delivery that are looked at. The sender has one for each of its secrets.
const MOST_SIGNATURES: usize = 8;
/// Bytes of the signature header.
const LONGEST_SIGNATURES: usize = 4 * 1024;
/// Letters of an id after `msg_`.
const LONGEST_ID: usize = 64;

/// What is known of a delivery whose signature is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The id, the same each time the event is sent: `msg_…`.
    pub id: String,
    /// When it was sent, seconds since the epoch.
    pub timestamp: i64,
    /// SHA-256 of the body, in hexadecimal: two bodies under one id can be told apart without keeping them.
    pub digest: String,
}

/// Why a delivery is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// There is no secret to check it with.
    #[error("no signing secret is known")]
    NoSecret,
    /// A header is not there.
    #[error("a header of the signature is missing")]
    MissingHeader,
    /// Which of two ids or times was signed cannot be told.
    #[error("the id or the timestamp is there more than once")]
    RepeatedHeader,
    /// The id is not of the form `msg_…`: the signed text is `id.timestamp.body`, so a dot in it could move its borders.
    #[error("the id is not one of a message")]
    MalformedId,
    /// The time is not a whole number of seconds.
    #[error("the timestamp is not a number of seconds")]
    MalformedTimestamp,
    /// It was sent too long ago: somebody may send again what they have read.
    #[error("the delivery is too old")]
    TooOld,
    /// It was sent in the future.
    #[error("the delivery is too far ahead of the clock")]
    TooNew,
    /// There are more signatures than any sender makes.
    #[error("there are too many signatures")]
    TooManySignatures,
    /// None of the signatures is by one of the secrets.
    #[error("no signature matches")]
    NoMatch,
}

/// Checks a delivery: `headers` in any order and with names in any case, the body as it came, against each secret.
///
/// # Errors
/// [`WebhookError`] when it is not certain that whoever has one of the secrets sent it, lately.
pub fn verify_webhook<'h>(
    headers: impl IntoIterator<Item = (&'h str, &'h [u8])>,
    body: &[u8],
    secrets: &[WebhookSecret],
    now_ms: i64,
) -> Result<Delivery, WebhookError> {
    if secrets.is_empty() {
        return Err(WebhookError::NoSecret);
    }
    let family = Family::of(headers);
    let id = family.id()?;
    let timestamp = family.timestamp(now_ms.div_euclid(1_000))?;
    let signatures = family.signatures()?;
    let seconds = timestamp.to_string();
    let signed: [&[u8]; 5] = [id.as_bytes(), b".", seconds.as_bytes(), b".", body];
    // All of them, so that the time taken tells neither which secret nor which signature it was.
    let mut matches = false;
    for expected in secrets.iter().map(|secret| secret.sign(&signed)) {
        for signature in &signatures {
            matches |= verify_slices_are_equal(expected.as_ref(), signature).is_ok();
        }
    }
    if matches {
        Ok(Delivery { id: id.to_owned(), timestamp, digest: digest_of(body) })
    } else {
        Err(WebhookError::NoMatch)
    }
}

fn digest_of(body: &[u8]) -> String {
    let digest = digest::digest(&digest::SHA256, body);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The headers of one family. Never some of one and some of the other: the id that is told apart must be the one that was
/// signed.
#[derive(Default)]
struct Family<'h> {
    ids: Vec<&'h [u8]>,
    timestamps: Vec<&'h [u8]>,
    signatures: Vec<&'h [u8]>,
}

impl<'h> Family<'h> {
    /// `svix-*` where any of those is there, else `webhook-*`.
    fn of(headers: impl IntoIterator<Item = (&'h str, &'h [u8])>) -> Self {
        let (mut svix, mut standard) = (Self::default(), Self::default());
        for (name, value) in headers {
            let name = name.to_ascii_lowercase();
            let value = value.trim_ascii();
            match name.split_once('-') {
                Some(("svix", name)) => svix.push(name, value),
                Some(("webhook", name)) => standard.push(name, value),
                _ => {}
            }
        }
        if svix.is_there() { svix } else { standard }
    }

    fn push(&mut self, name: &str, value: &'h [u8]) {
        match name {
            "id" => self.ids.push(value),
            "timestamp" => self.timestamps.push(value),
            "signature" => self.signatures.push(value),
            _ => {}
        }
    }

    fn is_there(&self) -> bool {
        !(self.ids.is_empty() && self.timestamps.is_empty() && self.signatures.is_empty())
    }

    fn id(&self) -> Result<&'h str, WebhookError> {
        let text = str::from_utf8(one(&self.ids)?).map_err(|_| WebhookError::MalformedId)?;
        let rest = text.strip_prefix("msg_").ok_or(WebhookError::MalformedId)?;
        let is_id = (1..=LONGEST_ID).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_id { Ok(text) } else { Err(WebhookError::MalformedId) }
    }

    fn timestamp(&self, now: i64) -> Result<i64, WebhookError> {
        let digits = one(&self.timestamps)?;
        let is_number = (1..=12).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
        let has_one_form = digits.len() == 1 || !digits.starts_with(b"0");
        let text = str::from_utf8(digits).ok().filter(|_| is_number && has_one_form);
        let timestamp: i64 = text.and_then(|text| text.parse().ok()).ok_or(WebhookError::MalformedTimestamp)?;
        if now.saturating_sub(timestamp) > TOLERANCE_SECONDS {
            return Err(WebhookError::TooOld);
        }
        if timestamp.saturating_sub(now) > TOLERANCE_SECONDS {
            return Err(WebhookError::TooNew);
        }
        Ok(timestamp)
    }

    /// Those of version 1, decoded. Several headers are one list.
    fn signatures(&self) -> Result<Vec<Vec<u8>>, WebhookError> {
        if self.signatures.iter().all(|value| value.is_empty()) {
            return Err(WebhookError::MissingHeader);
        }
        let bytes: usize = self.signatures.iter().map(|value| value.len()).sum();
        let parts = self.signatures.iter().flat_map(|value| value.split(|byte| *byte == b' '));
        let parts: Vec<&[u8]> = parts.filter(|part| !part.is_empty()).collect();
        if bytes > LONGEST_SIGNATURES || parts.len() > MOST_SIGNATURES {
            return Err(WebhookError::TooManySignatures);
        }
        let decoded = parts.into_iter().filter_map(|part| STANDARD.decode(part.strip_prefix(b"v1,")?).ok());
        Ok(decoded.collect())
    }
}

/// The only value of a header. An empty one is as good as none.
fn one<'h>(values: &[&'h [u8]]) -> Result<&'h [u8], WebhookError> {
    match values {
        [] | [[]] => Err(WebhookError::MissingHeader),
        [value] => Ok(value),
        _ => Err(WebhookError::RepeatedHeader),
    }
}
