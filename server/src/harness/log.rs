//! What the server writes down, caught.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::Value;
use tracing_subscriber::fmt::MakeWriter;

/// A log in memory.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// What is written while `work` runs.
    ///
    /// # Errors
    /// Those of the work.
    pub async fn of(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<Vec<Value>> {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt().json().flatten_event(true).with_writer(log.clone()).finish();
        let guard = tracing::subscriber::set_default(subscriber);
        work.await?;
        drop(guard);
        Ok(log.lines().iter().filter_map(|line| serde_json::from_str(line).ok()).collect())
    }

    /// Collects everything of this thread as JSON, until the guard goes.
    pub fn as_json(&self) -> tracing::subscriber::DefaultGuard {
        let subscriber = tracing_subscriber::fmt().json().flatten_event(true).with_writer(self.clone()).finish();
        tracing::subscriber::set_default(subscriber)
    }

    /// The lines that have this text in a field.
    pub fn with(lines: &[Value], field: &str, text: &str) -> Vec<Value> {
        lines.iter().filter(|line| line[field] == text).cloned().collect()
    }

    /// What was caught.
    pub fn lines(&self) -> Vec<String> {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
