//! What every handler shares: the state behind its lock, and the faults tests ordered.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::watch;

use crate::{config::Config, error::Problem, faults::Faults, limits::Limits, requests::Requests, state::State};

/// A cheap handle on one local Clerk.
#[derive(Clone, Debug)]
pub(crate) struct Context(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    state: Mutex<State>,
    faults: Faults,
    limits: Limits,
    requests: Requests,
    /// Counts what was changed, for those who wait for something to change.
    changes: watch::Sender<u64>,
    /// Whether somebody delivers webhooks.
    delivers: AtomicBool,
    app_origin: String,
    clerk_js_dir: PathBuf,
}

impl Context {
    pub(crate) fn new(config: &Config, mut state: State) -> Self {
        state.configure(config);
        Self(Arc::new(Inner {
            state: Mutex::new(state),
            faults: Faults::default(),
            limits: Limits::default(),
            requests: Requests::default(),
            changes: watch::Sender::new(0),
            delivers: AtomicBool::new(false),
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
            Ok(outcome) => {
                state.commit()?;
                self.0.changes.send_modify(|changes| *changes += 1);
                Ok(outcome)
            }
            Err(problem) => {
                state.undo();
                Err(problem)
            }
        }
    }

    /// A change that panicked is undone before anybody sees half of it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(|poisoned| {
            let mut state = poisoned.into_inner();
            state.undo();
            self.0.state.clear_poison();
            state
        })
    }

    /// Learns of every change from now on.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    /// Somebody delivers webhooks from now on.
    pub(crate) fn begin_deliveries(&self) {
        self.0.delivers.store(true, Ordering::Relaxed);
    }

    pub(crate) fn delivers(&self) -> bool {
        self.0.delivers.load(Ordering::Relaxed)
    }

    pub(crate) fn faults(&self) -> &Faults {
        &self.0.faults
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
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

#[cfg(test)]
mod tests {
    use std::{
        panic::{AssertUnwindSafe, catch_unwind},
        sync::Arc,
    };

    use rand::{SeedableRng as _, rngs::StdRng};

    use super::*;
    use crate::system::SystemClock;

    #[test]
    fn a_change_that_panics_leaves_nothing() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let state = State::open(folder.path(), Arc::new(SystemClock), StdRng::seed_from_u64(1))?;
        let context = Context::new(&Config::default(), state);
        let before = context.look(|state| state.data.users.values().count());
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            context.change(|state| -> Result<(), Problem> {
                state.data.users.remove("user_localAdaAdmin");
                state.now_ms().checked_sub(state.now_ms()).filter(|zero| *zero != 0).expect("something broke");
                Ok(())
            })
        }));
        assert!(panicked.is_err());
        assert_eq!(context.look(|state| state.data.users.values().count()), before);
        assert!(context.change(|_| Ok(())).is_ok());
        Ok(())
    }
}
