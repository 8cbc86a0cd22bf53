//! Logging: pretty for people, one JSON object per line for machines. A thread of its own writes the lines: if its
//! output is slow, lines are dropped, requests do not wait, and the number of dropped lines is logged.

mod sampling;

use std::{
    io::{IsTerminal, Write},
    panic::PanicHookInfo,
    sync::Arc,
    time::Duration,
};

use clerk_axum::SystemClock;
use tokio::time::MissedTickBehavior;
use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{
    EnvFilter, Layer, Registry, filter::FilterExt, layer::SubscriberExt, util::SubscriberInitExt,
};

use self::sampling::{Sampled, Sampling};
use crate::config::{LogFormat, Telemetry};

/// Lines that may wait to be written.
const WAITING_LINES: usize = 16_384;
/// How often what was left out is told.
const EVERY: Duration = Duration::from_secs(60);

/// The running log; what still waits is written when this is dropped.
pub(crate) struct Log {
    _writer: WorkerGuard,
    dropped: ErrorCounter,
    sampling: Arc<Sampling>,
}

/// Starts logging, also of panics: a panic in a request then carries the request's id.
pub(crate) fn start(config: &Telemetry) -> anyhow::Result<Log> {
    let filter: EnvFilter = config.filter.parse()?;
    let sampling = Arc::new(Sampling::new(Arc::new(SystemClock)));
    let (lines, writer) = background(std::io::stdout());
    let dropped = lines.error_counter();
    let layer = format(config.format, lines).with_filter(filter.and(Sampled(Arc::clone(&sampling))));
    tracing_subscriber::registry().with(layer).try_init()?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(Log { _writer: writer, dropped, sampling })
}

/// A writer that never waits for `output`.
fn background(output: impl Write + Send + 'static) -> (NonBlocking, WorkerGuard) {
    NonBlockingBuilder::default().lossy(true).buffered_lines_limit(WAITING_LINES).finish(output)
}

fn format(format: LogFormat, lines: NonBlocking) -> Box<dyn Layer<Registry> + Send + Sync> {
    let layer = tracing_subscriber::fmt::layer().with_writer(lines);
    match format {
        LogFormat::Pretty => layer.compact().with_target(false).with_ansi(std::io::stdout().is_terminal()).boxed(),
        LogFormat::Json => layer.json().flatten_event(true).boxed(),
    }
}

impl Log {
    /// Tells from time to time what the log left out. Ends with the runtime.
    pub(crate) fn watch(&self) {
        let (dropped, sampling) = (self.dropped.clone(), Arc::clone(&self.sampling));
        tokio::spawn(async move {
            let mut told = 0;
            let mut minutes = tokio::time::interval(EVERY);
            minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                minutes.tick().await;
                let lines = dropped.dropped_lines();
                if lines > told {
                    tracing::warn!(
                        lines = lines - told,
                        "lines of the log were dropped: standard output is read too slowly"
                    );
                }
                told = lines;
                sampling.tell();
            }
        });
    }
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("(no message)");
    let location = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(message, location, "panic");
}

#[cfg(test)]
mod tests {
    use std::{
        io,
        sync::mpsc::{Receiver, channel},
    };

    use super::*;

    /// An output that takes nothing until it is told to.
    struct Stuck(Receiver<()>);

    impl Write for Stuck {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_output_that_takes_nothing_keeps_nobody_waiting() -> io::Result<()> {
        let (go_on, stuck) = channel();
        let (mut lines, guard) = background(Stuck(stuck));
        for _ in 0..2 * WAITING_LINES {
            lines.write_all(b"a line\n")?;
        }
        let dropped = lines.error_counter().dropped_lines();
        assert!((WAITING_LINES - 2..=WAITING_LINES).contains(&dropped), "{dropped}");
        drop(go_on);
        drop(guard);
        Ok(())
    }
}
