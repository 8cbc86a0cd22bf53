//! Tasks inside a project: the worked example of a resource inside another. They are listed on their project's page, so
//! `get_project` reads them; the functions here change them.

#![expect(missing_docs, reason = "the server macro makes argument structs whose fields cannot be documented")]

mod edit;
mod list;
#[cfg(feature = "ssr")]
pub(super) mod operations;
#[cfg(feature = "ssr")]
pub(super) mod rest;

#[cfg(feature = "ssr")]
use domain::{FieldError, Object, Permission, TaskChange, UserId};
use domain::{People, Project, ProjectId, Task, TaskId, TenantPath};
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
    title: String,
    #[server(default)] assignee: String,
) -> Result<Task, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let grant = operations::may_change(&context, &scope, Task::CREATED, None).await?;
        operations::create(&context, &grant, project, &title, person(&assignee)?).await
    })
    .await
}

/// Changes the words of a task that still is at `version`, and goes to its project.
///
/// # Errors
/// [`AppError::Stale`] when somebody else changed it in between; [`AppError::Invalid`].
#[server]
pub async fn update_task(
    tenant: TenantPath,
    project: ProjectId,
    id: TaskId,
    version: i64,
    title: String,
    #[server(default)] assignee: String,
) -> Result<Task, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let grant = operations::may_change(&context, &scope, Task::UPDATED, Some(id)).await?;
        let mut change = TaskChange::default().with_title(&title)?;
        change.assignee = Some(person(&assignee)?);
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
        operations::update(&context, &grant, project, id, version, change).await
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

/// Who was chosen; nothing: nobody.
#[cfg(feature = "ssr")]
fn person(text: &str) -> Result<Option<UserId>, AppError> {
    let wrong = |_| vec![FieldError::new("assignee", domain::people::NOT_A_MEMBER)];
    if domain::text::shows_nothing(text) { Ok(None) } else { Ok(Some(text.parse().map_err(wrong)?)) }
}
