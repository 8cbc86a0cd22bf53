//! `/api/projects`: the tenant's projects over REST.

use app::{AppError, server::projects as shared};
use axum::{
    Json,
    extract::{FromRequestParts, Path, Query, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{FieldError, NewProject, PageRequest, Project, ProjectId};
use serde::{Deserialize, Serialize};

use super::{json::JsonBody, scope::Scope};
use crate::state::AppState;

/// Which page of the list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListQuery {
    after: Option<String>,
    limit: Option<u32>,
}

#[derive(Debug, Serialize)]
struct ListAnswer {
    projects: Vec<Project>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// The body of an answer about one project.
#[derive(Debug, Serialize)]
pub(crate) struct ProjectAnswer {
    project: Project,
}

/// What a new project is made of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBody {
    name: String,
    #[serde(default)]
    description: String,
}

/// What is to change; what is absent stays.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeBody {
    name: Option<String>,
    description: Option<String>,
    version: Option<i64>,
}

/// `GET /api/projects?after=&limit=`
pub(crate) async fn list(
    State(state): State<AppState>,
    Scope(scope): Scope,
    query: Result<Query<ListQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, AppError> {
    let grant = scope.require()?;
    let Query(ListQuery { after, limit }) = query.map_err(|_| AppError::Malformed)?;
    let page = state.context.projects.list(&grant, &PageRequest { after, limit }).await?;
    Ok(Json(ListAnswer { projects: page.items, next: page.next }).into_response())
}

/// `POST /api/projects`
pub(crate) async fn create(
    State(state): State<AppState>,
    Scope(scope): Scope,
    body: Result<JsonBody<NewBody>, Response>,
) -> Result<Response, Response> {
    let grant = scope.require().map_err(refuse)?;
    let JsonBody(NewBody { name, description }) = body?;
    let new = NewProject::new(&name, &description).map_err(refuse)?;
    let project = state.context.projects.create(&grant, new).await.map_err(refuse)?;
    let location = format!("/api/projects/{}", project.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(ProjectAnswer { project })).into_response())
}

/// `GET /api/projects/{id}`
pub(crate) async fn get(
    State(state): State<AppState>,
    Scope(scope): Scope,
    Id(id): Id,
) -> Result<Json<ProjectAnswer>, AppError> {
    let grant = scope.require()?;
    let project = state.context.projects.get(&grant, id?).await?.ok_or(AppError::NotFound)?;
    Ok(Json(ProjectAnswer { project }))
}

/// `PATCH /api/projects/{id}`; the version seen is in the body or in `If-Match`.
pub(crate) async fn change(
    State(state): State<AppState>,
    Scope(scope): Scope,
    Id(id): Id,
    headers: HeaderMap,
    body: Result<JsonBody<ChangeBody>, Response>,
) -> Result<Json<ProjectAnswer>, Response> {
    let grant = scope.require().map_err(refuse)?;
    let reader = scope.require().map_err(refuse)?;
    let id = id.map_err(refuse)?;
    let JsonBody(body) = body?;
    let version = body.version.or_else(|| if_match(&headers)).ok_or_else(|| refuse(vec![version_missing()]))?;
    let (name, description) = match (body.name, body.description) {
        (Some(name), Some(description)) => (name, description),
        (name, description) => {
            let present = state.context.projects.get(&reader, id).await.map_err(refuse)?;
            let present = present.ok_or_else(|| refuse(AppError::NotFound))?;
            (name.unwrap_or(present.name), description.unwrap_or(present.description))
        }
    };
    let change = NewProject::new(&name, &description).map_err(refuse)?;
    let project =
        shared::update(&*state.context.projects, &grant, &reader, id, version, change).await.map_err(refuse)?;
    Ok(Json(ProjectAnswer { project }))
}

/// `DELETE /api/projects/{id}`
pub(crate) async fn delete(
    State(state): State<AppState>,
    Scope(scope): Scope,
    Id(id): Id,
) -> Result<Json<serde_json::Value>, AppError> {
    shared::delete(&*state.context.projects, &scope, id?).await?;
    Ok(Json(serde_json::json!({ "success": true })))
}

/// The id in the path. What cannot be an id is not there: the same answer as for somebody else's.
pub(crate) struct Id(Result<ProjectId, AppError>);

impl FromRequestParts<AppState> for Id {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let text = Path::<String>::from_request_parts(parts, state).await.map(|Path(text)| text);
        Ok(Self(text.ok().and_then(|text| text.parse().ok()).ok_or(AppError::NotFound)))
    }
}

fn refuse(error: impl Into<AppError>) -> Response {
    error.into().into_response()
}

fn if_match(headers: &HeaderMap) -> Option<i64> {
    headers.get(header::IF_MATCH)?.to_str().ok()?.trim_matches('"').parse().ok()
}

fn version_missing() -> FieldError {
    FieldError::new("version", "Name the version you saw, here or in If-Match.")
}
