//! Who does it, when, in which tenant, on which request: what every entry of the audit trail begins with.

use std::sync::Arc;

use domain::{Tenant, TenantScope, UserId};
use store::IdGenerator;

use super::event::{Event, storable};
use crate::{sql, work::Work};

/// On whose behalf a unit of work runs.
pub(crate) struct Stamp {
    scope: TenantScope,
    now: i64,
    ids: Arc<dyn IdGenerator>,
}

impl Stamp {
    /// For a person.
    pub(crate) fn new(scope: TenantScope, now: i64, ids: Arc<dyn IdGenerator>) -> Self {
        Self { scope, now, ids }
    }

    /// Who.
    pub(crate) fn actor(&self) -> &UserId {
        self.scope.actor()
    }

    /// When, milliseconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        self.now
    }

    /// Makes sure that the registry knows the tenant: before its first row.
    pub(crate) async fn register(&self, work: &mut Work<'_>) -> Result<(), sqlx::Error> {
        register(work, self.scope.tenant(), self.now).await
    }

    /// Writes an entry, in the transaction of the change itself.
    pub(crate) async fn note(&self, work: &mut Work<'_>, event: Event) -> Result<(), sqlx::Error> {
        let author = Author { actor: Some(self.scope.actor()), request_id: self.scope.request_id(), now: self.now };
        note(work, self.ids.as_ref(), &author, event).await
    }
}

/// Who, when, on which request; `None`: the system itself.
pub(crate) struct Author<'a> {
    pub(crate) actor: Option<&'a UserId>,
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
        .bind(event.object_name)
        .bind(event.before)
        .bind(event.after)
        .bind(author.request_id.map(storable));
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
