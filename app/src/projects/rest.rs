//! `/api/projects`: the tenant's projects over REST.

use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{Asked, Attempt, CreateProjects, FieldError, Project, ProjectDraft, ProjectQuery, text::shows_nothing};
use serde::{Deserialize, Serialize};

use super::operations;
use crate::{
    AppError,
    context::{AppContext, require},
    rest::{At, JsonBody, Scope, given, query, refuse, version_seen},
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
    let attempt = Attempt::to_create::<Project>();
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
    At(id): At<Project>,
) -> Result<Json<ProjectAnswer>, AppError> {
    let project = operations::get(&context, &scope, id).await?;
    Ok(Json(ProjectAnswer { project }))
}

/// `PATCH /api/projects/{id}`; the version seen is in the body or in `If-Match`.
pub(super) async fn change(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    At(id): At<Project>,
    headers: HeaderMap,
    body: Result<JsonBody<ChangeBody>, Response>,
) -> Result<Json<ProjectAnswer>, Response> {
    let grant = operations::may_change(&context, &scope, id).await.map_err(refuse)?;
    let JsonBody(body) = body?;
    let version = version_seen(body.version, &headers).map_err(refuse)?;
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
    At(id): At<Project>,
) -> Result<Json<serde_json::Value>, AppError> {
    operations::delete(&context, &scope, id).await?;
    Ok(Json(serde_json::json!({ "success": true })))
}

/// `POST /api/projects/{id}/restore`
pub(super) async fn restore(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    At(id): At<Project>,
) -> Result<Json<ProjectAnswer>, AppError> {
    let project = operations::restore(&context, &scope, id).await?;
    Ok(Json(ProjectAnswer { project }))
}

// What callers send. Everything is text here; the domain says what is wrong with it.

/// What a new project is made of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBody {
    name: String,
    #[serde(default, deserialize_with = "given")]
    description: Option<String>,
    #[serde(default, deserialize_with = "given")]
    key: Option<String>,
    #[serde(default, deserialize_with = "given")]
    status: Option<String>,
    #[serde(default, deserialize_with = "given")]
    colour: Option<String>,
    #[serde(default, deserialize_with = "given")]
    owner: Option<String>,
}

/// What is to change; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ChangeBody {
    #[serde(deserialize_with = "given")]
    name: Option<String>,
    #[serde(deserialize_with = "given")]
    description: Option<String>,
    #[serde(deserialize_with = "given")]
    key: Option<String>,
    #[serde(deserialize_with = "given")]
    status: Option<String>,
    #[serde(deserialize_with = "given")]
    colour: Option<String>,
    #[serde(deserialize_with = "given")]
    owner: Option<String>,
    /// The version seen.
    #[serde(deserialize_with = "given")]
    version: Option<i64>,
}

impl NewBody {
    /// The draft of it.
    fn draft(self) -> Result<ProjectDraft, Vec<FieldError>> {
        let Self { name, description, key, status, colour, owner } = self;
        let [key, status, colour, owner] = stated([key, status, colour, owner])?;
        Ok(ProjectDraft { name, description: description.unwrap_or_default(), key, status, colour, owner })
    }
}

impl ChangeBody {
    /// Whether a part of the draft must come from the present state: a draft always says name and description.
    fn needs_present(&self) -> bool {
        self.name.is_none() || self.description.is_none()
    }

    /// The draft of it, `present` where it says nothing.
    fn draft(self, present: Option<Project>) -> Result<ProjectDraft, Vec<FieldError>> {
        let (old_name, old_description) = present.map(|old| (old.name, old.description)).unwrap_or_default();
        let [key, status, colour, owner] = stated([self.key, self.status, self.colour, self.owner])?;
        let name = self.name.unwrap_or(old_name);
        let description = self.description.unwrap_or(old_description);
        Ok(ProjectDraft { name, description, key, status, colour, owner })
    }
}

/// In a draft an empty field says nothing, which suits forms. A program that sends one has something in mind, and is told
/// that it cannot be.
fn stated(fields: [Option<String>; 4]) -> Result<[String; 4], Vec<FieldError>> {
    const NAMES: [&str; 4] = ["key", "status", "colour", "owner"];
    let is_blank = |field: &Option<String>| field.as_ref().is_some_and(|text| shows_nothing(text));
    let blank = NAMES.into_iter().zip(&fields).filter(|(_, field)| is_blank(field));
    let errors: Vec<_> = blank
        .map(|(name, _)| FieldError::new(name, format!("The {name} cannot be empty; leave the field away instead.")))
        .collect();
    if errors.is_empty() { Ok(fields.map(Option::unwrap_or_default)) } else { Err(errors) }
}
