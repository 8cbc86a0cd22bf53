//! `server webhooks`: which deliveries were taken in, how they stand, and what to do about those that do not go on.

use std::fmt::Write;

use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};
use store::{
    Inbox,
    webhooks::{Entry, Standing},
};

use super::fold;
use crate::database::Ports;

/// Lines read at once.
const PAGE: u32 = 500;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Lists deliveries, the newest first.
    List {
        /// Only those that stand so.
        #[arg(long)]
        state: Option<State>,
        /// At most so many.
        #[arg(long, default_value_t = 100)]
        limit: usize,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lets parked deliveries be tried again.
    Retry {
        /// The id of a delivery (msg_…); without one, all that are parked.
        id: Option<String>,
    },
    /// Parks a delivery that waits.
    Park {
        /// The id of the delivery (msg_…).
        id: String,
    },
    /// Applies events from standard input, one JSON line each, without checking signatures, and answers a line to each: to try
    /// what an order of events comes to. Never on a database that serves.
    Fold {
        /// The address of the database; else DATABASE_URL.
        #[arg(long)]
        database: Option<String>,
    },
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum State {
    /// Still to be applied.
    Waiting,
    /// Applied.
    Applied,
    /// Of no use here.
    Ignored,
    /// Left until somebody looks after it.
    Parked,
}

impl From<State> for Standing {
    fn from(state: State) -> Self {
        match state {
            State::Waiting => Self::Waiting,
            State::Applied => Self::Applied,
            State::Ignored => Self::Ignored,
            State::Parked => Self::Parked,
        }
    }
}

pub(super) async fn run(command: Command, ports: &Ports) -> anyhow::Result<String> {
    let inbox = &*ports.inbox;
    match command {
        Command::List { state, limit, json } => {
            let entries = entries(inbox, state.map(Standing::from), limit).await?;
            Ok(if json { as_json(&entries) } else { as_lines(&entries) })
        }
        Command::Retry { id: Some(id) } => {
            anyhow::ensure!(
                inbox.retry_delivery(&id).await?,
                "{id} is not parked here, or nothing of its body is left: have Clerk send it again (Webhooks, Message Attempts)"
            );
            Ok(format!("{id} is tried again.\n"))
        }
        Command::Retry { id: None } => {
            let mut again = 0;
            for entry in entries(inbox, Some(Standing::Parked), usize::MAX).await? {
                again += usize::from(inbox.retry_delivery(&entry.id).await?);
            }
            Ok(format!("{again} deliveries are tried again.\n"))
        }
        Command::Park { id } => {
            anyhow::ensure!(inbox.park_delivery(&id).await?, "{id} does not wait here");
            Ok(format!("{id} is parked.\n"))
        }
        Command::Fold { .. } => fold::run(inbox).await,
    }
}

/// At most so many, the newest first.
pub(super) async fn entries(inbox: &dyn Inbox, standing: Option<Standing>, limit: usize) -> anyhow::Result<Vec<Entry>> {
    let (mut before, mut found) = (None, Vec::new());
    while found.len() < limit {
        let page = inbox.deliveries(standing, before, PAGE).await?;
        let Some(last) = page.last() else { break };
        before = Some((last.received_at, last.id.clone()));
        found.extend(page);
    }
    found.truncate(limit);
    Ok(found)
}

pub(super) fn value(entry: &Entry) -> Value {
    json!({
        "id": entry.id,
        "type": entry.event_type,
        "object_id": entry.object_id,
        "occurred_at": entry.occurred_at,
        "received_at": entry.received_at,
        "state": entry.standing.as_str(),
        "reason": entry.reason,
        "settled_at": entry.settled_at,
        "attempts": entry.attempts,
        "due_at": entry.due_at,
        "error": entry.error,
    })
}

fn as_json(entries: &[Entry]) -> String {
    format!("{}\n", Value::from(entries.iter().map(value).collect::<Vec<_>>()))
}

fn as_lines(entries: &[Entry]) -> String {
    let mut lines = String::new();
    for entry in entries {
        let why = entry.error.as_ref().or(entry.reason.as_ref()).map(String::as_str).unwrap_or_default();
        let (state, object) = (entry.standing.as_str(), entry.object_id.as_deref().unwrap_or("-"));
        let _ = writeln!(lines, "{:<8} {:<36} {:<32} {object} {why}", state, entry.id, entry.event_type);
    }
    if lines.is_empty() { "No webhook was taken in.\n".to_owned() } else { lines }
}
