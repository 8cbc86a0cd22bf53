//! What server functions and REST do with the tasks of a project. Reading them takes the permission to read projects,
//! every change the permission to change projects.

use domain::{
    Attempt, AuditAction, FieldError, Grant, NewTask, Object, Page, PageRequest, ProjectId, ReadProjects, Task,
    TaskChange, TaskId, TenantScope, UpdateProjects,
};
use store::{NewTaskOutcome, TaskStore, Update};

use crate::{
    AppError,
    context::{AppContext, member_directory, noted, require_both},
    error::Present,
};

fn tasks(context: &AppContext) -> &dyn TaskStore {
    &*context.store
}

/// A page of a project's tasks, in their order.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotFound`]; [`AppError::Malformed`] for a cursor that is none.
pub(crate) async fn list(
    context: &AppContext,
    scope: &TenantScope,
    project: ProjectId,
    page: &PageRequest,
) -> Result<Page<Task>, AppError> {
    tasks(context).list(&scope.require()?, project, page).await?.ok_or(AppError::NotFound)
}

/// One task.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotFound`].
pub(crate) async fn get(
    context: &AppContext,
    scope: &TenantScope,
    project: ProjectId,
    id: TaskId,
) -> Result<Task, AppError> {
    tasks(context).get(&scope.require()?, project, id).await?.ok_or(AppError::NotFound)
}

/// The permission for a change. Asked for before anything is said about the body of a request.
///
/// # Errors
/// [`AppError::Forbidden`]: the answers show tasks, so changing needs the right to read too.
pub(crate) async fn may_change(
    context: &AppContext,
    scope: &TenantScope,
    action: AuditAction,
    id: Option<TaskId>,
) -> Result<Grant<UpdateProjects>, AppError> {
    require_both::<_, ReadProjects>(context, scope, Attempt { action, object_id: id.map(|id| id.to_string()) }).await
}

/// Makes a task, the last one of the project.
///
/// # Errors
/// [`AppError::Invalid`], also when the project is full; [`AppError::NotFound`].
pub(crate) async fn create(
    context: &AppContext,
    grant: &Grant<UpdateProjects>,
    project: ProjectId,
    new: NewTask,
) -> Result<Task, AppError> {
    if let Some(assignee) = new.assignee() {
        member_directory::check(context, grant.scope(), "assignee", assignee).await?;
    }
    match tasks(context).create(grant, project, new).await? {
        NewTaskOutcome::Done(task) => Ok(task),
        NewTaskOutcome::Full => Err(full()),
        NewTaskOutcome::NotFound => Err(AppError::NotFound),
    }
}

/// Changes a task that still is at `version`.
///
/// # Errors
/// [`AppError::Conflict`] with the present state, [`AppError::NotFound`], [`AppError::Invalid`].
pub(crate) async fn update(
    context: &AppContext,
    grant: &Grant<UpdateProjects>,
    project: ProjectId,
    id: TaskId,
    version: i64,
    change: TaskChange,
) -> Result<Task, AppError> {
    if let Some(Some(assignee)) = &change.assignee {
        let present = get(context, grant.scope(), project, id).await?;
        if present.assignee.as_ref() != Some(assignee) {
            member_directory::check(context, grant.scope(), "assignee", assignee).await?;
        }
    }
    match tasks(context).update(grant, project, id, version, change).await? {
        Update::Done(task) => Ok(task),
        Update::Conflict(task) => Err(AppError::Conflict(Present::of(Task::NOUN, &task))),
        Update::KeyTaken | Update::NotFound => Err(AppError::NotFound),
    }
}

/// Deletes a task for good.
///
/// # Errors
/// [`AppError::Impersonating`], [`AppError::NotFound`].
pub(crate) async fn delete(
    context: &AppContext,
    grant: &Grant<UpdateProjects>,
    project: ProjectId,
    id: TaskId,
) -> Result<(), AppError> {
    let by = noted(context, grant.scope(), Attempt::on(Task::DELETED, id), grant.to_remove()).await?;
    if tasks(context).delete(&by, project, id).await? { Ok(()) } else { Err(AppError::NotFound) }
}

fn full() -> AppError {
    let message = format!("A project has at most {} tasks. Delete some that are done.", domain::task::TASKS_MAX);
    AppError::Invalid(vec![FieldError::new("title", message)])
}
