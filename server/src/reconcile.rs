//! Compares the copy of Clerk's people and organizations with Clerk itself, and heals what differs: events that never came.
//!
//! What is not in a list is not gone for that: Clerk is asked for it by its id. And where much is gone at once, that is more
//! likely the wrong keys, or a mistake, than the truth: then nothing is removed until somebody says so.

mod absent;
mod clerk;

use std::collections::BTreeMap;

use clerk_axum::{BackendClient, BackendError};
use futures::{StreamExt, stream::BoxStream};
use serde::Serialize;
use serde_json::Value;
use store::{
    Inbox, StoreError,
    copy::{Change, Heard},
};

/// What somebody says beforehand.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Nothing is changed.
    pub(crate) dry_run: bool,
    /// Much may be gone at once.
    pub(crate) allow_mass_removal: bool,
}

/// What came of it.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Outcome {
    /// How many things of Clerk's were looked at.
    pub(crate) checked: u64,
    /// What the copy has otherwise.
    pub(crate) differences: Vec<Difference>,
    /// How many of them are healed.
    pub(crate) healed: u64,
}

/// One thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Difference {
    /// `people`, `organizations`, `memberships`, `invitations`.
    pub(crate) kind: &'static str,
    /// Its id.
    pub(crate) id: String,
    /// What is wrong with it.
    pub(crate) what: &'static str,
}

/// The copy, by kind and id.
pub(crate) type Copy = BTreeMap<(&'static str, String), Value>;

/// Compares, and heals.
pub(crate) async fn run(
    clerk: &BackendClient,
    inbox: &dyn Inbox,
    now: i64,
    options: Options,
) -> anyhow::Result<Outcome> {
    let mut walk =
        Walk { inbox, now, options, left: copy(inbox).await?, gone: gone(inbox).await?, outcome: Outcome::default() };
    walk.look(clerk::organizations(clerk)).await?;
    walk.look(clerk::people(clerk)).await?;
    walk.look(clerk::memberships(clerk)).await?;
    walk.look(clerk::invitations(clerk)).await?;
    absent::heal(clerk, &mut walk).await?;
    Ok(walk.outcome)
}

const KINDS: [&str; 4] = ["people", "organizations", "memberships", "invitations"];

async fn copy(inbox: &dyn Inbox) -> Result<Copy, StoreError> {
    let dump = inbox.dump().await?;
    let mut copy = Copy::new();
    for kind in KINDS {
        for row in dump.get(kind).and_then(Value::as_array).into_iter().flatten() {
            if let Some(id) = row.get("id").and_then(Value::as_str) {
                copy.insert((kind, id.to_owned()), row.clone());
            }
        }
    }
    Ok(copy)
}

/// Ids that are gone for good here.
async fn gone(inbox: &dyn Inbox) -> Result<Vec<String>, StoreError> {
    let dump = inbox.dump().await?;
    let ids = dump.get("tombstones").and_then(Value::as_array).into_iter().flatten();
    Ok(ids.filter_map(|id| Some(id.as_str()?.to_owned())).collect())
}

/// A thing of Clerk's: its kind and id, what the copy should have of it, and what makes the copy so.
struct Found {
    kind: &'static str,
    id: String,
    fields: Value,
    change: Change,
}

/// What is going on.
struct Walk<'a> {
    inbox: &'a dyn Inbox,
    now: i64,
    options: Options,
    /// What was not met yet.
    left: Copy,
    gone: Vec<String>,
    outcome: Outcome,
}

impl Walk<'_> {
    async fn look(&mut self, mut list: BoxStream<'static, Result<Option<Found>, BackendError>>) -> anyhow::Result<()> {
        while let Some(found) = list.next().await {
            let Some(found) = found? else { continue };
            self.outcome.checked += 1;
            let known = self.left.remove(&(found.kind, found.id.clone()));
            let Some(what) = difference(known.as_ref(), &found.fields) else { continue };
            let what = if self.gone.contains(&found.id) { "deleted here, still at Clerk" } else { what };
            self.differs(
                found.kind,
                found.id,
                what,
                Some(found.change).filter(|_| what != "deleted here, still at Clerk"),
            )
            .await?;
        }
        Ok(())
    }

    /// Notes it, and heals it if it may.
    async fn differs(
        &mut self,
        kind: &'static str,
        id: String,
        what: &'static str,
        change: Option<Change>,
    ) -> anyhow::Result<()> {
        self.outcome.differences.push(Difference { kind, id, what });
        if let Some(change) = change.filter(|_| !self.options.dry_run) {
            self.inbox.hear(Heard { change, at: self.now, delivery: "reconcile".to_owned() }).await?;
            self.outcome.healed += 1;
        }
        Ok(())
    }
}

/// Fields that the copy has otherwise.
fn difference(known: Option<&Value>, fields: &Value) -> Option<&'static str> {
    let Some(known) = known else { return Some("missing") };
    let is_other = |(name, value): (&String, &Value)| known.get(name).unwrap_or(&Value::Null) != value;
    fields.as_object()?.iter().any(is_other).then_some("different")
}
