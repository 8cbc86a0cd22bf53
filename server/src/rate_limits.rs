//! How much one person, one organization and one address may ask of this server: a bucket each, by kind of request.

use std::sync::Arc;

use app::{AppError, RESOURCES, resource::Kind};
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use clerk_axum::{
    TrustedProxies,
    limiter::{Address, Exhausted, Limiter},
};
use clerk_protocol::{Auth, Session};
use domain::Clock;
use http::{Extensions, HeaderMap, Method, StatusCode, header};
use leptos::prelude::FromServerFnError;

use crate::{
    config::Rates,
    refusal::{Refusal, accepts_html},
    routes,
};

/// The buckets of everybody.
pub(crate) struct RateLimits {
    trusted_proxies: TrustedProxies,
    reads: Limiter<String>,
    writes: Limiter<String>,
    organization_writes: Limiter<String>,
    anonymous_reads: Limiter<Address>,
    anonymous_writes: Limiter<Address>,
}

impl RateLimits {
    /// Full buckets. Behind `trusted_proxies` the visitor's address is what they say.
    pub(crate) fn new(rates: &Rates, trusted_proxies: TrustedProxies, clock: &Arc<dyn Clock>) -> Self {
        let clock = || Arc::clone(clock);
        Self {
            trusted_proxies,
            reads: Limiter::new(rates.reads, clock()),
            writes: Limiter::new(rates.writes, clock()),
            organization_writes: Limiter::new(rates.organization_writes, clock()),
            anonymous_reads: Limiter::new(rates.anonymous_reads, clock()),
            anonymous_writes: Limiter::new(rates.anonymous_writes, clock()),
        }
    }

    /// Takes a token for somebody who is signed in, and for the organization they act in.
    ///
    /// # Errors
    /// A bucket is empty.
    pub(crate) fn take_for_person(&self, kind: Kind, session: &Session) -> Result<(), Exhausted> {
        let person = session.user_id().to_owned();
        match (kind, session.organization()) {
            (Kind::Reads, _) => self.reads.take(&person),
            (Kind::Writes, None) => self.writes.take(&person),
            (Kind::Writes, Some(organization)) => {
                self.writes.take(&person)?;
                self.organization_writes.take(&organization.id)
            }
        }
    }

    /// Takes a token for somebody who is not signed in, by their address.
    ///
    /// # Errors
    /// The bucket is empty.
    pub(crate) fn take_for_stranger(
        &self,
        kind: Kind,
        extensions: &Extensions,
        headers: &HeaderMap,
    ) -> Result<(), Exhausted> {
        let address = Address::of_request(extensions, headers, &self.trusted_proxies).unwrap_or(Address::UNKNOWN);
        match kind {
            Kind::Reads => self.anonymous_reads.take(&address),
            Kind::Writes => self.anonymous_writes.take(&address),
        }
    }
}

/// Refuses requests of people and strangers who ask for more than a person would: 429 when a bucket is empty. Belongs inside
/// the Clerk layer, which knows who asks.
pub(crate) async fn enforce(State(limits): State<Arc<RateLimits>>, request: Request, next: Next) -> Response {
    let kind = kind_of(&request);
    let session = request.extensions().get::<Auth>().and_then(Auth::session);
    let taken = match session {
        Some(session) => limits.take_for_person(kind, session),
        None => limits.take_for_stranger(kind, request.extensions(), request.headers()),
    };
    match taken {
        Ok(()) => next.run(request).await,
        Err(exhausted) => refuse(&request, kind, exhausted),
    }
}

/// As its row in the tables says. What is in none of them is a page or nothing at all: reading it changes nothing, and
/// whatever else is done to it is a form's post or an attempt.
pub(crate) fn kind_of(request: &Request) -> Kind {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let declared = route.and_then(|path| routes::kind_of(method, path));
    let declared = declared.or_else(|| RESOURCES.function(request.uri().path()).map(|function| function.kind));
    declared.unwrap_or(if method.is_safe() { Kind::Reads } else { Kind::Writes })
}

/// Each caller in its own terms: a page for people, the app's error for our browser code, problem details for programs.
fn refuse(request: &Request, kind: Kind, exhausted: Exhausted) -> Response {
    let retry_after_s = exhausted.retry_after_s();
    let error = AppError::TooManyRequests { retry_after_s };
    let mut response = if RESOURCES.function(request.uri().path()).is_some() {
        (StatusCode::TOO_MANY_REQUESTS, [(header::CONTENT_TYPE, "application/json")], error.ser()).into_response()
    } else if accepts_html(request.headers()) {
        let detail = match kind {
            Kind::Reads => "That was many requests in a row. Wait a moment, then load the page again.",
            Kind::Writes => "That was many changes in a row. Wait a moment, go back and try again.",
        };
        Refusal::new(request.headers(), StatusCode::TOO_MANY_REQUESTS, detail).into_response()
    } else {
        error.into_response()
    };
    response.headers_mut().insert(header::RETRY_AFTER, retry_after_s.into());
    response
}
