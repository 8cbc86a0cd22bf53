//! What handlers share.

use std::sync::Arc;

use app::context::AppContext;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use store::SystemStore;

use crate::{health::Readiness, webhooks::Webhooks};

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct AppState {
    /// What the app's pages and server functions get.
    pub(crate) context: AppContext,
    /// What Leptos itself wants to know.
    pub(crate) leptos: Arc<LeptosOptions>,
    /// Whether this server can do its work.
    pub(crate) readiness: Arc<Readiness>,
    /// The system's own work.
    pub(crate) system: Arc<dyn SystemStore>,
    /// Where Clerk tells what happened.
    pub(crate) webhooks: Arc<Webhooks>,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        Self::clone(&state.leptos)
    }
}
