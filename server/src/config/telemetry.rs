//! What is logged and how.

use super::{BuildKind, reader::Reader};

/// Logging.
#[derive(Clone, Debug)]
pub(crate) struct Telemetry {
    /// `RUST_LOG`; default `info`.
    pub(crate) filter: String,
    /// `LOG_FORMAT`; default pretty in debug builds, JSON in release builds.
    pub(crate) format: LogFormat,
}

/// How a log line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Pretty,
    /// One JSON object a line, for machines.
    Json,
}

impl Telemetry {
    /// Reads it.
    pub(super) fn read(reader: &mut Reader<'_>, build: BuildKind) -> Self {
        let default = if build == BuildKind::Debug { LogFormat::Pretty } else { LogFormat::Json };
        let format = reader.choice("LOG_FORMAT", default, &[("pretty", LogFormat::Pretty), ("json", LogFormat::Json)]);
        let filter = reader.text_or("RUST_LOG", "info");
        if filter.parse::<tracing_subscriber::EnvFilter>().is_err() {
            reader.problem("RUST_LOG", "must be a filter such as info or server=debug,info");
        }
        Self { filter, format }
    }
}
