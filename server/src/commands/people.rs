//! `server people`: what is kept of one person, and its erasure.

use anyhow::Context;
use clap::Subcommand;
use domain::{Clock, UserId};
use serde_json::{Value, json};
use store::copy::{Change, Heard};

use super::webhooks;
use crate::database::Ports;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Says what is kept of a person in the copy of Clerk's data and in the ledger of webhooks, as JSON.
    Export {
        /// The person: user_….
        id: String,
        /// As JSON; there is no other form.
        #[arg(long)]
        json: bool,
    },
    /// Ends a person's access here and has what is kept of them erased, once Clerk says that they are gone.
    Erase {
        /// The person: user_….
        id: String,
    },
}

pub(super) async fn run(command: Command, ports: &Ports, clock: &dyn Clock) -> anyhow::Result<String> {
    match command {
        Command::Export { id, .. } => Ok(format!("{:#}\n", export(ports, &id.parse()?).await?)),
        Command::Erase { id } => {
            let change = Change::PersonGone(id.parse()?);
            ports.inbox.hear(Heard { change, at: clock.now_ms(), delivery: String::new() }).await?;
            Ok(format!(
                "{id} has no access any more. The rest goes when CLERK_ERASE_AFTER_HOURS are over and Clerk says that there is no such \
                 person: `server jobs list` shows it as erase {id}.\n"
            ))
        }
    }
}

async fn export(ports: &Ports, id: &UserId) -> anyhow::Result<Value> {
    let dump = ports.inbox.dump().await?;
    let rows = |kind: &str, column: &str, value: &str| -> Vec<Value> {
        let all = dump.get(kind).and_then(Value::as_array).into_iter().flatten();
        all.filter(|row| row.get(column).and_then(Value::as_str) == Some(value)).cloned().collect()
    };
    let person = rows("people", "id", id.as_str()).into_iter().next();
    let address = person.as_ref().and_then(|person| person.get("email")?.as_str());
    let invitations = address.map(|address| rows("invitations", "email", address)).unwrap_or_default();
    let tombstones = dump.get("tombstones").and_then(Value::as_array).context("no tombstones")?;
    let deliveries = webhooks::entries(&*ports.inbox, None, usize::MAX).await?;
    let deliveries = deliveries.iter().filter(|entry| entry.object_id.as_deref() == Some(id.as_str()));
    Ok(json!({
        "id": id.as_str(),
        "person": person,
        "memberships": rows("memberships", "person", id.as_str()),
        "invitations": invitations,
        "is_deleted": tombstones.iter().any(|gone| gone.as_str() == Some(id.as_str())),
        "webhooks": deliveries.map(webhooks::value).collect::<Vec<_>>(),
    }))
}
