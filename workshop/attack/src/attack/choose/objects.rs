//! Which object: one's own mostly, another tenant's often, none sometimes.

use domain::{ProjectId, Task, TaskId, UserId};
use uuid::Uuid;

use super::Chooser;
use crate::attack::model::Model;

/// What nothing has.
const UNKNOWN: Uuid = Uuid::from_u128(0x0190_a5d0_0000_7000_8000_0000_0000_0000);

impl Chooser<'_> {
    /// One's own, also deleted; another tenant's; or one that never was.
    pub(super) fn project(&mut self) -> ProjectId {
        let of = match self.choices.below(100) {
            0..76 => self.model(),
            76..94 => self.other(),
            _ => return ProjectId::new(UNKNOWN),
        };
        self.choices.one(&of.projects).map_or(ProjectId::new(UNKNOWN), |project| project.id)
    }

    pub(super) fn deleted_project(&mut self) -> ProjectId {
        let of = if self.choices.chance(80) { self.model() } else { self.other() };
        let deleted: Vec<_> = of.projects.iter().filter(|project| project.deleted_at.is_some()).collect();
        match self.choices.one(&deleted) {
            Some(project) => project.id,
            None => self.project(),
        }
    }

    pub(super) fn any_task(&mut self, of: &Model) -> Option<Task> {
        let tasks: Vec<&Task> = of.tasks.values().flatten().collect();
        self.choices.one(&tasks).map(|task| (*task).clone())
    }

    /// A task in its project; one in another project; one of another tenant, in its project there or in one's own.
    pub(super) fn task(&mut self) -> (ProjectId, TaskId) {
        let unknown = (ProjectId::new(UNKNOWN), TaskId::new(UNKNOWN));
        let of = if self.choices.chance(80) { self.model() } else { self.other() };
        let Some(task) = self.any_task(of) else { return (self.project(), unknown.1) };
        let project = if self.choices.chance(85) { task.project_id } else { self.project() };
        (project, task.id)
    }

    /// Mostly one of the tenant's people.
    pub(super) fn somebody(&mut self) -> UserId {
        let of = if self.choices.chance(80) { self.seat() } else { &self.other().seat };
        let at = self.choices.below(of.people.len());
        of.people[at].id.clone()
    }
}
