//! Changing a project that somebody looked at before.

use async_trait::async_trait;
use domain::{AuditAction, Project, ProjectChange, ProjectId, ProjectKey};
use store::{Update, listing::name_sort};

use super::{row::Found, terms};
use crate::{
    audit::{Event, Stamp},
    error::{self, Failure},
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

/// The constraint on keys, by its name in the migrations.
const KEY: &str = "projects_key";

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
            Err(error) if error::violated_key(&error) == Some(KEY) => return Ok(End::RollBack(Update::KeyTaken)),
            outcome => outcome?,
        };
        let Some(after) = after else { return Ok(End::RollBack(Update::NotFound)) };
        terms::keep(work, &after).await?;
        let event = Event::of_project(AuditAction::ProjectUpdated, Some(&before), Some(&after))?;
        self.stamp.note(work, event).await?;
        Ok(End::Commit(Update::Done(after)))
    }
}

impl ChangeProject {
    async fn update(&self, work: &mut Work<'_>) -> Result<Option<Project>, sqlx::Error> {
        let change = &self.change;
        let statement = work
            .query(sql::projects::UPDATE)
            .bind(self.id.uuid())
            .bind(self.version)
            .bind(change.name())
            .bind(name_sort(change.name()))
            .bind(change.description())
            .bind(change.key().map(ProjectKey::as_str))
            .bind(change.status().map(|status| status.as_str()))
            .bind(change.colour().map(|colour| colour.as_str()))
            .bind(change.owner().map(|owner| owner.as_str()))
            .bind(self.stamp.now());
        let changed: Option<Found> = work.row(statement).await?;
        Ok(changed.map(Project::from))
    }
}

/// The project, deleted or not, which stays as it is until this transaction ends.
pub(super) async fn lock(work: &mut Work<'_>, id: ProjectId) -> Result<Option<Project>, sqlx::Error> {
    let found: Option<Found> = work.row(work.query(sql::projects::LOCK).bind(id.uuid())).await?;
    Ok(found.map(Project::from))
}
