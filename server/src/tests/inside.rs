//! What the server's own tests look at inside of a running one; tests elsewhere see it from outside.

use std::sync::Arc;

use axum::Router;

use crate::{config::Config, harness::TestServer, health::Readiness, layers};

impl TestServer {
    /// Whether it says that it is ready.
    pub(super) fn readiness(&self) -> &Arc<Readiness> {
        &self.parts.state.readiness
    }

    /// What this server was told from outside.
    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// The same without the path filter.
    pub(super) fn router_without_path_filter(&self) -> anyhow::Result<Router> {
        Ok(layers::with_path_filter(self.parts.clone(), tower::layer::util::Identity::new())?)
    }

    /// What this instance's cookies end with.
    pub(super) fn cookie_suffix(&self) -> String {
        self.parts.clerk.options().cookie_suffix().to_owned()
    }
}
