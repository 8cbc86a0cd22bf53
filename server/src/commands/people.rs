//! `server people`: what is kept of one person, and its erasure.

use anyhow::Context;
use clap::Subcommand;
use domain::{Clock, UserId};
use serde_json::Value;
use store::copy::{Change, Heard};

use super::webhooks;
use crate::database::Ports;

/// Lines read at once.
const PAGE: u32 = 500;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Says what the copy of Clerk's data, the ledger of webhooks and the queue hold of a person, as JSON. Not in it: what
    /// they did in organizations (the audit trail and their rows), and deliveries that name only a membership or a session
    /// of theirs.
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
    let mut kept = ports.inbox.kept_of(id).await?;
    let address = ["/person/email", "/jobs/0/payload/address"].into_iter().find_map(|it| kept.pointer(it)?.as_str());
    let waiting = jobs(ports, id, address).await?;
    let mut deliveries = Vec::new();
    let mut before = None;
    loop {
        let page = ports.inbox.deliveries_about(id.as_str(), before, PAGE).await?;
        let Some(last) = page.last() else { break };
        before = Some((last.received_at, last.id.clone()));
        deliveries.extend(page.iter().map(webhooks::value));
    }
    let fields = kept.as_object_mut().context("what is kept is an object")?;
    fields.insert("webhooks".to_owned(), deliveries.into());
    if let Some(Value::Array(jobs)) = fields.get_mut("jobs") {
        jobs.extend(waiting);
    }
    Ok(kept)
}

/// What is still to be done and names them, with what it says.
async fn jobs(ports: &Ports, id: &UserId, address: Option<&str>) -> anyhow::Result<Vec<Value>> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let (jobs, last) = ports.inbox.jobs_about(id, address, after).await?;
        for job in jobs {
            found.push(job.shown()?);
        }
        if last.is_none() {
            return Ok(found);
        }
        after = last;
    }
}
