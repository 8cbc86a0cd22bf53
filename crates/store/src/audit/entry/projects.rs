//! What the trail says of a project's end: the texts of what belonged to it go with it.

use domain::{AuditOutcome, Project, ProjectId};

use super::Event;

impl Event {
    /// The same of something whose texts go with a project, when that is gone for good.
    pub(crate) fn in_project(self, id: ProjectId) -> Self {
        Self { purged_with: Some(id.uuid()), ..self }
    }

    /// A project that is gone for good: nothing of what it said stays.
    pub(crate) fn of_purge(project: &Project) -> Self {
        Self::bare(Project::PURGED, AuditOutcome::Done, Some(project.id.to_string())).in_project(project.id)
    }
}
