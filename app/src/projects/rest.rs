//! `/api/projects`: the tenant's projects over REST.

use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{
    Asked, Attempt, CreateProjects, Draft, FieldError, Project, ProjectQuery, project::FIELDS, text::shows_nothing,
};
use serde::Serialize;

use super::operations;
use crate::{
    AppError,
    context::{AppContext, require},
    rest::{AskedQuery, At, Fields, JsonBody, Named, Scope, created, done, named, refuse, version_seen},
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

/// `GET /api/projects?search=&status=&owner=&sort=&after=&limit=`
pub(super) async fn list(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    AskedQuery(query): AskedQuery<ProjectQuery>,
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
    body: Result<JsonBody<Fields>, Response>,
) -> Result<Response, Response> {
    let attempt = Attempt::to_create::<Project>();
    require::<CreateProjects>(&context, &scope, attempt).await.map_err(refuse)?;
    let JsonBody(fields) = body?;
    let (draft, version) = fields.texts(FIELDS).map_err(refuse)?;
    if version.is_some() || !draft.says("name") {
        return Err(refuse(AppError::Malformed));
    }
    must_not_be_blank(&draft).map_err(refuse)?;
    let project = operations::create(&context, &scope, &draft).await.map_err(refuse)?;
    Ok(created(format!("/api/projects/{}", project.id), project))
}

/// `GET /api/projects/{id}`
pub(super) async fn get(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    At(id): At<Project>,
) -> Result<Named<Project>, AppError> {
    operations::get(&context, &scope, id).await.map(named)
}

/// `PATCH /api/projects/{id}`; the version seen is in the body or in `If-Match`. What is absent stays.
pub(super) async fn change(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    At(id): At<Project>,
    headers: HeaderMap,
    body: Result<JsonBody<Fields>, Response>,
) -> Result<Named<Project>, Response> {
    let grant = operations::may_change(&context, &scope, id).await.map_err(refuse)?;
    let JsonBody(fields) = body?;
    let (mut draft, version) = fields.texts(FIELDS).map_err(refuse)?;
    let version = version_seen(version, &headers).map_err(refuse)?;
    // A draft always says name and description. Should the present state be another version, the change is refused anyway.
    if !draft.says("name") || !draft.says("description") {
        let present = operations::get(&context, &scope, id).await.map_err(refuse)?;
        for (name, text) in [("name", present.name), ("description", present.description)] {
            draft = if draft.says(name) { draft } else { draft.with(name, text) };
        }
    }
    must_not_be_blank(&draft).map_err(refuse)?;
    operations::update(&context, &grant, id, version, &draft).await.map(named).map_err(refuse)
}

/// `DELETE /api/projects/{id}`: to be restored for 30 days.
pub(super) async fn delete(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    At(id): At<Project>,
) -> Result<Json<serde_json::Value>, AppError> {
    operations::delete(&context, &scope, id).await?;
    Ok(done())
}

/// `POST /api/projects/{id}/restore`
pub(super) async fn restore(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    At(id): At<Project>,
) -> Result<Named<Project>, AppError> {
    operations::restore(&context, &scope, id).await.map(named)
}

/// In a draft an empty field says nothing, which suits forms. A program that sends one has something in mind, and is told
/// that it cannot be.
fn must_not_be_blank(draft: &Draft) -> Result<(), Vec<FieldError>> {
    let is_blank = |name: &&str| draft.says(name) && shows_nothing(draft.text(name));
    let blank = ["key", "status", "colour", "owner"].into_iter().filter(is_blank);
    let errors: Vec<_> = blank
        .map(|name| FieldError::new(name, format!("The {name} cannot be empty; leave the field away instead.")))
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
