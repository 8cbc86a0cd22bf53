//! What must have been noted.

use domain::{AuditAction, AuditOutcome, Project, ProjectId, Task, UserId};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::{Doing, Model};

/// An event as the API shows it, but for its id.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::attack) struct Noted {
    pub(in crate::attack) created_at: i64,
    pub(in crate::attack) actor: Option<UserId>,
    /// Nobody here acts in another's place.
    pub(in crate::attack) impersonator: Option<String>,
    pub(in crate::attack) action: AuditAction,
    pub(in crate::attack) outcome: AuditOutcome,
    pub(in crate::attack) object_id: Option<String>,
    pub(in crate::attack) object_name: Option<String>,
    pub(in crate::attack) before: Option<Value>,
    pub(in crate::attack) after: Option<Value>,
    pub(in crate::attack) request_id: Option<String>,
    /// The project that it is about, or whose task: its texts go with it.
    #[serde(skip)]
    project: Option<ProjectId>,
}

impl Model {
    pub(super) fn note_refusal(&mut self, doing: &Doing<'_>, action: AuditAction, object: Option<Uuid>) {
        self.trail.push(Noted {
            created_at: doing.learned.now,
            actor: Some(doing.who.id.clone()),
            impersonator: None,
            action,
            outcome: AuditOutcome::Refused,
            object_id: object.map(|id| id.to_string()),
            object_name: None,
            before: None,
            after: None,
            request_id: Some(doing.learned.request_id.clone()),
            project: None,
        });
    }

    pub(super) fn note_project(
        &mut self,
        doing: &Doing<'_>,
        action: AuditAction,
        before: Option<&Project>,
        after: Option<&Project>,
    ) {
        let named = after.or(before).map(|project| (project.id, project.id.to_string(), project.name.clone()));
        self.note(doing, action, named, before, after);
    }

    pub(super) fn note_task(
        &mut self,
        doing: &Doing<'_>,
        action: AuditAction,
        before: Option<&Task>,
        after: Option<&Task>,
    ) {
        let named = after.or(before).map(|task| (task.project_id, task.id.to_string(), task.title.clone()));
        self.note(doing, action, named, before, after);
    }

    fn note<T: Serialize>(
        &mut self,
        doing: &Doing<'_>,
        action: AuditAction,
        named: Option<(ProjectId, String, String)>,
        before: Option<&T>,
        after: Option<&T>,
    ) {
        let (project, named) = named.map(|(project, id, name)| (project, (id, name))).unzip();
        let (object_id, object_name) = named.unzip();
        self.trail.push(Noted {
            created_at: doing.learned.now,
            actor: Some(doing.who.id.clone()),
            impersonator: None,
            action,
            outcome: AuditOutcome::Done,
            object_id,
            object_name,
            before: before.map(|object| serde_json::json!(object)),
            after: after.map(|object| serde_json::json!(object)),
            request_id: Some(doing.learned.request_id.clone()),
            project,
        });
    }

    /// Who did what and when stays; what the project and its tasks were called and said goes.
    pub(super) fn note_purge(&mut self, gone: &Project, now: i64) {
        for noted in self.trail.iter_mut().filter(|noted| noted.project == Some(gone.id)) {
            (noted.object_name, noted.before, noted.after) = (None, None, None);
        }
        self.trail.push(Noted {
            created_at: now,
            actor: None,
            impersonator: None,
            action: Project::PURGED,
            outcome: AuditOutcome::Done,
            object_id: Some(gone.id.to_string()),
            object_name: None,
            before: None,
            after: None,
            request_id: None,
            project: Some(gone.id),
        });
    }
}
