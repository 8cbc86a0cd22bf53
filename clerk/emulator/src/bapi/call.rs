//! One call of an app's server: query, body and API version.

use axum::{
    Json,
    extract::{FromRequest, Request},
};
use serde_json::Value;

use super::{body::Body, version::Version};
use crate::{context::Context, error::Problem, fields::Fields, resources::View, state::State};

/// What an operation answers.
pub(super) type Answer = Result<Json<Value>, Problem>;

/// A call being answered.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) query: Fields,
    pub(super) body: Body,
    version: Version,
    context: Context,
}

impl FromRequest<Context> for Call {
    type Rejection = Problem;

    async fn from_request(request: Request, context: &Context) -> Result<Self, Problem> {
        let query = Fields::of_query(request.uri());
        let version = Version::of(request.headers(), &query)?;
        Ok(Self { query, version, body: Body::read(request).await?, context: context.clone() })
    }
}

impl Call {
    /// Origin of the app: base of links.
    pub(super) fn origin(&self) -> &str {
        self.context.app_origin()
    }

    pub(super) fn view<'a>(&'a self, state: &'a State) -> View<'a> {
        View { state, origin: self.origin() }
    }

    /// Answers a call that changes nothing.
    pub(super) fn look(&self, act: impl FnOnce(View<'_>) -> Result<Value, Problem>) -> Answer {
        self.context.look(|state| act(View { state, origin: self.origin() })).map(Json)
    }

    /// Answers a call that changes something: it must refuse before it changes.
    pub(super) fn change(&self, act: impl FnOnce(&mut State) -> Result<Value, Problem>) -> Answer {
        self.context.change(act).map(Json)
    }

    /// Whether metadata came with an update: older versions replace it, newer ones refuse it.
    pub(super) fn updates_metadata(&self, names: &[&str]) -> Result<bool, Problem> {
        match names.iter().find(|name| self.body.has(name)) {
            None => Ok(false),
            Some(_) if self.version.updates_metadata() => Ok(true),
            Some(name) => Err(Problem::unknown(name)),
        }
    }
}
