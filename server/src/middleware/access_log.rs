//! One structured line for each request: who asked for what from where, what became of it, and how long it took. Path without
//! query (a query may hold a token), no personal data. A client that leaves before its answer is complete gets a line too.

mod line;

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, Once, OnceLock},
};

use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use clerk_axum::{AuthOutcome, TrustedProxies};
use clerk_protocol::{Auth, Reason, verify::TokenReason};
use domain::{Clock, Impersonator};
use tracing::{Instrument, Span, field::Empty};

use self::line::Line;
use super::request_id;

/// What the layer needs.
#[derive(Clone)]
pub(crate) struct AccessLog {
    clock: Arc<dyn Clock>,
    proxies: TrustedProxies,
    hint: Arc<Once>,
}

/// Filled in by [`identify`], which sits where the identity is known, and read by [`Line`], which sits outside.
#[derive(Clone, Debug, Default)]
struct Identity(Arc<OnceLock<Ids>>);

/// Whose session it is, in which organization, and who acts in it in their place.
#[derive(Clone, Debug, Default)]
struct Ids {
    user: String,
    organization: String,
    impersonator: String,
}

impl AccessLog {
    /// A log that believes these proxies about who their visitors are.
    pub(crate) fn new(clock: Arc<dyn Clock>, proxies: TrustedProxies) -> Self {
        Self { clock, proxies, hint: Arc::new(Once::new()) }
    }

    /// The visitor's address, where the server records who is connected.
    fn visitor(&self, request: &Request) -> Option<IpAddr> {
        let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
        if is_unknown_proxy(peer.ip(), request, &self.proxies) {
            self.hint.call_once(|| {
                tracing::warn!(
                    peer = %peer.ip(),
                    "somebody in a private network sends X-Forwarded-For, but is not in TRUSTED_PROXIES: if that is your \
                     proxy, all visitors have its address here, and share one visitor's limits"
                );
            });
        }
        Some(self.proxies.visitor(peer.ip(), request.headers()))
    }
}

fn is_unknown_proxy(peer: IpAddr, request: &Request, proxies: &TrustedProxies) -> bool {
    request.headers().contains_key("x-forwarded-for") && is_private(peer) && !proxies.contains(peer)
}

/// Whether an address is not one of the public internet: one of this machine, or of a network of containers or an office.
fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let is_shared = matches!(address.octets(), [100, 64..=127, ..]);
            address.is_private() || address.is_loopback() || address.is_link_local() || is_shared
        }
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

/// Logs the request when its answer ends, inside a span that all its events share.
pub(crate) async fn log(State(log): State<AccessLog>, mut request: Request, next: Next) -> Response {
    let identity = Identity::default();
    request.extensions_mut().insert(identity.clone());
    let address = log.visitor(&request);
    let span = tracing::info_span!(
        "request",
        id = request_id::of(request.extensions()),
        address = address.map(tracing::field::display),
        user_id = Empty
    );
    let line = Line::begin(Arc::clone(&log.clock), &request, address, identity, span.clone());
    let response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| note_forgery(&response));
    line.answered(response)
}

/// Tokens that no clock and no change of keys explains.
fn note_forgery(response: &Response) {
    let outcome = response.extensions().get::<AuthOutcome>();
    if let Some(Reason::Token(reason)) = outcome.and_then(|outcome| outcome.reason.as_ref())
        && is_forgery(*reason)
    {
        tracing::warn!(target: "security", reason = reason.as_str(), "a session token was refused");
    }
}

fn is_forgery(reason: TokenReason) -> bool {
    use TokenReason::{
        Expired, IatInTheFuture, Invalid, InvalidAlgorithm, InvalidAuthorizedParties, InvalidIssuer, InvalidSignature,
        JwkKidMismatch, NotActiveYet, RemoteJwkFailedToLoad, SecretKeyInvalid, VerificationFailed,
    };
    match reason {
        Invalid
        | InvalidAlgorithm
        | InvalidAuthorizedParties
        | InvalidIssuer
        | InvalidSignature
        | JwkKidMismatch
        | VerificationFailed => true,
        Expired | IatInTheFuture | NotActiveYet | RemoteJwkFailedToLoad | SecretKeyInvalid => false,
    }
}

/// Notes who asks. Belongs right inside the Clerk layer.
pub(crate) async fn identify(request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Auth>().and_then(Auth::session);
    if let (Some(session), Some(Identity(slot))) = (session, request.extensions().get()) {
        Span::current().record("user_id", session.user_id());
        let organization = session.organization().map(|organization| organization.id.clone()).unwrap_or_default();
        let impersonator = Impersonator::of(session).map(String::from).unwrap_or_default();
        let _ = slot.set(Ids { user: session.user_id().to_owned(), organization, impersonator });
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::is_private;

    #[test]
    fn private_is_what_the_internet_does_not_route() {
        for address in
            ["127.0.0.1", "10.1.2.3", "172.17.0.1", "192.168.0.1", "100.64.0.1", "::1", "fd00::1", "::ffff:10.0.0.1"]
        {
            assert!(address.parse().is_ok_and(is_private), "{address}");
        }
        for address in ["8.8.8.8", "100.128.0.1", "172.32.0.1", "2001:db8::1"] {
            assert!(!address.parse().is_ok_and(is_private), "{address}");
        }
    }
}
