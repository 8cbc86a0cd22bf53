//! Who makes the call that is being answered: events say it.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Request},
    middleware::Next,
    response::Response,
};
use http::header;

tokio::task_local! {
    static VISITOR: Visitor;
}

/// Address and program behind a call; both empty where nobody called.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visitor {
    pub(crate) address: String,
    pub(crate) user_agent: String,
}

impl Visitor {
    /// Whoever is being answered.
    pub(crate) fn current() -> Self {
        VISITOR.try_with(Self::clone).unwrap_or_default()
    }

    /// What a proxy says counts more than where the connection comes from.
    fn of(request: &Request) -> Self {
        let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let forwarded =
            text("x-forwarded-for").and_then(|list| list.split(',').next()).map(|first| first.trim().to_owned());
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_string());
        Self {
            address: forwarded.or(peer).unwrap_or_default(),
            user_agent: text(header::USER_AGENT.as_str()).unwrap_or_default().to_owned(),
        }
    }
}

/// Answers a call with its visitor known.
pub(crate) async fn know(request: Request, next: Next) -> Response {
    let visitor = Visitor::of(&request);
    VISITOR.scope(visitor, next.run(request)).await
}
