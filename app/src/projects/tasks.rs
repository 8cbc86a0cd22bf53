//! Tasks inside a project: the worked example of a resource inside another. They are listed on their project's page, so
//! `get_project` reads them; the functions here change them.

#![expect(missing_docs, reason = "the server macro makes argument structs whose fields cannot be documented")]

mod edit;
mod list;
#[cfg(feature = "ssr")]
pub(super) mod operations;
#[cfg(feature = "ssr")]
pub(super) mod rest;

use domain::{Draft, People, Project, ProjectId, Task, TaskId, TenantPath};
#[cfg(feature = "ssr")]
use domain::{NewTask, Object, Permission, TaskChange};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{AppError, people::NamesPeople};
#[cfg(feature = "ssr")]
use crate::{
    context::{
        respond::{redirect, respond},
        scope_at,
    },
    projects::{operations as projects, project_path},
};

pub(super) use edit::EditTaskPage;
pub(super) use list::TaskList;

/// The tasks of a project over REST.
#[cfg(feature = "ssr")]
pub(super) const LIST_AT: &str = "/api/projects/{id}/tasks";
/// One of them.
#[cfg(feature = "ssr")]
pub(super) const ONE_AT: &str = "/api/projects/{id}/tasks/{task_id}";

/// A task and its project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskPage {
    pub project: Project,
    pub task: Task,
    /// Whom they name, and whom to choose from.
    pub people: People,
}

impl NamesPeople for TaskPage {
    fn take_people(&mut self) -> People {
        std::mem::take(&mut self.people)
    }
}

/// What the page of one task shows.
///
/// # Errors
/// [`AppError::NotFound`] when the project has none of that id.
#[server]
pub async fn get_task(tenant: TenantPath, project: ProjectId, id: TaskId) -> Result<TaskPage, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let task = operations::get(&context, &scope, project, id).await?;
        let project = projects::get(&context, &scope, project).await?;
        let people = context.people_for(&scope, &[Permission::UpdateProjects], &task.assignee).await;
        Ok(TaskPage { project, task, people })
    })
    .await
}

/// Makes a task, the last of its project.
///
/// # Errors
/// [`AppError::Invalid`], also when the project is full.
#[server]
pub async fn create_task(
    tenant: TenantPath,
    project: ProjectId,
    #[server(flatten)] draft: Draft,
) -> Result<Task, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let grant = operations::may_change(&context, &scope, Task::CREATED, None).await?;
        operations::create(&context, &grant, project, NewTask::read(&draft)?).await
    })
    .await
}

/// Changes the words of a task that still is at `version`, and goes to its project.
///
/// # Errors
/// [`AppError::Conflict`] with the present state when somebody else saved in between; [`AppError::Invalid`].
#[server]
pub async fn update_task(
    tenant: TenantPath,
    project: ProjectId,
    id: TaskId,
    version: i64,
    #[server(flatten)] draft: Draft,
) -> Result<Task, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let grant = operations::may_change(&context, &scope, Task::UPDATED, Some(id)).await?;
        let change = NewTask::read(&draft)?.into();
        let task = operations::update(&context, &grant, project, id, version, change).await?;
        redirect(&project_path(&tenant, project));
        Ok(task)
    })
    .await
}

/// Ticks a task that still is at `version`, or moves it; whoever does stays in the list.
///
/// # Errors
/// [`AppError::Stale`] when somebody else changed it in between.
#[server]
pub async fn change_task(
    tenant: TenantPath,
    project: ProjectId,
    id: TaskId,
    version: i64,
    done: Option<bool>,
    position: Option<i64>,
) -> Result<Task, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let grant = operations::may_change(&context, &scope, Task::UPDATED, Some(id)).await?;
        let mut change = match position {
            Some(position) => TaskChange::default().with_position(position)?,
            None => TaskChange::default(),
        };
        change.done = done;
        let changed = operations::update(&context, &grant, project, id, version, change).await;
        // The list shows the present state: there is nothing to choose from.
        changed.map_err(|error| if matches!(error, AppError::Conflict(_)) { AppError::Stale } else { error })
    })
    .await
}

/// Deletes a task for good.
///
/// # Errors
/// [`AppError::NotFound`].
#[server]
pub async fn delete_task(tenant: TenantPath, project: ProjectId, id: TaskId) -> Result<(), AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let grant = operations::may_change(&context, &scope, Task::DELETED, Some(id)).await?;
        operations::delete(&context, &grant, project, id).await
    })
    .await
}
