//! SIGINT and SIGTERM, counted: the first asks for an orderly end, the second for an immediate one.

use tokio::sync::watch;

/// How many came. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Signals(watch::Receiver<u32>);

impl Signals {
    /// Begins to listen; from now on a signal does not end the process by itself.
    pub(crate) fn listen() -> Self {
        let (sender, signals) = watch::channel(0);
        tokio::spawn(count(sender));
        Self(signals)
    }

    /// Signals of a test.
    #[cfg(test)]
    pub(crate) fn by_hand() -> (watch::Sender<u32>, Self) {
        let (sender, signals) = watch::channel(0);
        (sender, Self(signals))
    }

    /// Ready when this many have come.
    pub(crate) async fn reach(&mut self, count: u32) {
        if self.0.wait_for(|come| *come >= count).await.is_err() {
            std::future::pending().await
        }
    }
}

async fn count(sender: watch::Sender<u32>) {
    while !sender.is_closed() {
        signalled().await;
        sender.send_modify(|come| *come += 1);
    }
}

/// Ready at SIGINT or SIGTERM.
pub(crate) async fn signalled() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
