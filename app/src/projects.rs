//! Projects: the worked example of a tenant resource. Server functions are here, pages in the files below.
//!
//! Every function takes the tenant that its page was rendered for, and the server compares it with the session's: a
//! form in another tab, or an old link, never writes into the wrong tenant. The actual check is the `Grant` that the
//! store demands.

#![expect(missing_docs, reason = "the server macro makes argument structs whose fields cannot be documented")]

mod detail;
mod edit;
mod filters;
mod form;
mod list;
mod manifest;
#[cfg(feature = "ssr")]
mod operations;
#[cfg(feature = "ssr")]
mod rest;
pub mod tasks;

use domain::{Asked, Draft, Page, People, Project, ProjectId, Task, TenantPath};
#[cfg(feature = "ssr")]
use domain::{PageRequest, Permission};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::context::{
    respond::{redirect, respond},
    scope_at,
};
#[cfg(feature = "ssr")]
use crate::request::read_query;
use crate::{AppError, people::NamesPeople, ui::Crumb};

pub use manifest::PROJECTS;

/// Who may say whose a project is; they see all of those whom they may choose.
#[cfg(feature = "ssr")]
const CHOOSERS: [Permission; 2] = [Permission::CreateProjects, Permission::UpdateProjects];

/// A page of a list of projects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectList {
    pub items: Vec<Project>,
    pub next: Option<String>,
    /// What was looked for; nothing where the list was not searched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
    /// Who owns them, and whom to filter by.
    pub people: People,
}

impl NamesPeople for ProjectList {
    fn take_people(&mut self) -> People {
        std::mem::take(&mut self.people)
    }
}

/// A page of a list of projects. `query` is what stands behind the `?` of the list's address.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to read; [`AppError::Malformed`] for a query or a cursor that is none.
#[server]
pub async fn list_projects(tenant: TenantPath, #[server(default)] query: String) -> Result<ProjectList, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let query = read_query(&query)?;
        let Page { items, next } = operations::list(&context, &scope, &query).await?;
        let named = items.iter().map(|project| &project.owner).chain(&query.owner);
        let people = context.people_for(&scope, &CHOOSERS, named).await;
        Ok(ProjectList { items, next, asked: operations::asked(&query), people })
    })
    .await
}

/// A project with a page of its tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectPage {
    pub project: Project,
    pub tasks: Page<Task>,
    /// Whom they name, and whom to choose from.
    pub people: People,
}

impl NamesPeople for ProjectPage {
    fn take_people(&mut self) -> People {
        std::mem::take(&mut self.people)
    }
}

/// What the pages of one project show; `alone`: those without its tasks, which are not read then.
///
/// # Errors
/// [`AppError::NotFound`] when the tenant has none of that id; [`AppError::Malformed`] for a cursor that is none.
#[server]
pub async fn get_project(
    tenant: TenantPath,
    id: ProjectId,
    tasks_after: Option<String>,
    #[server(default)] alone: bool,
) -> Result<ProjectPage, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let project = operations::get(&context, &scope, id).await?;
        let tasks = if alone {
            Page { items: Vec::new(), next: None }
        } else {
            tasks::operations::list(&context, &scope, id, &PageRequest::after(tasks_after)).await?
        };
        let assignees = tasks.items.iter().filter_map(|task| task.assignee.as_ref());
        let named = [&project.owner, &project.created_by].into_iter().chain(assignees);
        let people = context.people_for(&scope, &CHOOSERS, named).await;
        Ok(ProjectPage { project, tasks, people })
    })
    .await
}

/// Whom one may choose as the owner of a new project.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever may make none.
#[server]
pub async fn get_people(tenant: TenantPath) -> Result<People, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        scope.require::<domain::CreateProjects>()?;
        Ok(context.members.choices(&scope).await)
    })
    .await
}

/// Makes a project and goes to it.
///
/// # Errors
/// [`AppError::Invalid`] with one entry for each field that is wrong.
#[server]
pub async fn create_project(tenant: TenantPath, #[server(flatten)] draft: Draft) -> Result<Project, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let project = operations::create(&context, &scope, &draft).await?;
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
    #[server(flatten)] draft: Draft,
) -> Result<Project, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let grant = operations::may_change(&context, &scope, id).await?;
        let project = operations::update(&context, &grant, id, version, &draft).await?;
        redirect(&project_path(&tenant, id));
        Ok(project)
    })
    .await
}

/// Deletes a project, any or at least one's own, so that it can be restored; and goes to the list.
///
/// # Errors
/// [`AppError::Forbidden`] when the person may see it but not delete it.
#[server]
pub async fn delete_project(tenant: TenantPath, id: ProjectId) -> Result<(), AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        operations::delete(&context, &scope, id).await?;
        redirect(&list_path(&tenant));
        Ok(())
    })
    .await
}

/// Brings a deleted project back, for whoever may delete it; and goes to it.
///
/// # Errors
/// [`AppError::NotFound`] when there is none that the person may restore.
#[server]
pub async fn restore_project(tenant: TenantPath, id: ProjectId) -> Result<Project, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let project = operations::restore(&context, &scope, id).await?;
        redirect(&project_path(&tenant, id));
        Ok(project)
    })
    .await
}

/// The page of the tenant's projects.
pub(crate) fn list_path(tenant: &TenantPath) -> String {
    format!("{tenant}/projects")
}

/// The way to a page of one project.
pub(crate) fn trail(tenant: &TenantPath, project: &Project, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Projects", list_path(tenant)),
        Crumb::to(project.name.clone(), project_path(tenant, project.id)),
        Crumb::here(here),
    ]
}

/// The page of one project.
pub(crate) fn project_path(tenant: &TenantPath, id: ProjectId) -> String {
    format!("{tenant}/projects/{id}")
}
