//! Clerk's `auth.protect()`: what a request must be allowed, and where it is sent otherwise.
//!
//! | | page | API, server function |
//! |---|---|---|
//! | signed out or pending | `unauthenticated_url`, else to sign-in and back | `unauthenticated_url`, else 401 |
//! | signed in, not allowed | `unauthorized_url`, else 404 | `unauthorized_url`, else 403 (404 if [hidden](Protection::hidden)) |
//!
//! Upstream answers 404 to an API in both rows. 401 and 403 tell a program what to do; pages keep hiding what exists.

use axum::response::{IntoResponse, Redirect, Response};
use clerk_protocol::{Condition, Session};
use http::{HeaderValue, Method, StatusCode, header};

use crate::{problem::problem, visitor::Visitor};

/// What is asked of a visitor. Signed in is the least.
#[derive(Clone, Debug, Default)]
pub struct Protection {
    condition: Option<Condition>,
    unauthenticated_url: Option<String>,
    unauthorized_url: Option<String>,
    hidden: bool,
}

impl Protection {
    /// An active session.
    pub fn signed_in() -> Self {
        Self::default()
    }

    /// An active session for which the condition holds: an [`Authorization`](clerk_protocol::Authorization), several of
    /// them, or a closure ([`Condition::check`]).
    pub fn having(condition: impl Into<Condition>) -> Self {
        Self { condition: Some(condition.into()), ..Self::default() }
    }

    /// Where a visitor without a session goes instead of to sign-in. From the source, never from a request.
    #[must_use]
    pub fn unauthenticated_url(mut self, url: impl Into<String>) -> Self {
        self.unauthenticated_url = Some(url.into());
        self
    }

    /// Where a visitor who is not allowed goes. From the source, never from a request.
    #[must_use]
    pub fn unauthorized_url(mut self, url: impl Into<String>) -> Self {
        self.unauthorized_url = Some(url.into());
        self
    }

    /// An API that does not admit that it exists: 404 instead of 403.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// The session, or what to answer. The caller may look at the [`Refusal`] and do something else first.
    ///
    /// # Errors
    /// When nobody is signed in, or the condition does not hold.
    pub fn check(&self, visitor: &Visitor) -> Result<Session, Refusal> {
        let Some(session) = visitor.auth().session() else { return Err(self.unauthenticated(visitor)) };
        let allowed = self.condition.as_ref().is_none_or(|condition| condition.allows(session.state()));
        if allowed { Ok(session.clone()) } else { Err(self.unauthorized(visitor)) }
    }

    fn unauthenticated(&self, visitor: &Visitor) -> Refusal {
        match &self.unauthenticated_url {
            Some(url) => Refusal::redirect(visitor, url.clone()),
            None if visitor.is_page() => {
                visitor.sign_in_url().map_or(Refusal::Unauthorized, |url| Refusal::redirect(visitor, url))
            }
            None => Refusal::Unauthorized,
        }
    }

    fn unauthorized(&self, visitor: &Visitor) -> Refusal {
        match &self.unauthorized_url {
            Some(url) => Refusal::redirect(visitor, url.clone()),
            None if visitor.is_page() || self.hidden => Refusal::NotFound,
            None => Refusal::Forbidden,
        }
    }
}

/// What a refused visitor is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Somewhere else: to sign-in, or where the [`Protection`] says.
    Redirect {
        /// 307, or 303 for anything but GET and HEAD: a form's body must not be sent to the sign-in page.
        status: StatusCode,
        /// Where to.
        location: String,
    },
    /// 401: nobody is signed in.
    Unauthorized,
    /// 403: not allowed.
    Forbidden,
    /// 404: not allowed, and not told that there is something.
    NotFound,
}

impl Refusal {
    fn redirect(visitor: &Visitor, location: String) -> Self {
        let repeatable = matches!(*visitor.method(), Method::GET | Method::HEAD);
        let status = if repeatable { StatusCode::TEMPORARY_REDIRECT } else { StatusCode::SEE_OTHER };
        Self::Redirect { status, location }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Redirect { status, location } => redirect(status, &location),
            Self::Unauthorized => problem(StatusCode::UNAUTHORIZED),
            Self::Forbidden => problem(StatusCode::FORBIDDEN),
            Self::NotFound => problem(StatusCode::NOT_FOUND),
        }
    }
}

fn redirect(status: StatusCode, location: &str) -> Response {
    let mut response = Redirect::temporary(location).into_response();
    *response.status_mut() = status;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}
