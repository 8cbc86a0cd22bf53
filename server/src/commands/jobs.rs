//! `server jobs`: what is in the queue, and what to do about jobs that are parked.

use std::fmt::Write;

use clap::Subcommand;
use serde_json::{Value, json};
use store::queue::Job;

use crate::database::Ports;

/// Jobs read at once.
const PAGE: u32 = 500;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Lists what is to be done, in the order it was put in. What a job is about is not shown.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lets a job be tried at once, as if for the first time.
    Retry {
        /// Its kind.
        kind: String,
        /// Its key.
        key: String,
    },
    /// Parks a job: nobody tries it until it is retried.
    Park {
        /// Its kind.
        kind: String,
        /// Its key.
        key: String,
    },
}

pub(super) async fn run(command: Command, ports: &Ports) -> anyhow::Result<String> {
    match command {
        Command::List { json } => {
            let jobs = all(ports).await?;
            Ok(if json {
                format!("{}\n", Value::from(jobs.iter().map(value).collect::<Vec<_>>()))
            } else {
                lines(&jobs)
            })
        }
        Command::Retry { kind, key } => {
            anyhow::ensure!(ports.inbox.retry_job(&kind, &key).await?, "there is no job {kind} {key}");
            Ok(format!("{kind} {key} is tried again.\n"))
        }
        Command::Park { kind, key } => {
            anyhow::ensure!(
                ports.inbox.park_job(&kind, &key).await?,
                "there is no job {kind} {key} that is not parked"
            );
            Ok(format!("{kind} {key} is parked.\n"))
        }
    }
}

async fn all(ports: &Ports) -> anyhow::Result<Vec<Job>> {
    let (mut after, mut jobs) = (None, Vec::new());
    loop {
        let page = ports.inbox.jobs(after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(jobs) };
        after = Some(last.id);
        jobs.extend(page);
    }
}

fn value(job: &Job) -> Value {
    json!({
        "kind": job.kind,
        "key": job.key,
        "attempts": job.attempts,
        "failures": job.failures,
        "due_at": job.due_at,
        "parked_at": job.parked_at,
        "error": job.error,
        "created_at": job.created_at,
    })
}

fn lines(jobs: &[Job]) -> String {
    let mut lines = String::new();
    for job in jobs {
        let state = if job.parked_at.is_some() { "parked" } else { "waiting" };
        let why = job.error.as_deref().unwrap_or_default();
        let _ = writeln!(lines, "{state:<8} {:<10} {:<40} {} attempts {why}", job.kind, job.key, job.attempts);
    }
    if lines.is_empty() { "There is nothing to do.\n".to_owned() } else { lines }
}
