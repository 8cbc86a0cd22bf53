//! Looking at tasks.

use async_trait::async_trait;
use domain::{ProjectId, Task, TaskId};
use uuid::Uuid;

use super::row::Found;
use crate::{
    error::Failure,
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

pub(super) struct List {
    pub(super) project: ProjectId,
    pub(super) after: (i64, TaskId),
    pub(super) rows: i64,
}

#[async_trait]
impl Unit for List {
    type Outcome = Option<Vec<Task>>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Option<Vec<Task>>>, Failure> {
        let (position, id) = self.after;
        let statement = work.query(sql::tasks::LIST).bind(self.project.uuid());
        let found: Vec<Found> = work.rows(statement.bind(position).bind(id.uuid()).bind(self.rows)).await?;
        // Only an empty page leaves it open whether there is such a project.
        let exists = !found.is_empty() || self.has_project(work).await?;
        Ok(End::Commit(exists.then(|| found.into_iter().map(Task::from).collect())))
    }
}

impl List {
    async fn has_project(&self, work: &mut Work<'_>) -> Result<bool, sqlx::Error> {
        let found: Option<(Uuid,)> = work.row(work.query(sql::tasks::HAS_PROJECT).bind(self.project.uuid())).await?;
        Ok(found.is_some())
    }
}

pub(super) struct Get {
    pub(super) project: ProjectId,
    pub(super) id: TaskId,
}

#[async_trait]
impl Unit for Get {
    type Outcome = Option<Task>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Option<Task>>, Failure> {
        Ok(End::Commit(get(work, self.project, self.id).await?))
    }
}

/// A task of a project that is not deleted.
pub(super) async fn get(work: &mut Work<'_>, project: ProjectId, id: TaskId) -> Result<Option<Task>, sqlx::Error> {
    let found: Option<Found> = work.row(work.query(sql::tasks::GET).bind(project.uuid()).bind(id.uuid())).await?;
    Ok(found.map(Task::from))
}
