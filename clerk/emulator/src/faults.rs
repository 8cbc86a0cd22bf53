//! Trouble on order: tests make an endpoint fail, slow or silent.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

/// What shall happen to which calls.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// Any when absent. `_method` of ClerkJS counts.
    #[serde(default)]
    pub(crate) method: Option<String>,
    /// The whole path, from `/__clerk/v1` or `/v1`; `*` is one segment, a last `**` is any rest.
    pub(crate) path: String,
    /// Waits before anything else.
    #[serde(default)]
    pub(crate) delay_ms: u64,
    /// Answers this status and does not do the work.
    #[serde(default)]
    pub(crate) status: Option<u16>,
    /// Does not answer until the faults are cleared, then 503.
    #[serde(default)]
    pub(crate) hang: bool,
    /// For so many calls; for all when absent.
    #[serde(default)]
    pub(crate) count: Option<u32>,
}

/// The faults in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    ordered: Mutex<Vec<Fault>>,
    cleared: Notify,
}

impl Faults {
    pub(crate) fn order(&self, fault: Fault) {
        self.lock().push(fault);
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        self.lock().clone()
    }

    /// Ends all faults and lets silent calls go.
    pub(crate) fn clear(&self) {
        self.lock().clear();
        self.cleared.notify_waiters();
    }

    /// Does to a call what was ordered; a status means that the call ends here.
    #[expect(clippy::disallowed_methods, reason = "slowness is what was ordered")]
    pub(crate) async fn strike(&self, method: &Method, path: &str) -> Option<StatusCode> {
        // Registered before the look, so that a clear in between is not missed.
        let cleared = self.cleared.notified();
        let fault = self.take(method, path)?;
        if fault.delay_ms > 0 {
            tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
        }
        if fault.hang {
            cleared.await;
            return Some(StatusCode::SERVICE_UNAVAILABLE);
        }
        fault.status.and_then(|status| StatusCode::from_u16(status).ok())
    }

    /// The first fault that fits, counted down.
    fn take(&self, method: &Method, path: &str) -> Option<Fault> {
        if path.starts_with("/__control") {
            return None;
        }
        let mut ordered = self.lock();
        let fault = ordered.iter_mut().find(|fault| fault.fits(method, path))?;
        fault.count = fault.count.map(|count| count.saturating_sub(1));
        let struck = fault.clone();
        ordered.retain(|fault| fault.count != Some(0));
        Some(struck)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.ordered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Fault {
    fn fits(&self, method: &Method, path: &str) -> bool {
        let is_method = self.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.as_str()));
        is_method && path_fits(&self.path, path)
    }
}

fn path_fits(pattern: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    for wanted in pattern.split('/') {
        match (wanted, segments.next()) {
            ("**", _) => return true,
            ("*", Some(_)) => {}
            (wanted, Some(segment)) if wanted == segment => {}
            _ => return false,
        }
    }
    segments.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::path_fits;

    #[test]
    fn patterns_fit_whole_paths() {
        assert!(path_fits("/v1/jwks", "/v1/jwks"));
        assert!(!path_fits("/v1/jwks", "/v1/jwks/more"));
        assert!(!path_fits("/v1/jwks", "/v1"));
        assert!(path_fits("/__clerk/v1/client/sessions/*/tokens", "/__clerk/v1/client/sessions/sess_1/tokens"));
        assert!(!path_fits("/__clerk/v1/client/sessions/*", "/__clerk/v1/client/sessions/sess_1/tokens"));
        assert!(path_fits("/__clerk/**", "/__clerk/v1/client"));
    }
}
