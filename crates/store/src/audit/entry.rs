//! What an audit entry says: of a change or a refusal; and who did it, when, in which tenant, on which request.

// begin examples
mod projects;
// end examples

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use domain::{Attempt, AuditAction, AuditOutcome, Clock, Impersonator, Object, TenantScope, UserId};
use serde_json::Value;
use uuid::Uuid;

use super::statements;
use crate::{
    IdGenerator, StoreError, canonical,
    engine::{Failure, values},
    tenants,
    unit::Work,
};

/// An entry without who, when and on which request.
pub(crate) struct Event {
    action: AuditAction,
    outcome: AuditOutcome,
    object_id: Option<String>,
    /// With whose purge the texts go.
    purged_with: Option<Uuid>,
    object_name: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

impl Event {
    /// An object from one state to the next; `None`: it was not there.
    pub(crate) fn of<T: Object>(
        action: AuditAction,
        before: Option<&T>,
        after: Option<&T>,
    ) -> Result<Self, StoreError> {
        let object = after.or(before);
        Ok(Self {
            object_name: object.map(|object| object.name().to_owned()),
            before: before.map(canonical).transpose()?,
            after: after.map(canonical).transpose()?,
            ..Self::bare(action, AuditOutcome::Done, object.map(|object| object.id().to_string()))
        })
    }

    /// Something of Clerk's from one state to the next, by its id there.
    pub(crate) fn about(
        action: AuditAction,
        (id, name): (&str, Option<&str>),
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            object_name: name.map(str::to_owned),
            before: before.map(canonical).transpose()?,
            after: after.map(canonical).transpose()?,
            ..Self::bare(action, AuditOutcome::Done, Some(id.to_owned()))
        })
    }

    /// What somebody tried without the permission for it.
    pub(crate) fn of_refusal(attempt: &Attempt) -> Self {
        Self::bare(attempt.action.clone(), AuditOutcome::Refused, attempt.object_id.as_deref().map(storable))
    }

    /// Nothing but what was done to what.
    fn bare(action: AuditAction, outcome: AuditOutcome, object_id: Option<String>) -> Self {
        Self { action, outcome, object_id, purged_with: None, object_name: None, before: None, after: None }
    }
}

/// The texts of some databases hold every character but this one.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// On whose behalf a unit of work runs, and when.
///
/// The time is taken inside the transaction, after the locks that it waits for, and again on each run: so the order of the
/// trail is the order in which things were done. An entry has the time that was taken last, which is that of its row.
pub(crate) struct Stamp {
    scope: TenantScope,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    taken: AtomicI64,
}

impl Stamp {
    /// For a person.
    pub(crate) fn of(scope: TenantScope, clock: Arc<dyn Clock>, ids: Arc<dyn IdGenerator>) -> Self {
        let taken = AtomicI64::new(clock.now_ms());
        Self { scope, clock, ids, taken }
    }

    /// Who.
    pub(crate) fn actor(&self) -> &UserId {
        self.scope.actor()
    }

    /// Takes the time, milliseconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        let now = self.clock.now_ms();
        self.taken.store(now, Ordering::Relaxed);
        now
    }

    /// Makes sure that the registry knows the tenant: before its first row.
    pub(crate) async fn register(&self, work: &mut Work<'_>) -> Result<(), Failure> {
        tenants::register(work, self.scope.tenant(), self.clock.now_ms()).await
    }

    /// Writes an entry, in the transaction of the change itself.
    pub(crate) async fn note(&self, work: &mut Work<'_>, event: Event) -> Result<(), Failure> {
        let author = Author {
            actor: Some(self.scope.actor()),
            impersonator: self.scope.impersonator(),
            request_id: self.scope.request_id(),
            now: self.taken.load(Ordering::Relaxed),
        };
        note(work, &*self.ids, &author, event).await
    }
}

/// Who, in whose place, when, on which request; `None`: the system itself.
pub(crate) struct Author<'a> {
    pub(crate) actor: Option<&'a UserId>,
    pub(crate) impersonator: Option<&'a Impersonator>,
    pub(crate) request_id: Option<&'a str>,
    pub(crate) now: i64,
}

/// Writes an entry.
pub(crate) async fn note(
    work: &mut Work<'_>,
    ids: &dyn IdGenerator,
    author: &Author<'_>,
    event: Event,
) -> Result<(), Failure> {
    let values = values![
        ids.uuid_v7(),
        author.now,
        author.actor.map(UserId::as_str),
        event.action.to_string(),
        event.outcome.as_str(),
        event.object_id,
        event.purged_with,
        event.object_name,
        event.before,
        event.after,
        author.request_id.map(storable),
        author.impersonator.map(Impersonator::as_str),
    ];
    work.execute(statements::NOTE, values).await?;
    Ok(())
}
