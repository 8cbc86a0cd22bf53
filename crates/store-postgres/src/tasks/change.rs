//! Changing a task that somebody looked at before, its place included.

use async_trait::async_trait;
use domain::{AuditAction, ProjectId, Task, TaskChange, TaskId, UserId};
use store::Update;

use super::{count, lock_project, read, row::Found, shift};
use crate::{
    audit::{Event, Stamp},
    error::Failure,
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

pub(super) struct ChangeTask {
    pub(super) stamp: Stamp,
    pub(super) project: ProjectId,
    pub(super) id: TaskId,
    pub(super) version: i64,
    pub(super) change: TaskChange,
}

#[async_trait]
impl Unit for ChangeTask {
    type Outcome = Update<Task>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Update<Task>>, Failure> {
        if !lock_project(work, self.project).await? {
            return Ok(End::RollBack(Update::NotFound));
        }
        let Some(before) = read::get(work, self.project, self.id).await? else {
            return Ok(End::RollBack(Update::NotFound));
        };
        if before.version != self.version {
            return Ok(End::RollBack(Update::Conflict(before)));
        }
        let position = self.make_room(work, before.position).await?;
        let Some(after) = self.update(work, &before, position).await? else {
            return Ok(End::RollBack(Update::NotFound));
        };
        self.stamp.note(work, Event::of_task(AuditAction::TaskUpdated, Some(&before), Some(&after))?).await?;
        Ok(End::Commit(Update::Done(after)))
    }
}

impl ChangeTask {
    /// Moves the tasks between the old place and the new one aside; beyond the end is the end.
    async fn make_room(&self, work: &mut Work<'_>, old: i64) -> Result<i64, sqlx::Error> {
        let Some(wanted) = self.change.position() else { return Ok(old) };
        let new = wanted.min(count(work, self.project).await?);
        if new < old {
            shift(work, self.project, new, old - 1, 1).await?;
        } else {
            shift(work, self.project, old + 1, new, -1).await?;
        }
        Ok(new)
    }

    async fn update(&self, work: &mut Work<'_>, before: &Task, position: i64) -> Result<Option<Task>, sqlx::Error> {
        let change = &self.change;
        let assignee = change.assignee.as_ref().unwrap_or(&before.assignee);
        let statement = work
            .query(sql::tasks::UPDATE)
            .bind(self.project.uuid())
            .bind(self.id.uuid())
            .bind(self.version)
            .bind(change.title().unwrap_or(&before.title))
            .bind(change.done.unwrap_or(before.done))
            .bind(position)
            .bind(assignee.as_ref().map(UserId::as_str))
            .bind(self.stamp.now());
        let changed: Option<Found> = work.row(statement).await?;
        Ok(changed.map(Task::from))
    }
}
