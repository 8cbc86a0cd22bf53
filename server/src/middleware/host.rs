//! The app is served only under its own names. A request that calls this server anything else (a name that somebody
//! else points here, an address that a scanner found) is answered with 421. So whatever we, or a cache in front of us,
//! make of a `Host` is ours.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use clerk_axum::TrustedProxies;
use http::{StatusCode, header, uri::Authority};

use crate::{
    config::{Origin, is_loopback_host},
    health,
    refusal::Refusal,
};

/// Our names. Ports do not matter: a proxy in front has its own.
#[derive(Clone, Debug)]
pub(crate) struct Hosts(Arc<Names>);

#[derive(Debug)]
struct Names {
    origin: Origin,
    names: Vec<String>,
    proxies: TrustedProxies,
}

impl Hosts {
    /// The public origin's host and the others. An origin on this machine has all of this machine's names.
    pub(crate) fn new(origin: Origin, others: &[String], proxies: TrustedProxies) -> Self {
        let names = others.iter().cloned().chain([origin.host()]).collect();
        Self(Arc::new(Names { origin, names, proxies }))
    }

    fn know(&self, request: &Request) -> bool {
        let Some(host) = self.0.host_of(request) else { return false };
        self.0.names.contains(&host) || self.0.origin.is_loopback() && is_loopback_host(&host)
    }
}

impl Names {
    /// The host that the visitor asked for: a trusted proxy says it in a header of its own, where it changes `Host`.
    fn host_of(&self, request: &Request) -> Option<String> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let is_trusted = peer.is_some_and(|ConnectInfo(peer)| self.proxies.contains(peer.ip()));
        let headers = request.headers();
        let forwarded = headers.get("x-forwarded-host").filter(|_| is_trusted);
        let host = forwarded.or_else(|| headers.get(header::HOST))?.to_str().ok()?;
        let authority: Authority = host.split(',').next()?.trim().parse().ok()?;
        Some(authority.host().to_ascii_lowercase())
    }
}

/// Refuses requests that are not for us. Probes ask by whatever address they have.
pub(crate) async fn enforce(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    if health::PATHS.contains(&request.uri().path()) || hosts.know(&request) {
        return next.run(request).await;
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let host: String = host.chars().take(100).collect();
    tracing::warn!(target: "security", host, "a request for another host: if it is yours, add it to ALLOWED_HOSTS");
    let detail = "This site is not served under the name you asked for.";
    Refusal::new(request.headers(), StatusCode::MISDIRECTED_REQUEST, detail).leading_to(&hosts.0.origin).into_response()
}
