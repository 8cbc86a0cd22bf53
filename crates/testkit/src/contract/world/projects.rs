//! Projects, as the cases make and read them.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use domain::{Draft, Grant, NewProject, Page, Project, ProjectId, ProjectQuery, ReadProjects, TenantScope};
use store::{Create, DeleteBy, ProjectQuota, ProjectStore, Update};

use super::{World, every_page};
use crate::contract::Opened;

impl Opened {
    /// The projects, for a task of its own.
    pub(in crate::contract) fn projects(&self) -> Arc<dyn ProjectStore> {
        self.store.clone()
    }

    /// The projects, of which no tenant may have more than that.
    pub(in crate::contract) fn bounded(&self, quota: ProjectQuota) -> Arc<dyn ProjectStore> {
        Arc::new(self.data.clone().with_quota(quota))
    }
}

impl World {
    pub(in crate::contract) fn projects(&self) -> &dyn ProjectStore {
        &*self.opened.store
    }

    pub(in crate::contract) async fn make(&self, scope: &TenantScope, draft: Draft) -> Result<Create> {
        Ok(self.projects().create(&scope.require()?, checked(draft)?).await?)
    }

    /// Makes a project for which nothing is in the way.
    pub(in crate::contract) async fn made(&self, scope: &TenantScope, draft: Draft) -> Result<Project> {
        let shown = format!("{draft:?}");
        match self.make(scope, draft).await? {
            Create::Done(project) => Ok(project),
            refused => bail!("{refused:?}: {shown}"),
        }
    }

    pub(in crate::contract) async fn create(&self, scope: &TenantScope, name: &str) -> Result<Project> {
        self.made(scope, named(name)).await
    }

    pub(in crate::contract) async fn get(&self, scope: &TenantScope, id: ProjectId) -> Result<Option<Project>> {
        Ok(self.projects().get(&scope.require()?, id).await?)
    }

    pub(in crate::contract) async fn change(
        &self,
        scope: &TenantScope,
        seen: &Project,
        draft: Draft,
    ) -> Result<Update<Project>> {
        Ok(self.projects().update(&scope.require()?, seen.id, seen.version, checked(draft)?).await?)
    }

    /// Changes a project that nobody changed in between.
    pub(in crate::contract) async fn changed(
        &self,
        scope: &TenantScope,
        seen: &Project,
        draft: Draft,
    ) -> Result<Project> {
        match self.change(scope, seen, draft).await? {
            Update::Done(project) => Ok(project),
            other => bail!("not changed: {other:?}"),
        }
    }

    /// Changes the name and keeps everything else.
    pub(in crate::contract) async fn rename(
        &self,
        scope: &TenantScope,
        seen: &Project,
        name: &str,
    ) -> Result<Update<Project>> {
        self.change(scope, seen, named(name).with("description", seen.description.clone())).await
    }

    pub(in crate::contract) async fn delete(&self, scope: &TenantScope, id: ProjectId) -> Result<bool> {
        Ok(self.projects().delete(&DeleteBy::of(scope)?, id).await?)
    }

    /// Deletes a project that is there; what the list of deleted projects must show of it.
    pub(in crate::contract) async fn deleted(&self, scope: &TenantScope, project: Project) -> Result<Project> {
        if !self.delete(scope, project.id).await? {
            bail!("not deleted: {project:?}");
        }
        let now = domain::Clock::now_ms(self.clock.as_ref());
        Ok(Project { deleted_at: Some(now), updated_at: now, version: project.version + 1, ..project })
    }

    pub(in crate::contract) async fn restore(&self, scope: &TenantScope, id: ProjectId) -> Result<Option<Project>> {
        Ok(self.projects().restore(&DeleteBy::of(scope)?, id).await?)
    }

    pub(in crate::contract) async fn page(&self, scope: &TenantScope, query: &ProjectQuery) -> Result<Page<Project>> {
        let grant: Grant<ReadProjects> = scope.require()?;
        Ok(self.projects().list(&grant, query).await?)
    }

    /// Every page, from the first to the last.
    pub(in crate::contract) async fn pages(
        &self,
        scope: &TenantScope,
        query: &ProjectQuery,
    ) -> Result<Vec<Vec<Project>>> {
        every_page(async |after| self.page(scope, &ProjectQuery { after, ..query.clone() }).await).await
    }

    /// What a list holds, all pages together.
    pub(in crate::contract) async fn list(&self, scope: &TenantScope, query: &ProjectQuery) -> Result<Vec<Project>> {
        let query = ProjectQuery { limit: Some(100), ..query.clone() };
        Ok(self.pages(scope, &query).await?.concat())
    }

    /// Every active project of the tenant, the newest first.
    pub(in crate::contract) async fn all(&self, scope: &TenantScope) -> Result<Vec<Project>> {
        self.list(scope, &ProjectQuery::default()).await
    }

    /// The names that a list shows, in its order.
    pub(in crate::contract) async fn names(&self, scope: &TenantScope, query: &ProjectQuery) -> Result<Vec<String>> {
        Ok(self.list(scope, query).await?.into_iter().map(|project| project.name).collect())
    }
}

/// What a form would send with a name alone.
pub(in crate::contract) fn named(name: &str) -> Draft {
    Draft::default().with("name", name)
}

pub(in crate::contract) fn checked(draft: Draft) -> Result<NewProject> {
    let shown = format!("{draft:?}");
    NewProject::read(&draft).ok().with_context(|| format!("refused: {shown}"))
}

/// A search in the list of active projects, the newest first.
pub(in crate::contract) fn question(search: &str) -> ProjectQuery {
    ProjectQuery { search: search.to_owned(), ..ProjectQuery::default() }
}

/// An id that nothing has.
pub(in crate::contract) fn unknown_id() -> Result<ProjectId> {
    Ok("01890a5d-ac96-774b-bcce-b302099a8057".parse()?)
}
