//! Projects in SQLite.

use async_trait::async_trait;
use domain::{
    CreateProjects, Grant, NewProject, Page, PageRequest, Project, ProjectChange, ProjectId, ReadProjects,
    UpdateProjects,
};
use sqlx::{FromRow, Row, query, query_as, sqlite::SqliteRow};
use store::{DeleteBy, ProjectStore, StoreError, Update, newest_first};

use crate::{SqliteStore, error, sql, unit_of_work};

#[async_trait]
impl ProjectStore for SqliteStore {
    async fn list(&self, grant: &Grant<ReadProjects>, page: &PageRequest) -> Result<Page<Project>, StoreError> {
        let tenant = grant.tenant();
        let rows = newest_first::rows_to_query(page);
        let query = match newest_first::position(tenant, page)? {
            None => query_as(sql::LIST_PROJECTS).bind(tenant.id()).bind(rows),
            Some(last) => query_as(sql::LIST_PROJECTS_AFTER)
                .bind(tenant.id())
                .bind(rows)
                .bind(last.created_at)
                .bind(last.id.to_string()),
        };
        let found: Vec<Found> = query.fetch_all(&self.readers).await.map_err(error::of)?;
        newest_first::page(tenant, page, found.into_iter().map(Project::from).collect())
    }

    async fn get(&self, grant: &Grant<ReadProjects>, id: ProjectId) -> Result<Option<Project>, StoreError> {
        let query = query_as(sql::GET_PROJECT).bind(grant.tenant().id()).bind(id.to_string());
        let found: Option<Found> = query.fetch_optional(&self.readers).await.map_err(error::of)?;
        Ok(found.map(Project::from))
    }

    async fn create(&self, grant: &Grant<CreateProjects>, new: NewProject) -> Result<Project, StoreError> {
        let (grant, now) = (grant.clone(), self.clock.now_ms());
        let id = ProjectId::new(self.ids.uuid_v7());
        unit_of_work::run(&self.writer, move |connection| {
            Box::pin(async move {
                let query = query_as(sql::CREATE_PROJECT)
                    .bind(grant.tenant().id())
                    .bind(id.to_string())
                    .bind(new.name())
                    .bind(new.description())
                    .bind(grant.actor().as_str())
                    .bind(now);
                let created: Found = query.fetch_one(connection).await?;
                Ok(Project::from(created))
            })
        })
        .await
    }

    async fn update(
        &self,
        grant: &Grant<UpdateProjects>,
        id: ProjectId,
        version: i64,
        change: ProjectChange,
    ) -> Result<Update, StoreError> {
        let (grant, now) = (grant.clone(), self.clock.now_ms());
        unit_of_work::run(&self.writer, move |connection| {
            Box::pin(async move {
                let (tenant, id) = (grant.tenant().id(), id.to_string());
                let query = query_as(sql::UPDATE_PROJECT)
                    .bind(tenant)
                    .bind(&id)
                    .bind(version)
                    .bind(change.name())
                    .bind(change.description())
                    .bind(now);
                let changed: Option<Found> = query.fetch_optional(&mut *connection).await?;
                if let Some(changed) = changed {
                    return Ok(Update::Done(changed.into()));
                }
                let query = query_as(sql::GET_PROJECT).bind(tenant).bind(&id);
                let current: Option<Found> = query.fetch_optional(connection).await?;
                Ok(current.map_or(Update::NotFound, |current| Update::Conflict(current.into())))
            })
        })
        .await
    }

    async fn delete(&self, by: &DeleteBy, id: ProjectId) -> Result<bool, StoreError> {
        let by = by.clone();
        unit_of_work::run(&self.writer, move |connection| {
            Box::pin(async move {
                let (tenant, id) = (by.tenant().id(), id.to_string());
                let query = match by.creator() {
                    None => query(sql::DELETE_PROJECT).bind(tenant).bind(&id),
                    Some(creator) => query(sql::DELETE_OWN_PROJECT).bind(tenant).bind(&id).bind(creator.as_str()),
                };
                Ok(query.execute(connection).await?.rows_affected() > 0)
            })
        })
        .await
    }
}

/// A project as a row.
struct Found(Project);

impl From<Found> for Project {
    fn from(found: Found) -> Self {
        found.0
    }
}

impl FromRow<'_, SqliteRow> for Found {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self(Project {
            id: id_of(row, "id")?,
            name: row.try_get("name")?,
            description: row.try_get("description")?,
            created_by: id_of(row, "created_by")?,
            created_at: row.try_get("created_at")?,
            updated_at: row.try_get("updated_at")?,
            version: row.try_get("version")?,
        }))
    }
}

fn id_of<T: std::str::FromStr<Err = domain::InvalidId>>(row: &SqliteRow, column: &str) -> Result<T, sqlx::Error> {
    let text: &str = row.try_get(column)?;
    text.parse().map_err(|error| sqlx::Error::ColumnDecode { index: column.to_owned(), source: Box::new(error) })
}
