//! `/api/projects/{id}/tasks`: the tasks of a project over REST.

use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{FieldError, NewTask, Object, PageRequest, Project, Task, TaskChange, UserId};
use serde::{Deserialize, Serialize};

use super::operations;
use crate::{
    AppError,
    context::AppContext,
    rest::{AskedQuery, At, JsonBody, Named, Scope, Within, created, done, given, named, refuse, version_seen},
};

#[derive(Debug, Serialize)]
struct ListAnswer {
    tasks: Vec<Task>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// `GET /api/projects/{id}/tasks?after=&limit=`
pub(crate) async fn list(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    At(project): At<Project>,
    AskedQuery(page): AskedQuery<PageRequest>,
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
    let new = NewTask::new(&title, assignee).map_err(refuse)?;
    let task = operations::create(&context, &grant, project, new).await.map_err(refuse)?;
    Ok(created(format!("/api/projects/{project}/tasks/{}", task.id), task))
}

/// `GET /api/projects/{id}/tasks/{task_id}`
pub(crate) async fn get(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    Within(project, id): Within<Project, Task>,
) -> Result<Named<Task>, AppError> {
    operations::get(&context, &scope, project, id).await.map(named)
}

/// `PATCH /api/projects/{id}/tasks/{task_id}`; the version seen is in the body or in `If-Match`.
pub(crate) async fn change(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    Within(project, id): Within<Project, Task>,
    headers: HeaderMap,
    body: Result<JsonBody<ChangeBody>, Response>,
) -> Result<Named<Task>, Response> {
    let grant = operations::may_change(&context, &scope, Task::UPDATED, Some(id)).await.map_err(refuse)?;
    let JsonBody(body) = body?;
    let version = version_seen(body.version, &headers).map_err(refuse)?;
    let change = body.change().map_err(refuse)?;
    operations::update(&context, &grant, project, id, version, change).await.map(named).map_err(refuse)
}

/// `DELETE /api/projects/{id}/tasks/{task_id}`: for good.
pub(crate) async fn delete(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    Within(project, id): Within<Project, Task>,
) -> Result<Json<serde_json::Value>, AppError> {
    let grant = operations::may_change(&context, &scope, Task::DELETED, Some(id)).await?;
    operations::delete(&context, &grant, project, id).await?;
    Ok(done())
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
