//! What every handler shares: the state behind its lock, and the faults tests ordered.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{config::Config, error::Problem, faults::Faults, requests::Requests, state::State};

/// A cheap handle on one local Clerk.
#[derive(Clone, Debug)]
pub(crate) struct Context(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    state: Mutex<State>,
    faults: Faults,
    requests: Requests,
    app_origin: String,
    clerk_js_dir: PathBuf,
}

impl Context {
    pub(crate) fn new(config: &Config, mut state: State) -> Self {
        state.configure(config);
        Self(Arc::new(Inner {
            state: Mutex::new(state),
            faults: Faults::default(),
            requests: Requests::default(),
            app_origin: config.app_origin.trim_end_matches('/').to_owned(),
            clerk_js_dir: config.clerk_js_dir.clone(),
        }))
    }

    /// For calls that change nothing.
    pub(crate) fn look<T>(&self, act: impl FnOnce(&State) -> T) -> T {
        act(&self.lock())
    }

    /// Runs a change; what it changed is on the disk when this returns. A change that ends in an error leaves nothing.
    /// Small and local, so it may block.
    pub(crate) fn change<T>(&self, act: impl FnOnce(&mut State) -> Result<T, Problem>) -> Result<T, Problem> {
        let mut state = self.lock();
        match act(&mut state) {
            Ok(outcome) => state.commit().map(|()| outcome),
            Err(problem) => {
                state.undo();
                Err(problem)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.0.faults
    }

    pub(crate) fn requests(&self) -> &Requests {
        &self.0.requests
    }

    /// Without a trailing slash.
    pub(crate) fn app_origin(&self) -> &str {
        &self.0.app_origin
    }

    pub(crate) fn clerk_js_dir(&self) -> &PathBuf {
        &self.0.clerk_js_dir
    }
}
