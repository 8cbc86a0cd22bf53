//! Projects in PostgreSQL.

mod change;
mod create;
mod delete;
mod list;
pub(crate) mod row;
pub(crate) mod terms;

use async_trait::async_trait;
use domain::{
    CreateProjects, Grant, NewProject, Page, Project, ProjectChange, ProjectId, ProjectQuery, ReadProjects,
    UpdateProjects,
};
use store::{Create, DeleteBy, ProjectStore, StoreError, Update, listing};

use crate::{
    PostgresStore,
    error::Failure,
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};
use row::Found;

#[async_trait]
impl ProjectStore for PostgresStore {
    async fn list(&self, grant: &Grant<ReadProjects>, query: &ProjectQuery) -> Result<Page<Project>, StoreError> {
        let tenant = grant.tenant();
        let unit = list::List::new(tenant, query)?;
        if listing::is_vain(query) {
            return Ok(listing::nothing());
        }
        let found = self.database.read(tenant.id(), unit).await?;
        listing::page(tenant, query, found.projects, found.walked_to)
    }

    async fn get(&self, grant: &Grant<ReadProjects>, id: ProjectId) -> Result<Option<Project>, StoreError> {
        self.database.read(grant.tenant().id(), Get { id }).await
    }

    async fn create(&self, grant: &Grant<CreateProjects>, new: NewProject) -> Result<Create, StoreError> {
        let id = ProjectId::new(self.ids.uuid_v7());
        let unit = create::CreateProject { stamp: self.stamp(grant.scope()), id, new, quota: self.quota };
        self.database.write(grant.tenant().id(), unit).await
    }

    async fn update(
        &self,
        grant: &Grant<UpdateProjects>,
        id: ProjectId,
        version: i64,
        change: ProjectChange,
    ) -> Result<Update<Project>, StoreError> {
        let unit = change::ChangeProject { stamp: self.stamp(grant.scope()), id, version, change };
        self.database.write(grant.tenant().id(), unit).await
    }

    async fn delete(&self, by: &DeleteBy, id: ProjectId) -> Result<bool, StoreError> {
        let unit = delete::Delete { stamp: self.stamp(by.scope()), id, creator: by.creator().cloned() };
        self.database.write(by.tenant().id(), unit).await
    }

    async fn restore(&self, by: &DeleteBy, id: ProjectId) -> Result<Option<Project>, StoreError> {
        let unit = delete::Restore { stamp: self.stamp(by.scope()), id, creator: by.creator().cloned() };
        self.database.write(by.tenant().id(), unit).await
    }
}

struct Get {
    id: ProjectId,
}

#[async_trait]
impl Unit for Get {
    type Outcome = Option<Project>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Option<Project>>, Failure> {
        let found: Option<Found> = work.row(work.query(sql::projects::GET).bind(self.id.uuid())).await?;
        Ok(End::Commit(found.map(Project::from)))
    }
}
