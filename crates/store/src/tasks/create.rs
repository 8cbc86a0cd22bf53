//! Making a task: the last one of its project.

use async_trait::async_trait;
use domain::{NewTask, Object, ProjectId, Task, TaskId, UserId, task::TASKS_MAX};

use super::{NewTaskOutcome, count, lock_project, statements};
use crate::{
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
