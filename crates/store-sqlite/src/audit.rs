//! The audit trail in SQLite.

use std::sync::Arc;

use domain::Clock;
use domain::{AuditAction, AuditEvent, AuditOutcome, EventId, Impersonator, Project, TenantScope, UserId};
use serde::Serialize;
use sqlx::{SqliteConnection, query};
use store::{IdGenerator, canonical};

use crate::{SqliteStore, error::Failure, sql};

/// Who changes something in which tenant. Times and ids are taken inside of the transaction, so that the trail's order
/// is the order in which things were done.
pub(crate) struct Author {
    /// The tenant, as in `tenant_id`.
    pub(crate) tenant: String,
    person: Option<UserId>,
    impersonator: Option<Impersonator>,
    request_id: Option<String>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
}

/// What the trail tells of: a project.
pub(crate) trait Object: Serialize + Sync {
    fn id(&self) -> String;
    /// With whose purge its texts go.
    fn project_id(&self) -> String;
    fn name(&self) -> &str;
}

impl Object for Project {
    fn id(&self) -> String {
        self.id.to_string()
    }

    fn project_id(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> &str {
        &self.name
    }
}

impl SqliteStore {
    /// The person of a scope.
    pub(crate) fn author(&self, scope: &TenantScope) -> Author {
        let (person, impersonator) = (Some(scope.actor().clone()), scope.impersonator().cloned());
        let request_id = scope.request_id().map(str::to_owned);
        Author { person, impersonator, request_id, ..self.system_in(scope.tenant().id()) }
    }

    /// The system itself.
    pub(crate) fn system_in(&self, tenant: &str) -> Author {
        let (clock, ids) = (Arc::clone(&self.clock), Arc::clone(&self.ids));
        Author { tenant: tenant.to_owned(), person: None, impersonator: None, request_id: None, clock, ids }
    }
}

impl Author {
    pub(crate) fn now(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Notes what was done, in the transaction it was done in.
    pub(crate) async fn note<T: Object>(
        &self,
        connection: &mut SqliteConnection,
        action: AuditAction,
        now: i64,
        before: Option<&T>,
        after: Option<&T>,
    ) -> Result<(), Failure> {
        let object = after.or(before);
        let event = AuditEvent {
            object_id: object.map(T::id),
            object_name: object.map(|object| object.name().to_owned()),
            before: before.map(canonical).transpose()?,
            after: after.map(canonical).transpose()?,
            ..self.event(action, AuditOutcome::Done, now)
        };
        self.insert(connection, &event, object.map(T::project_id).as_deref()).await
    }

    /// Notes that a project is gone for good: nothing of what it said stays.
    pub(crate) async fn note_purge(
        &self,
        connection: &mut SqliteConnection,
        project: &str,
        now: i64,
    ) -> Result<(), Failure> {
        let event = self.event(AuditAction::ProjectPurged, AuditOutcome::Done, now);
        let event = AuditEvent { object_id: Some(project.to_owned()), ..event };
        self.insert(connection, &event, Some(project)).await
    }

    fn event(&self, action: AuditAction, outcome: AuditOutcome, now: i64) -> AuditEvent {
        AuditEvent {
            id: EventId::new(self.ids.uuid_v7()),
            created_at: now,
            actor: self.person.clone(),
            impersonator: self.impersonator.clone(),
            action,
            outcome,
            object_id: None,
            object_name: None,
            before: None,
            after: None,
            request_id: self.request_id.clone(),
        }
    }

    async fn insert(
        &self,
        connection: &mut SqliteConnection,
        event: &AuditEvent,
        project: Option<&str>,
    ) -> Result<(), Failure> {
        let query = query(sql::audit::NOTE)
            .bind(&self.tenant)
            .bind(event.id.to_string())
            .bind(event.created_at)
            .bind(event.actor.as_ref().map(UserId::as_str))
            .bind(event.action.as_str())
            .bind(event.outcome.as_str())
            .bind(&event.object_id)
            .bind(project)
            .bind(&event.object_name)
            .bind(&event.before)
            .bind(&event.after)
            .bind(&event.request_id)
            .bind(event.impersonator.as_ref().map(Impersonator::as_str));
        query.execute(connection).await?;
        Ok(())
    }
}
