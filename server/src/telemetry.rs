//! Logging: pretty for people, one JSON object a line for machines.

use std::{io::IsTerminal, panic::PanicHookInfo};

use tracing_subscriber::{EnvFilter, Layer, Registry, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{LogFormat, Telemetry};

/// Starts logging, also of panics: a panic in a request then carries the request's id.
pub(crate) fn start(config: &Telemetry) -> anyhow::Result<()> {
    let filter: EnvFilter = config.filter.parse()?;
    tracing_subscriber::registry().with(format(config.format).with_filter(filter)).try_init()?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

fn format(format: LogFormat) -> Box<dyn Layer<Registry> + Send + Sync> {
    let layer = tracing_subscriber::fmt::layer();
    match format {
        LogFormat::Pretty => layer.compact().with_target(false).with_ansi(std::io::stdout().is_terminal()).boxed(),
        LogFormat::Json => layer.json().flatten_event(true).boxed(),
    }
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("(no message)");
    let location = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(message, location, "panic");
}
