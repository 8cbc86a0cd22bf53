//! Tasks in PostgreSQL. Their places are 1 to n without gaps: whoever changes them locks the project first.

mod change;
mod create;
mod delete;
mod read;
mod row;

use async_trait::async_trait;
use domain::{
    Grant, NewTask, Page, PageRequest, ProjectId, ReadProjects, Removing, Task, TaskChange, TaskId, UpdateProjects,
};
use store::{NewTaskOutcome, StoreError, TaskStore, Update, listing};
use uuid::Uuid;

use crate::{PostgresStore, sql, work::Work};

#[async_trait]
impl TaskStore for PostgresStore {
    async fn list(
        &self,
        grant: &Grant<ReadProjects>,
        project: ProjectId,
        page: &PageRequest,
    ) -> Result<Option<Page<Task>>, StoreError> {
        let (tenant, list) = (grant.tenant(), format!("tasks of {project}"));
        let after: Option<(i64, TaskId)> = listing::decoded(tenant, &list, page.after.as_deref())?;
        let after = after.unwrap_or((0, TaskId::new(Uuid::nil())));
        let unit = read::List { project, after, rows: i64::from(listing::rows_to_query(page)) };
        let found = self.database.read(tenant.id(), unit).await?;
        let page = found.map(|found| listing::page_by(tenant, &list, page, found, |task| (task.position, task.id)));
        page.transpose()
    }

    async fn get(
        &self,
        grant: &Grant<ReadProjects>,
        project: ProjectId,
        id: TaskId,
    ) -> Result<Option<Task>, StoreError> {
        self.database.read(grant.tenant().id(), read::Get { project, id }).await
    }

    async fn create(
        &self,
        grant: &Grant<UpdateProjects>,
        project: ProjectId,
        new: NewTask,
    ) -> Result<NewTaskOutcome, StoreError> {
        let id = TaskId::new(self.ids.uuid_v7());
        let unit = create::CreateTask { stamp: self.stamp(grant.scope()), project, id, new };
        self.database.write(grant.tenant().id(), unit).await
    }

    async fn update(
        &self,
        grant: &Grant<UpdateProjects>,
        project: ProjectId,
        id: TaskId,
        version: i64,
        change: TaskChange,
    ) -> Result<Update<Task>, StoreError> {
        let unit = change::ChangeTask { stamp: self.stamp(grant.scope()), project, id, version, change };
        self.database.write(grant.tenant().id(), unit).await
    }

    async fn delete(&self, by: &Removing<UpdateProjects>, project: ProjectId, id: TaskId) -> Result<bool, StoreError> {
        let grant = by.grant();
        let unit = delete::Delete { stamp: self.stamp(grant.scope()), project, id };
        self.database.write(grant.tenant().id(), unit).await
    }
}

/// Makes the places of the project's tasks this transaction's to change; false: there is no such project.
async fn lock_project(work: &mut Work<'_>, project: ProjectId) -> Result<bool, sqlx::Error> {
    let found: Option<(Uuid,)> = work.row(work.query(sql::tasks::LOCK_PROJECT).bind(project.uuid())).await?;
    Ok(found.is_some())
}

/// How many tasks the project has.
async fn count(work: &mut Work<'_>, project: ProjectId) -> Result<i64, sqlx::Error> {
    let count: Option<(i64,)> = work.row(work.query(sql::tasks::COUNT).bind(project.uuid())).await?;
    Ok(count.map_or(0, |(count,)| count))
}

/// Moves the tasks from place `first` to place `last` by `step`.
async fn shift(work: &mut Work<'_>, project: ProjectId, first: i64, last: i64, step: i64) -> Result<(), sqlx::Error> {
    if first <= last {
        let statement = work.query(sql::tasks::SHIFT).bind(project.uuid()).bind(first).bind(last).bind(step);
        work.execute(statement).await?;
    }
    Ok(())
}
