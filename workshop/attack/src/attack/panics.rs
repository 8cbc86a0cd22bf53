//! A server's task that panics when its answer is on its way, or was sent, shows in no answer.

use std::{
    future::Future,
    panic,
    sync::{
        Once,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use tokio::runtime::Builder;

/// The threads of the runtime below: panics of other tests are theirs.
const THREAD: &str = "attacked";

static SEEN: AtomicUsize = AtomicUsize::new(0);

/// Runs a test whose servers must not panic.
pub(super) fn watched(test: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            SEEN.fetch_add(usize::from(thread::current().name() == Some(THREAD)), Ordering::SeqCst);
            usual(what);
        }));
    });
    let runtime = Builder::new_multi_thread().thread_name(THREAD).enable_all().build()?;
    runtime.block_on(test)?;
    anyhow::ensure!(SEEN.load(Ordering::SeqCst) == 0, "a server panicked");
    Ok(())
}
