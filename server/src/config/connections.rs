//! How many connections there may be, and how the server leaves.

use std::{ops::RangeInclusive, time::Duration};

use super::{BuildKind, Env, Problem, reader::Reader};

/// More is a slip of the finger.
const CONNECTIONS: RangeInclusive<usize> = 16..=1_000_000;
const CONNECTIONS_DEFAULT: usize = 10_000;
/// One address may have this part of all connections: many people share the address of an office or a mobile network.
const SHARE: usize = 4;
/// Less is what a single browser opens.
const EACH: RangeInclusive<usize> = 8..=1_000_000;
const DELAY: RangeInclusive<u64> = 0..=300;
/// Balancers ask every few seconds.
const DELAY_DEFAULT: u64 = 5;

/// Connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Connections {
    /// `MAX_CONNECTIONS`; default 10,000. The limit on open files may leave room for fewer.
    pub(crate) all: usize,
    each: Option<usize>,
    /// `SHUTDOWN_DELAY_SECONDS`; default 5, in debug builds 0. From "not ready" to the end of listening.
    pub(crate) shutdown_delay: Duration,
}

impl Connections {
    /// Reads it.
    pub(crate) fn from_env(env: &Env, build: BuildKind) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(env);
        let all = reader.number("MAX_CONNECTIONS", CONNECTIONS_DEFAULT, CONNECTIONS);
        let each =
            env.get("MAX_CONNECTIONS_PER_ADDRESS").map(|_| reader.number("MAX_CONNECTIONS_PER_ADDRESS", all, EACH));
        let delay = if build == BuildKind::Debug { 0 } else { DELAY_DEFAULT };
        let shutdown_delay = Duration::from_secs(reader.number("SHUTDOWN_DELAY_SECONDS", delay, DELAY));
        reader.finish(Self { all, each, shutdown_delay })
    }

    /// `MAX_CONNECTIONS_PER_ADDRESS`; default a quarter of all that there is room for.
    pub(crate) fn each(self, room: usize) -> usize {
        self.each.unwrap_or(room / SHARE).max(*EACH.start())
    }
}
