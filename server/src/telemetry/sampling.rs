//! Security events are rare, unless somebody causes them on purpose: a few of each kind are logged per minute, the
//! others are counted.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::Clock;
use tracing::{Event, Metadata, callsite::Identifier, subscriber::Interest};
use tracing_subscriber::layer::{Context, Filter};

/// The target of events that say that something was refused which honest visitors do not do.
const SECURITY: &str = "security";
/// Events of one kind in a window.
const MOST: u32 = 20;
const WINDOW_MS: i64 = 60_000;

/// How many of which kind there were lately. A kind is a place in the program, so there are few.
pub(super) struct Sampling {
    clock: Arc<dyn Clock>,
    kinds: Mutex<HashMap<Identifier, Window>>,
}

#[derive(Clone, Copy, Default)]
struct Window {
    began_ms: i64,
    written: u32,
    left_out: u64,
}

impl Sampling {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, kinds: Mutex::default() }
    }

    fn kinds(&self) -> MutexGuard<'_, HashMap<Identifier, Window>> {
        self.kinds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn admits(&self, kind: Identifier) -> bool {
        let now_ms = self.clock.monotonic_ms();
        let mut kinds = self.kinds();
        let window = kinds.entry(kind).or_insert(Window { began_ms: now_ms, ..Window::default() });
        if now_ms - window.began_ms >= WINDOW_MS {
            *window = Window { began_ms: now_ms, written: 0, ..*window };
        }
        let admitted = window.written < MOST;
        if admitted {
            window.written += 1;
        } else {
            window.left_out += 1;
        }
        admitted
    }

    /// How many were left out since this was asked last.
    fn take_left_out(&self) -> u64 {
        self.kinds().values_mut().map(|window| std::mem::take(&mut window.left_out)).sum()
    }

    /// Says how many were left out, if any.
    pub(super) fn tell(&self) {
        let events = self.take_left_out();
        if events > 0 {
            tracing::warn!(events, "more security events were not written down one by one");
        }
    }
}

/// The filter.
pub(super) struct Sampled(pub(super) Arc<Sampling>);

impl<S> Filter<S> for Sampled {
    fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        true
    }

    /// What an event's own filter may refuse must be asked about each time: tracing counts on it.
    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.target() == SECURITY { Interest::sometimes() } else { Interest::always() }
    }

    fn event_enabled(&self, event: &Event<'_>, _: &Context<'_, S>) -> bool {
        event.metadata().target() != SECURITY || self.0.admits(event.metadata().callsite())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};

    use testkit::HandClock;
    use tracing_subscriber::{Layer, filter::FilterExt, fmt::MakeWriter, layer::SubscriberExt};

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Lines {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    impl Lines {
        fn count(&self, text: &str) -> usize {
            let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            String::from_utf8_lossy(&bytes).lines().filter(|line| line.contains(text)).count()
        }
    }

    fn forged() {
        tracing::warn!(target: "security", "forged");
    }

    #[test]
    fn a_flood_of_one_kind_hides_no_other_and_is_counted() {
        let (clock, lines) = (HandClock::new(), Lines::default());
        let sampling = Arc::new(Sampling::new(clock.clone()));
        let filter = tracing_subscriber::filter::LevelFilter::INFO.and(Sampled(Arc::clone(&sampling)));
        let layer = tracing_subscriber::fmt::layer().with_writer(lines.clone()).with_filter(filter);
        let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
        for _ in 0..1_000 {
            forged();
            tracing::info!("an ordinary line");
        }
        tracing::warn!(target: "security", "denied");
        assert_eq!((lines.count("forged"), lines.count("denied"), lines.count("ordinary")), (20, 1, 1_000));
        assert_eq!((sampling.take_left_out(), sampling.take_left_out()), (980, 0));
        clock.advance(WINDOW_MS);
        forged();
        assert_eq!(lines.count("forged"), 21);
    }
}
