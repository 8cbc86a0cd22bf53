//! Projects in SQLite.

mod changes;
mod create;
mod list;
mod terms;

use async_trait::async_trait;
use domain::{
    CreateProjects, Grant, NewProject, Page, Project, ProjectChange, ProjectId, ProjectQuery, ReadProjects,
    UpdateProjects,
};
use sqlx::{SqliteConnection, query_as};
use store::{Create, DeleteBy, ProjectStore, StoreError, Update, listing};

use crate::{SqliteStore, error, row::Found, sql, unit_of_work};

pub(crate) use self::terms::{pairs_of, renew_terms};

#[async_trait]
impl ProjectStore for SqliteStore {
    async fn list(&self, grant: &Grant<ReadProjects>, query: &ProjectQuery) -> Result<Page<Project>, StoreError> {
        let tenant = grant.tenant();
        let start = listing::start(tenant, query)?;
        if listing::is_vain(query) {
            return Ok(listing::nothing());
        }
        let list = list::List { tenant: tenant.id(), query, start: list::Start::of(query.sort, start) };
        let (found, walked_to) = list.read(&self.readers).await.map_err(error::of)?;
        listing::page(tenant, query, found, walked_to)
    }

    async fn get(&self, grant: &Grant<ReadProjects>, id: ProjectId) -> Result<Option<Project>, StoreError> {
        let mut reader = self.readers.acquire().await.map_err(error::of)?;
        one(&mut reader, sql::projects::GET, grant.tenant().id(), &id.to_string()).await.map_err(error::of)
    }

    async fn create(&self, grant: &Grant<CreateProjects>, new: NewProject) -> Result<Create, StoreError> {
        let id = ProjectId::new(self.ids.uuid_v7());
        let (author, grant) = (self.author(grant.scope()), grant.clone());
        let creating = create::Creating { author, grant, id, new, quota: self.quota };
        unit_of_work::run(&self.writer, creating).await
    }

    async fn update(
        &self,
        grant: &Grant<UpdateProjects>,
        id: ProjectId,
        version: i64,
        change: ProjectChange,
    ) -> Result<Update<Project>, StoreError> {
        let (author, id) = (self.author(grant.scope()), id.to_string());
        unit_of_work::run(&self.writer, changes::Updating { author, id, version, change }).await
    }

    async fn delete(&self, by: &DeleteBy, id: ProjectId) -> Result<bool, StoreError> {
        let changing = changes::Changing::deletion(self.author(by.scope()), by.creator(), id);
        Ok(unit_of_work::run(&self.writer, changing).await?.is_some())
    }

    async fn restore(&self, by: &DeleteBy, id: ProjectId) -> Result<Option<Project>, StoreError> {
        let changing = changes::Changing::restoration(self.author(by.scope()), by.creator(), id);
        unit_of_work::run(&self.writer, changing).await
    }
}

/// The project that a statement by tenant and id finds.
async fn one(
    connection: &mut SqliteConnection,
    statement: &'static str,
    tenant: &str,
    id: &str,
) -> Result<Option<Project>, sqlx::Error> {
    let found: Option<Found<Project>> = query_as(statement).bind(tenant).bind(id).fetch_optional(connection).await?;
    Ok(found.map(|Found(project)| project))
}
