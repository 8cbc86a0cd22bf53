//! Tasks in SQLite.

mod changes;

use async_trait::async_trait;
use domain::{
    Grant, NewTask, Page, PageRequest, ProjectId, ReadProjects, Removing, Task, TaskChange, TaskId, UpdateProjects,
};
use sqlx::{SqliteConnection, query_as, query_scalar};
use store::{NewTaskOutcome, StoreError, TaskStore, Update, listing};

use self::changes::{Creating, Deleting, Place, Updating};
use crate::{
    SqliteStore, error,
    row::{self, Found},
    sql, unit_of_work,
};

#[async_trait]
impl TaskStore for SqliteStore {
    async fn list(
        &self,
        grant: &Grant<ReadProjects>,
        project: ProjectId,
        page: &PageRequest,
    ) -> Result<Option<Page<Task>>, StoreError> {
        let (tenant, list) = (grant.tenant(), format!("tasks of {project}"));
        let after: Option<(i64, TaskId)> = listing::decoded(tenant, &list, page.after.as_deref())?;
        let found = self.tasks_after(tenant.id(), project, after, listing::rows_to_query(page)).await;
        let Some(found) = found.map_err(error::of)? else { return Ok(None) };
        listing::page_by(tenant, &list, page, found, |task| (task.position, task.id)).map(Some)
    }

    async fn get(
        &self,
        grant: &Grant<ReadProjects>,
        project: ProjectId,
        id: TaskId,
    ) -> Result<Option<Task>, StoreError> {
        let mut reader = self.readers.acquire().await.map_err(error::of)?;
        one(&mut reader, grant.tenant().id(), project, id).await.map_err(error::of)
    }

    async fn create(
        &self,
        grant: &Grant<UpdateProjects>,
        project: ProjectId,
        new: NewTask,
    ) -> Result<NewTaskOutcome, StoreError> {
        let place = Place { author: self.author(grant.scope()), project, id: TaskId::new(self.ids.uuid_v7()) };
        unit_of_work::run(&self.writer, Creating { place, creator: grant.actor().clone(), new }).await
    }

    async fn update(
        &self,
        grant: &Grant<UpdateProjects>,
        project: ProjectId,
        id: TaskId,
        version: i64,
        change: TaskChange,
    ) -> Result<Update<Task>, StoreError> {
        let place = Place { author: self.author(grant.scope()), project, id };
        unit_of_work::run(&self.writer, Updating { place, version, change }).await
    }

    async fn delete(&self, by: &Removing<UpdateProjects>, project: ProjectId, id: TaskId) -> Result<bool, StoreError> {
        let grant = by.grant();
        let place = Place { author: self.author(grant.scope()), project, id };
        unit_of_work::run(&self.writer, Deleting { place }).await
    }
}

impl SqliteStore {
    /// `None`: no such project. Both statements see one state of the database.
    async fn tasks_after(
        &self,
        tenant: &str,
        project: ProjectId,
        after: Option<(i64, TaskId)>,
        rows: u32,
    ) -> Result<Option<Vec<Task>>, sqlx::Error> {
        let (position, id) = after.map_or((0, String::new()), |(position, id)| (position, id.to_string()));
        let mut snapshot = self.readers.begin().await?;
        let mut found = None;
        if has_project(&mut snapshot, tenant, project).await? {
            let query = query_as(sql::tasks::LIST).bind(tenant).bind(project.to_string());
            let query = query.bind(position).bind(id).bind(rows);
            found = Some(row::all(query.fetch_all(&mut *snapshot).await?));
        }
        snapshot.commit().await?;
        Ok(found)
    }
}

async fn has_project(connection: &mut SqliteConnection, tenant: &str, project: ProjectId) -> Result<bool, sqlx::Error> {
    let query = query_scalar(sql::tasks::HAS_PROJECT).bind(tenant).bind(project.to_string());
    let found: Option<i64> = query.fetch_optional(connection).await?;
    Ok(found.is_some())
}

async fn one(
    connection: &mut SqliteConnection,
    tenant: &str,
    project: ProjectId,
    id: TaskId,
) -> Result<Option<Task>, sqlx::Error> {
    let query = query_as(sql::tasks::GET).bind(tenant).bind(project.to_string()).bind(id.to_string());
    let found: Option<Found<Task>> = query.fetch_optional(connection).await?;
    Ok(found.map(|Found(task)| task))
}
