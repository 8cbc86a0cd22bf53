//! Fetches the key set over HTTP: a few tries within two seconds, none after a refusal.

use std::{sync::Arc, time::Duration};

use clerk_protocol::KeySet;
use futures::future::BoxFuture;

use super::{KeySource, Keys, KeysUnavailable};
use crate::backend::{BackendClient, BackendError};

/// For all tries together.
const TIME_LIMIT: Duration = Duration::from_millis(1_900);
/// Pauses before the second and the third try.
const PAUSES: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(150)];

impl Keys for Arc<KeySet> {
    fn has(&self, kid: &str) -> bool {
        self.get(kid).is_some()
    }
}

/// The instance's own key set, from the Backend API.
pub(crate) struct BackendKeys {
    backend: BackendClient,
    strict: bool,
}

impl BackendKeys {
    /// `strict`: skip what S9 skips.
    pub(crate) fn new(backend: BackendClient, strict: bool) -> Self {
        Self { backend, strict }
    }
}

impl KeySource<Arc<KeySet>> for BackendKeys {
    fn fetch(&self) -> BoxFuture<'static, Result<Arc<KeySet>, KeysUnavailable>> {
        let (backend, strict) = (self.backend.clone(), self.strict);
        Box::pin(async move {
            match tokio::time::timeout(TIME_LIMIT, tries(&backend, strict)).await {
                Ok(result) => result,
                Err(_) => {
                    tracing::error!("Clerk's signing keys did not arrive in time");
                    Err(KeysUnavailable)
                }
            }
        })
    }
}

async fn tries(backend: &BackendClient, strict: bool) -> Result<Arc<KeySet>, KeysUnavailable> {
    let mut pauses = PAUSES.into_iter();
    loop {
        let problem = match backend.jwks().await {
            Ok(body) => match read(&body, strict) {
                Some(keys) => return Ok(keys),
                None => Problem::Unusable,
            },
            Err(error) => Problem::Failed(error),
        };
        problem.log();
        match pauses.next() {
            Some(pause) if problem.is_worth_another_try() => back_off(pause).await,
            _ => return Err(KeysUnavailable),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "there is no event to wait for: the endpoint just failed")]
async fn back_off(pause: Duration) {
    tokio::time::sleep(pause).await;
}

enum Problem {
    /// An answer without a usable key.
    Unusable,
    Failed(BackendError),
}

impl Problem {
    fn is_worth_another_try(&self) -> bool {
        match self {
            Self::Unusable => true,
            // 429 is temporary, but asking again at once is what it forbids.
            Self::Failed(error) => !error.answer().is_some_and(|answer| answer.status.is_client_error()),
        }
    }

    fn log(&self) {
        match self {
            Self::Unusable => tracing::error!("Clerk's key set has no usable signing key"),
            Self::Failed(error) => {
                tracing::error!(error = error as &dyn std::error::Error, "Clerk's signing keys cannot be loaded");
            }
        }
    }
}

/// An answer without a usable key is no answer.
fn read(body: &[u8], strict: bool) -> Option<Arc<KeySet>> {
    let keys = KeySet::from_json(std::str::from_utf8(body).ok()?, strict)?;
    (!keys.is_empty()).then(|| Arc::new(keys))
}
