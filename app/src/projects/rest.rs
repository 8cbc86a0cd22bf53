//! `/api/projects`: the tenant's projects over REST.

mod body;

use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{Asked, Attempt, AuditAction, CreateProjects, Project, ProjectId, ProjectQuery};
use serde::Serialize;

use self::body::{ChangeBody, NewBody};
use super::operations;
use crate::{
    AppError,
    context::{AppContext, require},
    rest::{JsonBody, Scope, id, query, refuse, version},
};

#[derive(Debug, Serialize)]
struct ListAnswer {
    projects: Vec<Project>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// What was made of `?search=`: how many words were looked for, none where there is none in it, and whether there were
    /// more.
    #[serde(skip_serializing_if = "Option::is_none")]
    search: Option<Asked>,
}

/// The body of an answer about one project.
#[derive(Debug, Serialize)]
pub(super) struct ProjectAnswer {
    project: Project,
}

/// `/api/projects/{id}…`
pub(super) struct ProjectAt(pub(super) ProjectId);

impl<S: Send + Sync> FromRequestParts<S> for ProjectAt {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AppError> {
        id(parts).await.map(Self)
    }
}

/// `?search=&status=&owner=&sort=&after=&limit=`, as an extractor that keeps its error for later.
pub(super) struct AskedList(Result<ProjectQuery, AppError>);

impl<S: Send + Sync> FromRequestParts<S> for AskedList {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(query(parts)))
    }
}

/// `GET /api/projects?search=&status=&owner=&sort=&after=&limit=`
pub(super) async fn list(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    AskedList(query): AskedList,
) -> Result<Response, AppError> {
    scope.require::<domain::ReadProjects>()?;
    let query = query?;
    let page = operations::list(&context, &scope, &query).await?;
    Ok(Json(ListAnswer { projects: page.items, next: page.next, search: operations::asked(&query) }).into_response())
}

/// `POST /api/projects`
pub(super) async fn create(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    body: Result<JsonBody<NewBody>, Response>,
) -> Result<Response, Response> {
    let attempt = Attempt { action: AuditAction::ProjectCreated, object_id: None };
    require::<CreateProjects>(&context, &scope, attempt).await.map_err(refuse)?;
    let JsonBody(body) = body?;
    let draft = body.draft().map_err(refuse)?;
    let project = operations::create(&context, &scope, draft).await.map_err(refuse)?;
    let location = format!("/api/projects/{}", project.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(ProjectAnswer { project })).into_response())
}

/// `GET /api/projects/{id}`
pub(super) async fn get(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    ProjectAt(id): ProjectAt,
) -> Result<Json<ProjectAnswer>, AppError> {
    let project = operations::get(&context, &scope, id).await?;
    Ok(Json(ProjectAnswer { project }))
}

/// `PATCH /api/projects/{id}`; the version seen is in the body or in `If-Match`.
pub(super) async fn change(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    ProjectAt(id): ProjectAt,
    headers: HeaderMap,
    body: Result<JsonBody<ChangeBody>, Response>,
) -> Result<Json<ProjectAnswer>, Response> {
    let grant = operations::may_change(&context, &scope, id).await.map_err(refuse)?;
    let JsonBody(body) = body?;
    let version = version::seen(body.version, &headers).map_err(refuse)?;
    // What is absent is taken from the present state. Should that be another version, the change is refused anyway.
    let present =
        if body.needs_present() { Some(operations::get(&context, &scope, id).await.map_err(refuse)?) } else { None };
    let draft = body.draft(present).map_err(refuse)?;
    let project = operations::update(&context, &grant, id, version, draft).await.map_err(refuse)?;
    Ok(Json(ProjectAnswer { project }))
}

/// `DELETE /api/projects/{id}`: to be restored for 30 days.
pub(super) async fn delete(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    ProjectAt(id): ProjectAt,
) -> Result<Json<serde_json::Value>, AppError> {
    operations::delete(&context, &scope, id).await?;
    Ok(Json(serde_json::json!({ "success": true })))
}

/// `POST /api/projects/{id}/restore`
pub(super) async fn restore(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    ProjectAt(id): ProjectAt,
) -> Result<Json<ProjectAnswer>, AppError> {
    let project = operations::restore(&context, &scope, id).await?;
    Ok(Json(ProjectAnswer { project }))
}
