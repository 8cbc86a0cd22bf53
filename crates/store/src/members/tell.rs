//! What somebody changed here and Clerk confirmed: into the copy, with its entries in the trail, in one transaction.

use async_trait::async_trait;
use domain::{AuditAction, TenantScope};
use serde_json::Value;

use crate::{
    StoreError,
    audit::{Event, Stamp},
    copy::{Apply, Heard},
    data::Data,
    engine::Failure,
    unit::{End, Unit, Work},
};

/// A change that Clerk made for somebody, and what the trail says of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// What Clerk answered; `None`: nothing that the copy could hold.
    pub heard: Option<Heard>,
    /// What is noted; `None`: a step on the way to another change.
    pub note: Option<Note>,
}

/// An entry of the trail. It holds ids and roles, no names and no addresses.
#[derive(Clone, Debug)]
pub struct Note {
    /// What was done.
    pub action: AuditAction,
    /// To what, by Clerk's id.
    pub id: String,
    /// What people read in place of a name.
    pub name: Option<String>,
    /// How it was.
    pub before: Option<Value>,
    /// How it is.
    pub after: Option<Value>,
}

pub(super) struct Tell {
    stamp: Stamp,
    told: Vec<(Option<Apply>, Option<Note>)>,
}

impl Tell {
    pub(super) fn of(data: &Data, scope: &TenantScope, told: Vec<Told>) -> Self {
        let now = data.now();
        let apply = |heard| Apply::of(heard, data.ids().uuid_v7(), now);
        let told = told.into_iter().map(|Told { heard, note }| (heard.map(apply), note));
        Self { stamp: data.stamp(scope), told: told.collect() }
    }
}

#[async_trait]
impl Unit for Tell {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        self.stamp.register(work).await?;
        for (apply, note) in &self.told {
            if let Some(apply) = apply {
                apply.alone(work).await?;
            }
            self.stamp.now();
            if let Some(note) = note {
                self.stamp.note(work, event(note)?).await?;
            }
        }
        Ok(End::Commit(()))
    }
}

fn event(note: &Note) -> Result<Event, StoreError> {
    Event::about(note.action.clone(), (&note.id, note.name.as_deref()), note.before.as_ref(), note.after.as_ref())
}
