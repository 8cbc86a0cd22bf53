//! Where Clerk tells what happened: `POST /api/webhooks/clerk`. A delivery is answered well only when it is on disk; what it
//! means is done afterwards, by whichever server gets to it.

pub(crate) mod reading;

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    response::{IntoResponse, Response},
};
use clerk_axum::TrustedProxies;
use clerk_protocol::{WebhookError, verify_webhook};
use domain::Clock;
use http::{HeaderMap, StatusCode, header};
use serde_json::json;
use store::{
    Inbox,
    webhooks::{Taken, Task},
};
use tokio::sync::Notify;

use self::reading::Reading;
use crate::{config, middleware::limits::LARGEST_BODY, refusal::Refusal, state::AppState};

/// Where they come.
pub(crate) const PATH: &str = "/api/webhooks/clerk";

/// What taking them in needs.
pub(crate) struct Webhooks {
    /// How they are checked.
    pub(crate) config: config::Webhooks,
    /// Who is believed about where they come from.
    pub(crate) proxies: TrustedProxies,
    /// Where they are kept.
    pub(crate) inbox: Arc<dyn Inbox>,
    /// Rung when there is something to do.
    pub(crate) bell: Arc<Notify>,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
}

/// Takes a delivery: 200 when it is kept, or of no use here; 400 when Clerk did not send it, lately; 503 when it could not be
/// kept, so that it comes again.
pub(crate) async fn take(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
    match taken(&state.webhooks, &parts.headers, peer, body).await {
        Ok(()) => Json(json!({"received": true})).into_response(),
        Err((status, words)) => {
            tracing::warn!(target: "security", status = status.as_u16(), reason = words, "a webhook was not taken in");
            Refusal::new(&parts.headers, status, words).into_response()
        }
    }
}

type Refused = (StatusCode, &'static str);

async fn taken(webhooks: &Webhooks, headers: &HeaderMap, peer: Option<SocketAddr>, body: Body) -> Result<(), Refused> {
    if webhooks.config.secrets.is_empty() {
        return Err((StatusCode::SERVICE_UNAVAILABLE, "Set CLERK_WEBHOOK_SIGNING_SECRET to take webhooks in."));
    }
    webhooks.must_be_allowed(headers, peer)?;
    if !is_json(headers) {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "Webhooks are JSON."));
    }
    let body = to_bytes(body, LARGEST_BODY).await;
    let body = body.map_err(|_| (StatusCode::PAYLOAD_TOO_LARGE, "The webhook is too large, or ended early."))?;
    let named = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    let delivery = verify_webhook(named, &body, &webhooks.config.secrets, webhooks.clock.now_ms());
    let delivery = delivery.map_err(|error| (StatusCode::BAD_REQUEST, in_words(error)))?;
    match Reading::of(delivery, &body).map_err(|words| (StatusCode::BAD_REQUEST, words))? {
        Reading::Drop => Ok(()),
        Reading::Keep(delivery) => webhooks.keep(*delivery).await,
    }
}

impl Webhooks {
    /// Where addresses are named, only those may send.
    fn must_be_allowed(&self, headers: &HeaderMap, peer: Option<SocketAddr>) -> Result<(), Refused> {
        let Some(allowed) = &self.config.allowed_addresses else { return Ok(()) };
        let visitor = peer.map(|peer| self.proxies.visitor(peer.ip(), headers));
        if visitor.is_some_and(|visitor| allowed.contains(visitor)) {
            return Ok(());
        }
        Err((StatusCode::FORBIDDEN, "This address is not one that webhooks come from."))
    }

    async fn keep(&self, delivery: store::webhooks::Delivery) -> Result<(), Refused> {
        let (id, event) = (delivery.id.clone(), delivery.event_type.clone());
        if let Task::Park(reason) = delivery.task {
            tracing::error!(id, event, reason, "a webhook is parked: see `server webhooks list --state parked`");
        }
        match self.inbox.take_in(delivery).await {
            Ok(Taken::Now) => tracing::info!(id, event, "a webhook was taken in"),
            Ok(Taken::Before) => tracing::debug!(id, event, "a webhook came again"),
            Ok(Taken::WithAnotherBody) => {
                tracing::warn!(target: "security", id, event, "a webhook came again with another body: the first one counts");
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, id, event, "a webhook could not be kept");
                return Err((StatusCode::SERVICE_UNAVAILABLE, "The webhook could not be kept. Send it again."));
            }
        }
        self.bell.notify_one();
        Ok(())
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// For whoever set the endpoint up; nothing that helps to forge a delivery.
fn in_words(error: WebhookError) -> &'static str {
    match error {
        WebhookError::TooOld | WebhookError::TooNew => {
            "The webhook's timestamp is more than five minutes off: look at the clock of this machine."
        }
        WebhookError::NoMatch => "The webhook's signature is not by CLERK_WEBHOOK_SIGNING_SECRET.",
        _ => "The webhook's headers are not those of a signed delivery.",
    }
}
