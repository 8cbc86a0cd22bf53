//! Who is asking, as axum extractors. Deny by default: without the layer in front, nobody is signed in.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use clerk_protocol::{Auth, Session};
use http::{StatusCode, request::Parts};

use crate::{
    backend::{BackendClient, BackendError, User},
    clerk::Clerk,
    problem::problem,
};

/// [`Auth`] as an extractor (a type of its own because of the orphan rule). Never fails.
#[derive(Clone, Debug)]
pub struct CurrentAuth(pub Auth);

impl<S: Sync> FromRequestParts<S> for CurrentAuth {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(auth_of(parts)))
    }
}

/// A verified, active session; everybody else is answered 401 as problem details.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Session);

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = SignedOut;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, SignedOut> {
        auth_of(parts).session().cloned().map(Self).ok_or(SignedOut)
    }
}

/// The refusal of [`SignedIn`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody is signed in")]
pub struct SignedOut;

impl IntoResponse for SignedOut {
    fn into_response(self) -> Response {
        problem(StatusCode::UNAUTHORIZED)
    }
}

/// The server's client of the Backend API, in handlers and in server functions (`leptos_axum::extract`).
impl<S: Sync> FromRequestParts<S> for BackendClient {
    type Rejection = NoClient;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, NoClient> {
        parts.extensions.get::<Clerk>().map(|clerk| clerk.backend().clone()).ok_or(NoClient)
    }
}

/// A handler asks for the [`BackendClient`], but no [`ClerkLayer`](crate::ClerkLayer) is in front of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no ClerkLayer is in front of a handler that calls Clerk")]
pub struct NoClient;

impl IntoResponse for NoClient {
    fn into_response(self) -> Response {
        tracing::error!(error = &self as &dyn std::error::Error, "the request is refused");
        problem(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Clerk's `currentUser()`: the whole person who asks, asked of Clerk for each request; `None` when nobody is signed in. For
/// what the session's token says [`SignedIn`] costs nothing.
#[derive(Clone, Debug)]
pub struct CurrentUser(pub Option<User>);

impl<S: Sync> FromRequestParts<S> for CurrentUser {
    type Rejection = UserUnknown;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, UserUnknown> {
        let Some(session) = auth_of(parts).session().cloned() else { return Ok(Self(None)) };
        let client = BackendClient::from_request_parts(parts, state).await?;
        Ok(Self(Some(client.users().get(session.user_id()).await?)))
    }
}

/// Clerk does not say who it is.
#[derive(Debug, thiserror::Error)]
pub enum UserUnknown {
    /// Nothing could ask.
    #[error(transparent)]
    NoClient(#[from] NoClient),
    /// Clerk refused, or did not answer.
    #[error(transparent)]
    Backend(#[from] BackendError),
}

impl IntoResponse for UserUnknown {
    fn into_response(self) -> Response {
        tracing::warn!(error = &self as &dyn std::error::Error, "Clerk does not say who asks");
        problem(StatusCode::SERVICE_UNAVAILABLE)
    }
}

/// What the layer found out. A missing layer is a mistake in the router: said loudly, and nobody is signed in.
pub(crate) fn auth_of(parts: &Parts) -> Auth {
    parts.extensions.get::<Auth>().cloned().unwrap_or_else(|| {
        tracing::error!("a handler asks who is signed in, but no ClerkLayer is in front of it");
        Auth::SignedOut
    })
}
