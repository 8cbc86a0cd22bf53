//! `/api/projects/{id}/tasks`: the tasks of a project over REST.

use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{FieldError, Object, Project, ProjectId, Task, TaskChange, TaskId, UserId};
use serde::{Deserialize, Serialize};

use super::operations;
use crate::{
    AppError,
    context::AppContext,
    rest::{AskedPage, At, JsonBody, Scope, given, ids, refuse, version_seen},
};

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

/// `/api/projects/{id}/tasks/{task_id}`
pub(crate) struct TaskAt(ProjectId, TaskId);

impl<S: Send + Sync> FromRequestParts<S> for TaskAt {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AppError> {
        ids(parts).await.map(|(project, id)| Self(project, id))
    }
}

/// `GET /api/projects/{id}/tasks?after=&limit=`
pub(crate) async fn list(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    At(project): At<Project>,
    AskedPage(page): AskedPage,
) -> Result<Response, AppError> {
    scope.require::<domain::ReadProjects>()?;
    let page = operations::list(&context, &scope, project, &page?).await?;
    Ok(Json(ListAnswer { tasks: page.items, next: page.next }).into_response())
}

/// `POST /api/projects/{id}/tasks`
pub(crate) async fn create(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    At(project): At<Project>,
    body: Result<JsonBody<NewBody>, Response>,
) -> Result<Response, Response> {
    let grant = operations::may_change(&context, &scope, Task::CREATED, None).await.map_err(refuse)?;
    let JsonBody(NewBody { title, assignee }) = body?;
    let assignee = person(assignee).map_err(refuse)?;
    let task = operations::create(&context, &grant, project, &title, assignee).await.map_err(refuse)?;
    let location = format!("/api/projects/{project}/tasks/{}", task.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(TaskAnswer { task })).into_response())
}

/// `GET /api/projects/{id}/tasks/{task_id}`
pub(crate) async fn get(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    TaskAt(project, id): TaskAt,
) -> Result<Json<TaskAnswer>, AppError> {
    let task = operations::get(&context, &scope, project, id).await?;
    Ok(Json(TaskAnswer { task }))
}

/// `PATCH /api/projects/{id}/tasks/{task_id}`; the version seen is in the body or in `If-Match`.
pub(crate) async fn change(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    TaskAt(project, id): TaskAt,
    headers: HeaderMap,
    body: Result<JsonBody<ChangeBody>, Response>,
) -> Result<Json<TaskAnswer>, Response> {
    let grant = operations::may_change(&context, &scope, Task::UPDATED, Some(id)).await.map_err(refuse)?;
    let JsonBody(body) = body?;
    let version = version_seen(body.version, &headers).map_err(refuse)?;
    let change = body.change().map_err(refuse)?;
    let task = operations::update(&context, &grant, project, id, version, change).await.map_err(refuse)?;
    Ok(Json(TaskAnswer { task }))
}

/// `DELETE /api/projects/{id}/tasks/{task_id}`: for good.
pub(crate) async fn delete(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    TaskAt(project, id): TaskAt,
) -> Result<Json<serde_json::Value>, AppError> {
    let grant = operations::may_change(&context, &scope, Task::DELETED, Some(id)).await?;
    operations::delete(&context, &grant, project, id).await?;
    Ok(Json(serde_json::json!({ "success": true })))
}

/// What a new task is made of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBody {
    title: String,
    /// `null` and absent are the same here: nobody.
    #[serde(default)]
    assignee: Option<String>,
}

/// What is to change; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ChangeBody {
    #[serde(deserialize_with = "given")]
    title: Option<String>,
    #[serde(deserialize_with = "given")]
    done: Option<bool>,
    #[serde(deserialize_with = "given")]
    position: Option<i64>,
    /// `null`: nobody.
    #[serde(deserialize_with = "given")]
    assignee: Option<Option<String>>,
    /// The version seen.
    #[serde(deserialize_with = "given")]
    version: Option<i64>,
}

impl ChangeBody {
    /// The change, or everything that is wrong with it.
    fn change(self) -> Result<TaskChange, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut change = TaskChange::default();
        change.done = self.done;
        if let Some(title) = self.title {
            change = change.clone().with_title(&title).unwrap_or_else(|wrong| noted(&mut errors, wrong, change));
        }
        if let Some(position) = self.position {
            change = change.clone().with_position(position).unwrap_or_else(|wrong| noted(&mut errors, wrong, change));
        }
        match self.assignee.map(person).transpose() {
            Ok(assignee) => change.assignee = assignee,
            Err(wrong) => errors.extend(wrong),
        }
        if errors.is_empty() { Ok(change) } else { Err(errors) }
    }
}

fn noted(errors: &mut Vec<FieldError>, wrong: Vec<FieldError>, unchanged: TaskChange) -> TaskChange {
    errors.extend(wrong);
    unchanged
}

/// The person named, if one is.
fn person(named: Option<String>) -> Result<Option<UserId>, Vec<FieldError>> {
    let message = domain::people::NOT_A_MEMBER;
    named.map(|id| id.parse().map_err(|_| vec![FieldError::new("assignee", message)])).transpose()
}
