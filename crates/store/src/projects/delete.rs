//! Deleting a project, and bringing it back.

use async_trait::async_trait;
use domain::{Object, Project, ProjectId, UserId};

use super::{lock, statements};
use crate::{
    audit::{Event, Stamp},
    engine::{Failure, values},
    tenants,
    unit::{End, Unit, Work},
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
        let after = work.one(statements::DELETE, values![self.id, now]).await?;
        tenants::note_deleted(work, now).await?;
        let event = Event::of(Project::DELETED, Some(&before), after.as_ref())?.in_project(self.id);
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
        let after = work.one(statements::RESTORE, values![self.id, self.stamp.now()]).await?;
        let event = Event::of(Project::RESTORED, Some(&before), after.as_ref())?.in_project(self.id);
        self.stamp.note(work, event).await?;
        Ok(End::Commit(after))
    }
}

fn is_made_by(project: &Project, creator: Option<&UserId>) -> bool {
    creator.is_none_or(|creator| *creator == project.created_by)
}
