//! Coarse gating by path, on top of the guard at each resource and never instead of it: paths have many spellings,
//! resources have one owner. What it is for: a whole area that nobody should even see the outline of.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::StatusCode;

use crate::{matcher::RouteMatcher, problem::problem, protect::Protection, visitor::Visitor};

/// Rules by path: the first that matches decides.
///
/// Used as `axum::middleware::from_fn_with_state(Arc::new(gate), clerk_axum::gate::enforce)`, inside of the
/// [`ClerkLayer`](crate::ClerkLayer).
#[derive(Clone, Debug)]
pub struct Gate {
    rules: Vec<(RouteMatcher, Option<Protection>)>,
    otherwise: Option<Protection>,
}

impl Gate {
    /// Everything is public, except what is protected with [`Gate::protect`].
    pub fn open() -> Self {
        Self { rules: Vec::new(), otherwise: None }
    }

    /// Everything needs a session, except what is listed as public.
    pub fn closed_except(public: RouteMatcher) -> Self {
        Self { rules: vec![(public, None)], otherwise: Some(Protection::signed_in()) }
    }

    /// Asks for something where the matcher matches. Earlier rules win.
    #[must_use]
    pub fn protect(mut self, routes: RouteMatcher, protection: Protection) -> Self {
        self.rules.push((routes, Some(protection)));
        self
    }

    fn rule(&self, path: &str) -> Result<Option<&Protection>, crate::matcher::MalformedPath> {
        for (routes, protection) in &self.rules {
            if routes.matches(path)? {
                return Ok(protection.as_ref());
            }
        }
        Ok(self.otherwise.as_ref())
    }
}

/// The middleware: lets through, refuses as [`Protection`] says, or answers 400 to a malformed path.
pub async fn enforce(State(gate): State<Arc<Gate>>, visitor: Visitor, request: Request, next: Next) -> Response {
    let Ok(rule) = gate.rule(request.uri().path()) else { return problem(StatusCode::BAD_REQUEST) };
    match rule.map(|protection| protection.check(&visitor)) {
        Some(Err(refusal)) => refusal.into_response(),
        Some(Ok(_)) | None => next.run(request).await,
    }
}
