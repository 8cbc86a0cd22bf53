//! `/api/projects/{id}/tasks`: the tasks of a project over REST.

mod body;

use app::{AppError, server::tasks as shared};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{AuditAction, Task};
use serde::Serialize;

use self::body::{ChangeBody, NewBody};
use super::{
    json::{JsonBody, refuse},
    page::AskedPage,
    path::{ProjectAt, TaskAt},
    scope::Scope,
    version,
};
use crate::state::AppState;

#[derive(Debug, Serialize)]
struct ListAnswer {
    tasks: Vec<Task>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// The body of an answer about one task.
#[derive(Debug, Serialize)]
pub(crate) struct TaskAnswer {
    task: Task,
}

/// `GET /api/projects/{id}/tasks?after=&limit=`
pub(crate) async fn list(
    State(state): State<AppState>,
    Scope(scope): Scope,
    ProjectAt(project): ProjectAt,
    AskedPage(page): AskedPage,
) -> Result<Response, AppError> {
    scope.require::<domain::ReadProjects>()?;
    let page = shared::list(&state.context, &scope, project, &page?).await?;
    Ok(Json(ListAnswer { tasks: page.items, next: page.next }).into_response())
}

/// `POST /api/projects/{id}/tasks`
pub(crate) async fn create(
    State(state): State<AppState>,
    Scope(scope): Scope,
    ProjectAt(project): ProjectAt,
    body: Result<JsonBody<NewBody>, Response>,
) -> Result<Response, Response> {
    let context = &state.context;
    let grant = shared::may_change(context, &scope, AuditAction::TaskCreated, None).await.map_err(refuse)?;
    let JsonBody(NewBody { title, assignee }) = body?;
    let assignee = body::person(assignee).map_err(refuse)?;
    let task = shared::create(context, &grant, project, &title, assignee).await.map_err(refuse)?;
    let location = format!("/api/projects/{project}/tasks/{}", task.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(TaskAnswer { task })).into_response())
}

/// `GET /api/projects/{id}/tasks/{task_id}`
pub(crate) async fn get(
    State(state): State<AppState>,
    Scope(scope): Scope,
    TaskAt(project, id): TaskAt,
) -> Result<Json<TaskAnswer>, AppError> {
    let task = shared::get(&state.context, &scope, project, id).await?;
    Ok(Json(TaskAnswer { task }))
}

/// `PATCH /api/projects/{id}/tasks/{task_id}`; the version seen is in the body or in `If-Match`.
pub(crate) async fn change(
    State(state): State<AppState>,
    Scope(scope): Scope,
    TaskAt(project, id): TaskAt,
    headers: HeaderMap,
    body: Result<JsonBody<ChangeBody>, Response>,
) -> Result<Json<TaskAnswer>, Response> {
    let context = &state.context;
    let grant = shared::may_change(context, &scope, AuditAction::TaskUpdated, Some(id)).await.map_err(refuse)?;
    let JsonBody(body) = body?;
    let version = version::seen(body.version, &headers).map_err(refuse)?;
    let change = body.change().map_err(refuse)?;
    let task = shared::update(context, &grant, project, id, version, change).await.map_err(refuse)?;
    Ok(Json(TaskAnswer { task }))
}

/// `DELETE /api/projects/{id}/tasks/{task_id}`: for good.
pub(crate) async fn delete(
    State(state): State<AppState>,
    Scope(scope): Scope,
    TaskAt(project, id): TaskAt,
) -> Result<Json<serde_json::Value>, AppError> {
    let grant = shared::may_change(&state.context, &scope, AuditAction::TaskDeleted, Some(id)).await?;
    shared::delete(&state.context, &grant, project, id).await?;
    Ok(Json(serde_json::json!({ "success": true })))
}
