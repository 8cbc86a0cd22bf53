//! The kit of the REST API: who calls and for which tenant, ids in paths, bodies, pages of lists, versions. The endpoints
//! themselves are in their resources' folders, on the same guards and the same store as the pages.

mod scope;

use std::collections::BTreeMap;

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{Draft, Field, FieldError, Id, Object};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use crate::{AppError, problem_details::ProblemDetails};

pub use scope::{Caller, Scope};

/// A body read as JSON.
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        if !is_json(request.headers()) {
            let detail = "Send JSON, with the content type application/json.";
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(ProblemDetails::new(status, "unsupported_media_type", detail).into_response());
        }
        let body =
            Bytes::from_request(request, state).await.map_err(|rejection| too_large_or_broken(rejection.status()))?;
        read(&body).map(Self).ok_or_else(|| AppError::Malformed.into_response())
    }
}

/// An object and nothing else: derived readers would take a list for an object without names.
fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let is_object = body.trim_ascii_start().starts_with(b"{");
    serde_json::from_slice(body).ok().filter(|_| is_object)
}

/// Reads a field that may be absent (`None`) but is not null unless its own type says so.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(field: D) -> Result<Option<T>, D::Error> {
    T::deserialize(field).map(Some)
}

/// An error as the answer of a handler that also passes on the rejections of bodies.
pub fn refuse(error: impl Into<AppError>) -> Response {
    error.into().into_response()
}

fn too_large_or_broken(status: StatusCode) -> Response {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        ProblemDetails::new(status, "payload_too_large", "The request is too large.").into_response()
    } else {
        AppError::Malformed.into_response()
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

/// The query of a list, read strictly, as an extractor. The error is kept for later: whoever may not ask is told nothing else.
pub struct AskedQuery<T>(pub Result<T, AppError>);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for AskedQuery<T> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(Query::try_from_uri(&parts.uri).map(|Query(query)| query).map_err(|_| AppError::Malformed)))
    }
}

// Ids in a path. What cannot be an id is not there: the same answer as for somebody else's.

/// The only id of a path, as an extractor.
pub struct At<T>(pub Id<T>);

impl<T, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AppError> {
        let Path(id) = Path::<String>::from_request_parts(parts, &()).await.map_err(|_| AppError::NotFound)?;
        id.parse().map(Self).map_err(|_| AppError::NotFound)
    }
}

/// The two ids of a path: of a `P` and of a `T` below it.
pub struct Within<P, T>(pub Id<P>, pub Id<T>);

impl<P, T, S: Send + Sync> FromRequestParts<S> for Within<P, T> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AppError> {
        let ids = Path::<(String, String)>::from_request_parts(parts, &()).await;
        let Path((parent, id)) = ids.map_err(|_| AppError::NotFound)?;
        let ids = parent.parse().and_then(|parent| Ok(Self(parent, id.parse()?)));
        ids.map_err(|_| AppError::NotFound)
    }
}

// Answers.

/// An object under its name: `{"project": …}`.
pub type Named<T> = Json<BTreeMap<&'static str, T>>;

/// An answer about an object.
pub fn named<T: Object>(object: T) -> Named<T> {
    Json([(T::NOUN, object)].into())
}

/// The answer about an object that was made at an address.
pub fn created<T: Object>(address: String, object: T) -> Response {
    (StatusCode::CREATED, [(header::LOCATION, address)], named(object)).into_response()
}

/// The answer where there is nothing left to show.
pub fn done() -> Json<Value> {
    Json(json!({ "success": true }))
}

/// The version that the caller saw.
///
/// # Errors
/// [`AppError::Invalid`] when none is named: a change without it could undo somebody else's.
pub fn version_seen(in_body: Option<i64>, headers: &HeaderMap) -> Result<i64, AppError> {
    in_body.or_else(|| if_match(headers)).ok_or_else(|| {
        let message = "Name the version you saw, here or in If-Match.";
        AppError::Invalid(vec![FieldError::new("version", message)])
    })
}

fn if_match(headers: &HeaderMap) -> Option<i64> {
    headers.get(header::IF_MATCH)?.to_str().ok()?.trim_matches('"').parse().ok()
}

/// The body of a request about an object of a plain resource: some of its fields, each with a value of its type.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Fields(Map<String, Value>);

impl Fields {
    /// The version that the caller saw, in the body or in `If-Match`. It is no field.
    ///
    /// # Errors
    /// [`AppError::Malformed`] when it is no number; [`AppError::Invalid`] when none is named.
    pub fn version_seen(&mut self, headers: &HeaderMap) -> Result<i64, AppError> {
        version_seen(self.version()?, headers)
    }

    fn version(&mut self) -> Result<Option<i64>, AppError> {
        self.0.remove("version").map(|version| version.as_i64().ok_or(AppError::Malformed)).transpose()
    }

    /// What was sent of fields that all are texts, and the version seen, where the body says it.
    ///
    /// # Errors
    /// [`AppError::Malformed`] for a field that there is not, and for what is no text.
    pub fn texts(mut self, fields: &[Field]) -> Result<(Draft, Option<i64>), AppError> {
        let version = self.version()?;
        let text = |draft: Draft, (name, value): (String, Value)| {
            let field = fields.iter().find(|field| field.name == name)?;
            Some(draft.with(field.name, value.as_str()?))
        };
        let draft = self.0.into_iter().try_fold(Draft::default(), text);
        Ok((draft.ok_or(AppError::Malformed)?, version))
    }

    /// What was sent, checked; what was not stays as it is in `draft`.
    ///
    /// # Errors
    /// [`AppError::Malformed`] for a field that there is not; [`AppError::Invalid`] with one entry for each that is wrong.
    pub fn read<T>(
        &self,
        fields: &[Field],
        mut draft: Draft,
        check: impl Fn(&Draft) -> Result<T, Vec<FieldError>>,
    ) -> Result<T, AppError> {
        if self.0.keys().any(|name| fields.iter().all(|field| field.name != name)) {
            return Err(AppError::Malformed);
        }
        let mut errors = draft.take(fields, &self.0).err().unwrap_or_default();
        match check(&draft) {
            Ok(checked) if errors.is_empty() => return Ok(checked),
            Ok(_) => {}
            Err(others) => {
                let is_new = |error: &FieldError| errors.iter().all(|known| known.field != error.field);
                let others: Vec<_> = others.into_iter().filter(is_new).collect();
                errors.extend(others);
            }
        }
        Err(AppError::Invalid(errors))
    }
}
