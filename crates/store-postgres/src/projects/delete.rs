//! Deleting a project, and bringing it back.

use async_trait::async_trait;
use domain::{AuditAction, Project, ProjectId, UserId};

use super::{change::lock, row::Found};
use crate::{
    audit::{Event, Stamp},
    error::Failure,
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

pub(super) struct Delete {
    pub(super) stamp: Stamp,
    pub(super) id: ProjectId,
    /// Who must have made it; `None`: anybody.
    pub(super) creator: Option<UserId>,
}

pub(super) struct Restore {
    pub(super) stamp: Stamp,
    pub(super) id: ProjectId,
    /// Who must have made it; `None`: anybody.
    pub(super) creator: Option<UserId>,
}

#[async_trait]
impl Unit for Delete {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        let before = lock(work, self.id).await?.filter(|project| is_made_by(project, self.creator.as_ref()));
        let Some(before) = before.filter(|project| project.deleted_at.is_none()) else {
            return Ok(End::RollBack(false));
        };
        let now = self.stamp.now();
        let after = set(work, sql::projects::DELETE, self.id, now).await?;
        work.execute(work.query(sql::tenants::NOTE_DELETED).bind(now)).await?;
        let event = Event::of_project(AuditAction::ProjectDeleted, Some(&before), after.as_ref())?;
        self.stamp.note(work, event).await?;
        Ok(End::Commit(true))
    }
}

#[async_trait]
impl Unit for Restore {
    type Outcome = Option<Project>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Option<Project>>, Failure> {
        let before = lock(work, self.id).await?.filter(|project| is_made_by(project, self.creator.as_ref()));
        let Some(before) = before.filter(|project| project.deleted_at.is_some()) else {
            return Ok(End::RollBack(None));
        };
        let after = set(work, sql::projects::RESTORE, self.id, self.stamp.now()).await?;
        let event = Event::of_project(AuditAction::ProjectRestored, Some(&before), after.as_ref())?;
        self.stamp.note(work, event).await?;
        Ok(End::Commit(after))
    }
}

fn is_made_by(project: &Project, creator: Option<&UserId>) -> bool {
    creator.is_none_or(|creator| *creator == project.created_by)
}

async fn set(
    work: &mut Work<'_>,
    statement: &'static str,
    id: ProjectId,
    now: i64,
) -> Result<Option<Project>, sqlx::Error> {
    let changed: Option<Found> = work.row(work.query(statement).bind(id.uuid()).bind(now)).await?;
    Ok(changed.map(Project::from))
}
