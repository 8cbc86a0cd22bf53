//! Who does it, when, in which tenant, on which request: what every entry of the audit trail begins with.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use domain::Clock;
use domain::{Impersonator, Tenant, TenantScope, UserId};
use store::{IdGenerator, ProjectQuota};

use super::event::{Event, storable};
use crate::{sql, work::Work};

/// On whose behalf a unit of work runs, and when.
///
/// The time is taken inside of the transaction, after the locks that it waits for, and anew on each run: so the trail's
/// order is the order in which things were done. Entries bear the time taken last, which is that of the row they tell of.
pub(crate) struct Stamp {
    scope: TenantScope,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    taken: AtomicI64,
}

impl Stamp {
    /// For a person.
    pub(crate) fn new(scope: TenantScope, clock: Arc<dyn Clock>, ids: Arc<dyn IdGenerator>) -> Self {
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
    pub(crate) async fn register(&self, work: &mut Work<'_>) -> Result<(), sqlx::Error> {
        register(work, self.scope.tenant(), self.clock.now_ms()).await
    }

    /// Writes an entry, in the transaction of the change itself.
    pub(crate) async fn note(&self, work: &mut Work<'_>, event: Event) -> Result<(), sqlx::Error> {
        let now = self.taken.load(Ordering::Relaxed);
        let author = Author {
            actor: Some(self.scope.actor()),
            impersonator: self.scope.impersonator(),
            request_id: self.scope.request_id(),
            now,
        };
        note(work, self.ids.as_ref(), &author, event).await
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
) -> Result<(), sqlx::Error> {
    let statement = work
        .query(sql::audit::NOTE)
        .bind(ids.uuid_v7())
        .bind(author.now)
        .bind(author.actor.map(UserId::as_str))
        .bind(event.action.as_str())
        .bind(event.outcome.as_str())
        .bind(event.object_id)
        .bind(event.project_id)
        .bind(event.object_name)
        .bind(event.before)
        .bind(event.after)
        .bind(author.request_id.map(storable))
        .bind(author.impersonator.map(Impersonator::as_str));
    work.execute(statement).await?;
    Ok(())
}

/// Makes sure that the registry knows the tenant.
pub(crate) async fn register(work: &mut Work<'_>, tenant: &Tenant, now: i64) -> Result<(), sqlx::Error> {
    let kind = match tenant {
        Tenant::Organization(_) => "organization",
        Tenant::Personal(_) => "personal",
    };
    work.execute(work.query(sql::tenants::REGISTER).bind(kind).bind(now)).await?;
    Ok(())
}

/// Counts projects that a registered tenant has just got; false: they are more than it may have.
pub(crate) async fn count_new(work: &mut Work<'_>, projects: i64, quota: ProjectQuota) -> Result<bool, sqlx::Error> {
    let statement = work.query(sql::tenants::COUNT_NEW).bind(projects).bind(quota.most());
    Ok(work.execute(statement).await? > 0)
}
