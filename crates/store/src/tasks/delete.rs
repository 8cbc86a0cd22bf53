//! Deleting a task for good, and closing the gap.

use async_trait::async_trait;
use domain::{Object, ProjectId, Task, TaskId};

use super::{lock_project, read, shift, statements};
use crate::{
    audit::{Event, Stamp},
    engine::{Failure, values},
    unit::{End, Unit, Work},
};

pub(super) struct Delete {
    pub(super) stamp: Stamp,
    pub(super) project: ProjectId,
    pub(super) id: TaskId,
}

#[async_trait]
impl Unit for Delete {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        if !lock_project(work, self.project).await? {
            return Ok(End::RollBack(false));
        }
        let Some(before) = read::get(work, self.project, self.id).await? else {
            return Ok(End::RollBack(false));
        };
        self.stamp.now();
        work.execute(statements::DELETE, values![self.project, self.id]).await?;
        shift(work, self.project, before.position + 1, i64::MAX, -1).await?;
        let event = Event::of(Task::DELETED, Some(&before), None)?.in_project(self.project);
        self.stamp.note(work, event).await?;
        Ok(End::Commit(true))
    }
}
