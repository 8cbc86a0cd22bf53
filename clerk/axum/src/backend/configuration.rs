//! What a client of its own needs to know.

use std::{fmt, sync::Arc};

use clerk_protocol::Clock;
use secrecy::SecretString;

use super::pace::{Pace, SystemPace};
use crate::{calls::CallRates, clock::SystemClock, limiter::Rate};

/// Clerk's own address.
const API_URL: &str = "https://api.clerk.com";

/// Settings of a [`BackendClient`](super::BackendClient). Everything but the secret key may stay at its default.
#[derive(Clone)]
pub struct BackendConfig {
    /// `CLERK_SECRET_KEY`.
    pub secret_key: SecretString,
    /// `CLERK_API_URL`: the origin, without `/v1`. Over http only on this machine.
    pub api_url: String,
    /// The calls of the whole process: Clerk allows a production instance 1,000 in ten seconds, and another 100.
    pub rate: Rate,
    /// What the time is.
    pub clock: Arc<dyn Clock>,
    /// How pauses pass.
    pub pace: Arc<dyn Pace>,
}

impl BackendConfig {
    /// Clerk's production API, with this key.
    pub fn new(secret_key: impl Into<SecretString>) -> Self {
        Self {
            secret_key: secret_key.into(),
            api_url: API_URL.to_owned(),
            rate: CallRates::default().total,
            clock: Arc::new(SystemClock),
            pace: Arc::new(SystemPace),
        }
    }
}

impl fmt::Debug for BackendConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("BackendConfig").field("api_url", &self.api_url).finish_non_exhaustive()
    }
}
