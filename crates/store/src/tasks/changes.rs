//! What changes tasks: making one, the last of its project; changing one that somebody looked at before, its place
//! included; deleting one, which closes the gap.

use async_trait::async_trait;
use domain::{NewTask, Object, ProjectId, Task, TaskChange, TaskId, UserId, task::TASKS_MAX};

use super::{NewTaskOutcome, count, get, lock_project, shift, statements};
use crate::{
    Update,
    audit::{Event, Stamp},
    engine::{Failure, values},
    unit::{End, Unit, Work},
};

pub(super) struct CreateTask {
    pub(super) stamp: Stamp,
    pub(super) project: ProjectId,
    pub(super) id: TaskId,
    pub(super) new: NewTask,
}

#[async_trait]
impl Unit for CreateTask {
    type Outcome = NewTaskOutcome;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<NewTaskOutcome>, Failure> {
        if !lock_project(work, self.project).await? {
            return Ok(End::RollBack(NewTaskOutcome::NotFound));
        }
        let before = count(work, self.project).await?;
        if before >= TASKS_MAX {
            return Ok(End::RollBack(NewTaskOutcome::Full));
        }
        let task = self.insert(work, before + 1).await?;
        let event = Event::of(Task::CREATED, None, Some(&task))?.in_project(self.project);
        self.stamp.note(work, event).await?;
        Ok(End::Commit(NewTaskOutcome::Done(task)))
    }
}

impl CreateTask {
    async fn insert(&self, work: &mut Work<'_>, position: i64) -> Result<Task, Failure> {
        let values = values![
            self.project,
            self.id,
            self.new.title(),
            position,
            self.new.assignee().map(UserId::as_str),
            self.stamp.actor().as_str(),
            self.stamp.now(),
        ];
        let made = work.one(statements::CREATE, values).await?;
        made.ok_or_else(|| Failure::internal("no task was made"))
    }
}

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
        let Some(before) = get(work, self.project, self.id).await? else {
            return Ok(End::RollBack(Update::NotFound));
        };
        if before.version != self.version {
            return Ok(End::RollBack(Update::Conflict(before)));
        }
        let position = self.make_room(work, before.position).await?;
        let Some(after) = self.update(work, &before, position).await? else {
            return Ok(End::RollBack(Update::NotFound));
        };
        let event = Event::of(Task::UPDATED, Some(&before), Some(&after))?.in_project(self.project);
        self.stamp.note(work, event).await?;
        Ok(End::Commit(Update::Done(after)))
    }
}

impl ChangeTask {
    /// Moves the tasks between the old place and the new one aside; beyond the end is the end.
    async fn make_room(&self, work: &mut Work<'_>, old: i64) -> Result<i64, Failure> {
        let Some(wanted) = self.change.position() else { return Ok(old) };
        let new = wanted.min(count(work, self.project).await?);
        if new < old {
            shift(work, self.project, new, old - 1, 1).await?;
        } else {
            shift(work, self.project, old + 1, new, -1).await?;
        }
        Ok(new)
    }

    async fn update(&self, work: &mut Work<'_>, before: &Task, position: i64) -> Result<Option<Task>, Failure> {
        let change = &self.change;
        let assignee = change.assignee.as_ref().unwrap_or(&before.assignee);
        let values = values![
            self.project,
            self.id,
            self.version,
            change.title().unwrap_or(&before.title),
            change.done.unwrap_or(before.done),
            position,
            assignee.as_ref().map(UserId::as_str),
            self.stamp.now(),
        ];
        work.one(statements::UPDATE, values).await
    }
}

pub(super) struct DeleteTask {
    pub(super) stamp: Stamp,
    pub(super) project: ProjectId,
    pub(super) id: TaskId,
}

#[async_trait]
impl Unit for DeleteTask {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        if !lock_project(work, self.project).await? {
            return Ok(End::RollBack(false));
        }
        let Some(before) = get(work, self.project, self.id).await? else {
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
