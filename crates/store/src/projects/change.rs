//! Changing a project that somebody looked at before.

use async_trait::async_trait;
use domain::{Colour, Object, Project, ProjectChange, ProjectId, ProjectKey, ProjectStatus, UserId};

use super::{lock, statements, terms};
use crate::{
    Update,
    audit::{Event, Stamp},
    engine::{Failure, values},
    listing::name_sort,
    unit::{End, Unit, Work},
};

/// The constraint on keys: its name on PostgreSQL, its columns on SQLite.
const KEY: [&str; 2] = ["projects_key", "projects.tenant_id, projects.key"];

pub(super) struct ChangeProject {
    pub(super) stamp: Stamp,
    pub(super) id: ProjectId,
    pub(super) version: i64,
    pub(super) change: ProjectChange,
}

#[async_trait]
impl Unit for ChangeProject {
    type Outcome = Update<Project>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Update<Project>>, Failure> {
        let Some(before) = lock(work, self.id).await?.filter(|project| project.deleted_at.is_none()) else {
            return Ok(End::RollBack(Update::NotFound));
        };
        if before.version != self.version {
            return Ok(End::RollBack(Update::Conflict(before)));
        }
        let after = match self.update(work).await {
            Err(failure) if failure.is_of_key(&KEY) => return Ok(End::RollBack(Update::KeyTaken)),
            outcome => outcome?,
        };
        let Some(after) = after else { return Ok(End::RollBack(Update::NotFound)) };
        terms::follow(work, &before, &after).await?;
        let event = Event::of(Project::UPDATED, Some(&before), Some(&after))?.in_project(self.id);
        self.stamp.note(work, event).await?;
        Ok(End::Commit(Update::Done(after)))
    }
}

impl ChangeProject {
    async fn update(&self, work: &mut Work<'_>) -> Result<Option<Project>, Failure> {
        let change = &self.change;
        let values = values![
            self.id,
            self.version,
            change.name(),
            name_sort(change.name()),
            change.description(),
            change.key().map(ProjectKey::as_str),
            change.status().map(ProjectStatus::as_str),
            change.colour().map(Colour::as_str),
            change.owner().map(UserId::as_str),
            self.stamp.now(),
        ];
        work.one(statements::UPDATE, values).await
    }
}
