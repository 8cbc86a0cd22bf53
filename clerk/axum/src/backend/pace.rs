//! Waiting and chance, as the retries need them. Injected, so that tests decide both.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
    time::Duration,
};

use futures::future::BoxFuture;

/// How time passes between two tries.
pub trait Pace: Send + Sync {
    /// Ready after this long.
    fn wait(&self, pause: Duration) -> BoxFuture<'static, ()>;

    /// From 0 up to, and without, 1: spreads the tries of many servers.
    fn chance(&self) -> f64;
}

/// The runtime's timer, and the seeds of the standard library's hash tables.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemPace;

impl Pace for SystemPace {
    #[expect(clippy::disallowed_methods, reason = "there is no event to wait for: the service asked for a pause")]
    fn wait(&self, pause: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(pause))
    }

    fn chance(&self) -> f64 {
        let bits = u32::try_from(RandomState::new().build_hasher().finish() >> 32).unwrap_or_default();
        f64::from(bits) / (f64::from(u32::MAX) + 1.0)
    }
}
