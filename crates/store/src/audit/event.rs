//! What an audit entry says of a change or a refusal.

use domain::{Attempt, AuditAction, AuditOutcome, Object, Project, ProjectId};
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
    /// An object from one state to the next; `None`: it was not there.
    pub(crate) fn of<T: Object>(
        action: AuditAction,
        before: Option<&T>,
        after: Option<&T>,
    ) -> Result<Self, StoreError> {
        let object = after.or(before);
        Ok(Self {
            action,
            outcome: AuditOutcome::Done,
            object_id: object.map(T::id),
            project_id: None,
            object_name: object.map(|object| object.name().to_owned()),
            before: before.map(canonical).transpose()?,
            after: after.map(canonical).transpose()?,
        })
    }

    /// The same of something whose texts go with a project, when that is gone for good.
    pub(crate) fn in_project(self, id: ProjectId) -> Self {
        Self { project_id: Some(id.uuid()), ..self }
    }

    /// A project that is gone for good: nothing of what it said stays.
    pub(crate) fn of_purge(project: &Project) -> Self {
        Self {
            action: Project::PURGED,
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
            action: attempt.action.clone(),
            outcome: AuditOutcome::Refused,
            object_id: attempt.object_id.as_deref().map(storable),
            project_id: None,
            object_name: None,
            before: None,
            after: None,
        }
    }
}

/// PostgreSQL's texts hold every character but this one.
pub(super) fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
