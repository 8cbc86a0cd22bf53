//! Making, changing and deleting a task. Positions stay 1 to n: there is one writer, so what a transaction has counted
//! holds until its end.

use std::cmp::Ordering;

use domain::{AuditAction, NewTask, ProjectId, Task, TaskChange, TaskId, UserId, task::TASKS_MAX};
use sqlx::{SqliteConnection, query, query_as, query_scalar};
use store::{NewTaskOutcome, Update};

use super::{has_project, one};
use crate::{audit::Author, error::Failure, row::Found, sql, unit_of_work::Work};

/// Which task, and who wants to change it.
pub(super) struct Place {
    pub(super) author: Author,
    pub(super) project: ProjectId,
    pub(super) id: TaskId,
}

impl Place {
    fn tenant(&self) -> &str {
        &self.author.tenant
    }

    async fn read(&self, connection: &mut SqliteConnection) -> Result<Option<Task>, sqlx::Error> {
        one(connection, self.tenant(), self.project, self.id).await
    }

    async fn count(&self, connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
        let query = query_scalar(sql::tasks::COUNT).bind(self.tenant()).bind(self.project.to_string());
        query.fetch_one(connection).await
    }

    /// Moves the tasks from position `first` to `last` by `step`.
    async fn shift(
        &self,
        connection: &mut SqliteConnection,
        (first, last): (i64, i64),
        step: i64,
    ) -> Result<(), sqlx::Error> {
        let query = query(sql::tasks::SHIFT).bind(self.tenant()).bind(self.project.to_string());
        query.bind(first).bind(last).bind(step).execute(connection).await?;
        Ok(())
    }
}

pub(super) struct Creating {
    pub(super) place: Place,
    pub(super) creator: UserId,
    pub(super) new: NewTask,
}

impl Work for Creating {
    type Done = NewTaskOutcome;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<NewTaskOutcome, Failure> {
        let Self { place, creator, new } = self;
        if !has_project(connection, place.tenant(), place.project).await? {
            return Ok(NewTaskOutcome::NotFound);
        }
        let count = place.count(connection).await?;
        if count >= TASKS_MAX {
            return Ok(NewTaskOutcome::Full);
        }
        let now = place.author.now();
        let query = query_as(sql::tasks::CREATE)
            .bind(place.tenant())
            .bind(place.project.to_string())
            .bind(place.id.to_string())
            .bind(new.title())
            .bind(count + 1)
            .bind(new.assignee().map(UserId::as_str))
            .bind(creator.as_str())
            .bind(now);
        let Found(task) = query.fetch_one(&mut *connection).await?;
        place.author.note(connection, AuditAction::TaskCreated, now, None, Some(&task)).await?;
        Ok(NewTaskOutcome::Done(task))
    }
}

pub(super) struct Updating {
    pub(super) place: Place,
    pub(super) version: i64,
    pub(super) change: TaskChange,
}

impl Work for Updating {
    type Done = Update<Task>;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<Update<Task>, Failure> {
        let Some(before) = self.place.read(connection).await? else { return Ok(Update::NotFound) };
        if before.version != self.version {
            return Ok(Update::Conflict(before));
        }
        let now = self.place.author.now();
        let position = self.make_room(connection, &before).await?;
        let after = self.write(connection, &before, position, now).await?;
        self.place.author.note(connection, AuditAction::TaskUpdated, now, Some(&before), Some(&after)).await?;
        Ok(Update::Done(after))
    }
}

impl Updating {
    /// Moves those in between aside, towards the place that comes free; returns the new position.
    async fn make_room(&self, connection: &mut SqliteConnection, before: &Task) -> Result<i64, sqlx::Error> {
        let Some(asked) = self.change.position() else { return Ok(before.position) };
        let position = asked.min(self.place.count(connection).await?);
        match position.cmp(&before.position) {
            Ordering::Less => self.place.shift(connection, (position, before.position - 1), 1).await?,
            Ordering::Greater => self.place.shift(connection, (before.position + 1, position), -1).await?,
            Ordering::Equal => {}
        }
        Ok(position)
    }

    async fn write(
        &self,
        connection: &mut SqliteConnection,
        before: &Task,
        position: i64,
        now: i64,
    ) -> Result<Task, sqlx::Error> {
        let Self { place, version, change } = self;
        let assignee = change.assignee.as_ref().unwrap_or(&before.assignee);
        let query = query_as(sql::tasks::UPDATE)
            .bind(place.tenant())
            .bind(place.project.to_string())
            .bind(place.id.to_string())
            .bind(version)
            .bind(change.title().unwrap_or(&before.title))
            .bind(change.done.unwrap_or(before.done))
            .bind(position)
            .bind(assignee.as_ref().map(UserId::as_str))
            .bind(now);
        let Found(task) = query.fetch_one(connection).await?;
        Ok(task)
    }
}

pub(super) struct Deleting {
    pub(super) place: Place,
}

impl Work for Deleting {
    type Done = bool;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<bool, Failure> {
        let place = &self.place;
        let Some(before) = place.read(connection).await? else { return Ok(false) };
        let query = query(sql::tasks::DELETE).bind(place.tenant());
        query.bind(place.project.to_string()).bind(place.id.to_string()).execute(&mut *connection).await?;
        place.shift(connection, (before.position + 1, i64::MAX), -1).await?;
        place.author.note(connection, AuditAction::TaskDeleted, place.author.now(), Some(&before), None).await?;
        Ok(true)
    }
}
