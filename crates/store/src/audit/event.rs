//! What an audit entry says of a change or a refusal.

use domain::{Attempt, AuditAction, AuditOutcome, Project, Task};
use serde::Serialize;
use uuid::Uuid;

use crate::{StoreError, canonical};

/// An entry without who, when and on which request.
pub(crate) struct Event {
    pub(super) action: AuditAction,
    pub(super) outcome: AuditOutcome,
    pub(super) object_id: Option<String>,
    /// With whose purge the texts go.
    pub(super) project_id: Option<Uuid>,
    pub(super) object_name: Option<String>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

impl Event {
    /// A project from one state to the next; `None`: it was not there.
    pub(crate) fn of_project(
        action: AuditAction,
        before: Option<&Project>,
        after: Option<&Project>,
    ) -> Result<Self, StoreError> {
        let project = after.or(before);
        let name = project.map(|project| project.name.clone());
        let id = project.map(|project| project.id.to_string());
        Self::done(action, (id, project.map(|project| project.id.uuid())), name, before, after)
    }

    /// A task from one state to the next; `None`: it was not there.
    pub(crate) fn of_task(
        action: AuditAction,
        before: Option<&Task>,
        after: Option<&Task>,
    ) -> Result<Self, StoreError> {
        let task = after.or(before);
        let title = task.map(|task| task.title.clone());
        let id = task.map(|task| task.id.to_string());
        Self::done(action, (id, task.map(|task| task.project_id.uuid())), title, before, after)
    }

    /// A project that is gone for good: nothing of what it said stays.
    pub(crate) fn of_purge(project: &Project) -> Self {
        Self {
            action: AuditAction::ProjectPurged,
            outcome: AuditOutcome::Done,
            object_id: Some(project.id.to_string()),
            project_id: Some(project.id.uuid()),
            object_name: None,
            before: None,
            after: None,
        }
    }

    /// What somebody tried without the permission for it.
    pub(crate) fn of_refusal(attempt: &Attempt) -> Self {
        Self {
            action: attempt.action,
            outcome: AuditOutcome::Refused,
            object_id: attempt.object_id.as_deref().map(storable),
            project_id: None,
            object_name: None,
            before: None,
            after: None,
        }
    }

    fn done<T: Serialize>(
        action: AuditAction,
        (object_id, project_id): (Option<String>, Option<Uuid>),
        object_name: Option<String>,
        before: Option<&T>,
        after: Option<&T>,
    ) -> Result<Self, StoreError> {
        let before = before.map(canonical).transpose()?;
        let after = after.map(canonical).transpose()?;
        Ok(Self { action, outcome: AuditOutcome::Done, object_id, project_id, object_name, before, after })
    }
}

/// PostgreSQL's texts hold every character but this one.
pub(super) fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
