//! All layers in order, from the outside in. The order matters: see each line.

use std::{convert::Infallible, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse,
    routing::Route,
};
use clerk_axum::{Clerk, ClerkLayer, TrustedProxies, path_filter::PathFilterLayer};
use domain::Clock;
use tower::{Layer, Service};
use tower_http::csrf::ConfigError;

use crate::{
    assets::{self, Site},
    compression,
    config::Origin,
    health,
    middleware::security_headers::SecurityHeaders,
    middleware::{
        access_log::{self, AccessLog},
        csrf,
        host::{self, Hosts},
        limits, refusals, request_id, security_headers,
    },
    random::Random,
    rate_limits::{self, RateLimits},
    rendering, routes,
    shared_layer::Shared,
    standing::{self, Standings},
    state::AppState,
};

/// What the layers need.
#[derive(Clone)]
pub(crate) struct Wiring {
    /// What handlers share.
    pub(crate) state: AppState,
    /// The session check.
    pub(crate) clerk: Clerk,
    /// The built site.
    pub(crate) site: Arc<Site>,
    /// Headers for browsers.
    pub(crate) security: SecurityHeaders,
    /// Where browsers find us.
    pub(crate) public_origin: Origin,
    /// Names besides the public origin's.
    pub(crate) other_hosts: Vec<String>,
    /// Who is believed about visitors.
    pub(crate) trusted_proxies: TrustedProxies,
    /// How much may be asked.
    pub(crate) rate_limits: Arc<RateLimits>,
    /// Whose access has ended.
    pub(crate) standings: Arc<Standings>,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
    /// Randomness.
    pub(crate) random: Arc<dyn Random>,
}

/// The whole server as one service.
///
/// # Errors
/// When the public origin cannot be compared with what browsers send.
pub(crate) fn router(parts: Wiring) -> Result<Router, ConfigError> {
    with_path_filter(parts, PathFilterLayer::default().hostless(&health::PATHS))
}

/// The same with another layer in the path filter's place: a test shows what the filter is for by leaving it out.
pub(crate) fn with_path_filter<L>(parts: Wiring, path_filter: L) -> Result<Router, ConfigError>
where
    L: Layer<Route> + Clone + Send + Sync + 'static,
    L::Service: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
    <L::Service as Service<Request>>::Response: IntoResponse + 'static,
    <L::Service as Service<Request>>::Future: Send + 'static,
{
    let Wiring {
        state,
        clerk,
        site,
        security,
        public_origin,
        other_hosts,
        trusted_proxies,
        rate_limits,
        standings,
        clock,
        random,
    } = parts;
    let app = routes::endpoints(state.context.clone())
        .merge(rendering::router(&state))
        .method_not_allowed_fallback(rendering::not_allowed)
        .fallback(rendering::not_found)
        .layer(Shared(from_fn_with_state(standings, standing::enforce)))
        .layer(Shared(from_fn_with_state(rate_limits, rate_limits::enforce)))
        .layer(Shared(from_fn(access_log::identify)))
        .layer(Shared(ClerkLayer::new(clerk.clone())))
        .layer(Shared(csrf::layer(&public_origin)?))
        .layer(Shared(from_fn(csrf::explain)))
        .layer(Shared(compression::layer()))
        .layer(Shared(from_fn(security_headers::mark_private)));
    let ours = routes::ours()
        .merge(app)
        .with_state(state)
        .layer(Shared(from_fn_with_state(site, assets::serve)))
        .layer(Shared(DefaultBodyLimit::max(limits::LARGEST_BODY)))
        .layer(Shared(from_fn(limits::size)))
        .layer(Shared(from_fn(limits::time)));
    // The proxy streams bodies of its own sizes, and its pages are Clerk's: no limits, forgery check or policy of ours.
    let all = if security.clerk_proxy {
        let path = clerk.proxy_path().to_owned();
        ours.nest(&path, clerk_axum::proxy::router(clerk))
    } else {
        ours
    };
    let hosts = Hosts::new(public_origin, &other_hosts, trusted_proxies.clone());
    Ok(all
        .layer(Shared(from_fn(refusals::catch_panic)))
        .layer(Shared(from_fn_with_state(hosts, host::enforce)))
        .layer(Shared(from_fn(limits::head)))
        .layer(Shared(path_filter))
        .layer(Shared(from_fn(refusals::rewrite)))
        .layer(Shared(from_fn_with_state(security, security_headers::add)))
        .layer(Shared(from_fn_with_state(AccessLog::new(clock, trusted_proxies), access_log::log)))
        .layer(Shared(from_fn_with_state(random, request_id::add))))
}
