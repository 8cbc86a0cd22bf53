//! The audit trail: who did what, or was refused it.

use serde::{Deserialize, Serialize};

use crate::{
    id::{EventId, UserId},
    impersonation::Impersonator,
    word_enum::word_enum,
};

word_enum! {
    /// What was done or tried.
    AuditAction, "audit action" {
        /// A project was made.
        ProjectCreated = "project.created",
        /// A project was changed.
        ProjectUpdated = "project.updated",
        /// A project was deleted; it can be restored.
        ProjectDeleted = "project.deleted",
        /// A deleted project came back.
        ProjectRestored = "project.restored",
        /// A deleted project is gone for good.
        ProjectPurged = "project.purged",
        /// A task was made.
        TaskCreated = "task.created",
        /// A task was changed.
        TaskUpdated = "task.updated",
        /// A task was deleted.
        TaskDeleted = "task.deleted",
    }
}

word_enum! {
    /// What became of it.
    AuditOutcome, "audit outcome" {
        /// It was done.
        Done = "done",
        /// The person lacked the permission; nothing was changed.
        Refused = "refused",
    }
}

impl AuditAction {
    /// What it was done to, and what was done: `("project", "created")`.
    pub fn words(self) -> (&'static str, &'static str) {
        self.as_str().split_once('.').unwrap_or((self.as_str(), ""))
    }
}

/// An entry of the audit trail. Nothing in it changes or goes before its tenant does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// UUIDv7.
    pub id: EventId,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Who; `None`: the system itself.
    pub actor: Option<UserId>,
    /// Who acted in the actor's place.
    pub impersonator: Option<Impersonator>,
    /// What.
    pub action: AuditAction,
    /// What became of it.
    pub outcome: AuditOutcome,
    /// The id of the project or task; `None` for a refused creation.
    pub object_id: Option<String>,
    /// Its name or title then; `None` for a refusal, which tells nothing of what may exist.
    pub object_name: Option<String>,
    /// The object before, as canonical JSON; `None` for a creation and a refusal.
    pub before: Option<String>,
    /// The object after, as canonical JSON; `None` for a purge and a refusal.
    pub after: Option<String>,
    /// The request that did it.
    pub request_id: Option<String>,
}

/// A change that somebody tried without the permission for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What they tried.
    pub action: AuditAction,
    /// On which project or task, as they named it.
    pub object_id: Option<String>,
}
