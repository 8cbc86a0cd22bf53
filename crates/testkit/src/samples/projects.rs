//! A project with its search terms, and one that was deleted.

use anyhow::{Result, bail};
use domain::{Draft, NewProject, Project, TenantScope};
use store::{Create, DeleteBy, ProjectStore, Store};

pub(crate) async fn sample(store: &dyn Store, scope: &TenantScope) -> Result<()> {
    project(store, scope, "Sample").await?;
    let deleted = project(store, scope, "Deleted sample").await?;
    ProjectStore::delete(store, &DeleteBy::of(scope)?, deleted.id).await?;
    Ok(())
}

pub(crate) async fn project(store: &dyn Store, scope: &TenantScope, name: &str) -> Result<Project> {
    let new = NewProject::read(&Draft::default().with("name", name)).map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
    match ProjectStore::create(store, &scope.require()?, new).await? {
        Create::Done(project) => Ok(project),
        refused => bail!("{name}: {refused:?}"),
    }
}
