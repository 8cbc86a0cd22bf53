//! How Clerk's webhooks are checked, and what waits for them.

use clerk_axum::TrustedProxies;
use clerk_protocol::WebhookSecret;
use secrecy::{ExposeSecret, SecretString};

use super::reader::Reader;

/// Bytes of the shortest secret: Clerk's have 24.
const SHORTEST: usize = 16;
/// Secrets at once: the old one and the new one, and two more.
const MOST: usize = 4;
const NAME: &str = "CLERK_WEBHOOK_SIGNING_SECRET";
const HOUR_MS: i64 = 60 * 60 * 1_000;

/// Webhooks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Webhooks {
    /// `CLERK_WEBHOOK_SIGNING_SECRET`: each counts. None: nothing is taken in.
    pub(crate) secrets: Vec<WebhookSecret>,
    /// The first of them as it was set: the local Clerk signs with it.
    #[cfg_attr(not(debug_assertions), expect(dead_code, reason = "a release has no local Clerk"))]
    pub(crate) first: Option<SecretString>,
    /// `CLERK_WEBHOOK_ADDRESSES`; default anybody's: the signature decides.
    pub(crate) allowed_addresses: Option<TrustedProxies>,
    /// `CLERK_ERASE_AFTER_HOURS`; default a day.
    pub(crate) erase_after_ms: i64,
}

impl Webhooks {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        const ADDRESSES: &str = "CLERK_WEBHOOK_ADDRESSES";
        let addresses = reader.text(ADDRESSES).is_some().then(|| {
            reader.parsed(
                ADDRESSES,
                TrustedProxies::default(),
                "addresses and networks, such as 203.0.113.7, 198.51.100.0/24",
            )
        });
        let hours = reader.number("CLERK_ERASE_AFTER_HOURS", 24, 0..=720);
        let first = reader
            .secret(NAME)
            .and_then(|list| Some(SecretString::from(list.expose_secret().split(',').next()?.trim())));
        Self { secrets: secrets(reader), first, allowed_addresses: addresses, erase_after_ms: hours * HOUR_MS }
    }
}

impl Webhooks {
    /// The same with the secret of a local Clerk; where one is set, it is that one.
    pub(super) fn or_signed_with(mut self, secret: Option<&SecretString>) -> Self {
        if self.secrets.is_empty() {
            self.secrets =
                secret.and_then(|secret| WebhookSecret::parse(secret.expose_secret()).ok()).into_iter().collect();
        }
        self
    }
}

fn secrets(reader: &mut Reader<'_>) -> Vec<WebhookSecret> {
    let Some(list) = reader.secret(NAME) else { return Vec::new() };
    let mut secrets = Vec::new();
    for text in list.expose_secret().split(',').map(str::trim) {
        match parsed(text) {
            Ok(secret) => secrets.push(secret),
            Err(problem) => reader.problem(NAME, problem),
        }
    }
    if secrets.len() > MOST {
        reader
            .problem(NAME, format!("names more than {MOST} secrets: leave those away that Clerk no longer signs with"));
    }
    secrets
}

/// What is wrong with it does not show it.
fn parsed(text: &str) -> Result<WebhookSecret, String> {
    const WHERE: &str = "copy it from the endpoint's page under Webhooks in Clerk's dashboard";
    if !text.starts_with("whsec_") {
        return Err(format!("must start with whsec_: {WHERE}"));
    }
    let secret = WebhookSecret::parse(text).map_err(|error| format!("{error}: {WHERE}"))?;
    if secret.length() < SHORTEST {
        return Err(format!("is too short to be Clerk's: {WHERE}"));
    }
    Ok(secret)
}
