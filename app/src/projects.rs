//! Projects: the worked example of a tenant resource. Server functions here, one page a file below.
//!
//! Every function takes the tenant its page was rendered for, and the server compares: a form of another tab or an old
//! link never writes into the wrong tenant. The check is the `Grant` that the store demands.

#![expect(missing_docs, reason = "the server macro makes argument structs whose fields cannot be documented")]

mod conflict;
mod delete;
mod detail;
mod edit;
mod form;
mod list;
mod new;
mod row;

use domain::{Page, Project, ProjectId, TenantPath};
use leptos::prelude::*;

use crate::AppError;
#[cfg(feature = "ssr")]
use crate::server::{
    project_store,
    respond::{redirect, respond},
    scope_at,
};

pub(crate) use delete::DeletePage;
pub(crate) use detail::DetailPage;
pub(crate) use edit::EditPage;
pub(crate) use list::ListPage;
pub(crate) use new::NewPage;

/// A page of the tenant's projects, newest first.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to read; [`AppError::Malformed`] for a cursor that is none.
#[server]
pub async fn list_projects(tenant: TenantPath, after: Option<String>) -> Result<Page<Project>, AppError> {
    respond(async {
        let grant = scope_at(&tenant)?.require()?;
        Ok(project_store()?.list(&grant, &domain::PageRequest::after(after)).await?)
    })
    .await
}

/// One project.
///
/// # Errors
/// [`AppError::NotFound`] when the tenant has none of that id.
#[server]
pub async fn get_project(tenant: TenantPath, id: ProjectId) -> Result<Project, AppError> {
    respond(async {
        let grant = scope_at(&tenant)?.require()?;
        project_store()?.get(&grant, id).await?.ok_or(AppError::NotFound)
    })
    .await
}

/// Makes a project and goes to it.
///
/// # Errors
/// [`AppError::Invalid`] with one entry for each field that is wrong.
#[server]
pub async fn create_project(
    tenant: TenantPath,
    name: String,
    #[server(default)] description: String,
) -> Result<Project, AppError> {
    respond(async {
        let grant = scope_at(&tenant)?.require()?;
        let project = project_store()?.create(&grant, domain::NewProject::new(&name, &description)?).await?;
        redirect(&project_path(&tenant, project.id));
        Ok(project)
    })
    .await
}

/// Changes a project that still is at `version`, and goes to it.
///
/// # Errors
/// [`AppError::Conflict`] with the present state when somebody else saved in between.
#[server]
pub async fn update_project(
    tenant: TenantPath,
    id: ProjectId,
    version: i64,
    name: String,
    #[server(default)] description: String,
) -> Result<Project, AppError> {
    respond(async {
        let scope = scope_at(&tenant)?;
        let (grant, reader) = (scope.require()?, scope.require()?);
        let change = domain::NewProject::new(&name, &description)?;
        let project = crate::server::projects::update(&*project_store()?, &grant, &reader, id, version, change).await?;
        redirect(&project_path(&tenant, id));
        Ok(project)
    })
    .await
}

/// Deletes a project, any or at least one's own, and goes to the list.
///
/// # Errors
/// [`AppError::Forbidden`] when the person may see it but not delete it.
#[server]
pub async fn delete_project(tenant: TenantPath, id: ProjectId) -> Result<(), AppError> {
    respond(async {
        crate::server::projects::delete(&*project_store()?, &scope_at(&tenant)?, id).await?;
        redirect(&list_path(&tenant));
        Ok(())
    })
    .await
}

/// The page of the tenant's projects.
pub(crate) fn list_path(tenant: &TenantPath) -> String {
    format!("{tenant}/projects")
}

/// The page of one project.
pub(crate) fn project_path(tenant: &TenantPath, id: ProjectId) -> String {
    format!("{tenant}/projects/{id}")
}
