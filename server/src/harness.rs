//! The whole server in one process, for tests: a database of its own, the local Clerk on a loopback port, a clock that
//! stands still, and people to send requests as. Nothing of the server is replaced: tokens are real, and so is the check.
//!
//! The server's own tests have it, and whoever asks for the feature `test-harness`. No release does: see `lib.rs`.

mod answer;
mod control;
mod home;
mod log;
pub mod matrix;
mod parts;
// begin examples
mod projects;
// end examples
mod refusal;
mod rows;
pub mod statements;
mod stranger;
mod support;

use std::{
    future::pending,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use app::context::{AppContext, Shared, member_directory::MemberDirectory};
use axum::{Router, body::Body};
use clerk_axum::TrustedProxies;
use clerk_emulator::{Emulator, SessionToken};
use clerk_protocol::PublishableKey;
use http::{Method, Request, header};
use http_body_util::BodyExt;
use serde_json::Value;
use store::{Inbox, Store, SystemStore};
use testkit::{
    HandClock,
    people::{Person, Place, claims},
    witness::Witness,
};
use tokio::net::TcpListener;
use tower::ServiceExt;

use crate::{
    config::Config,
    jobs::{erasure::Erasure, inbox::Workers},
    layers, reconcile,
    serve::{Bounds, Capacity, Patience, serve},
};

pub use self::{
    answer::Answer,
    control::Control,
    home::{Home, On},
    log::Log,
    parts::emulator,
    refusal::Refusal,
    rows::Rows,
    support::Support,
};
pub use crate::on_each_database;

/// Where the tests' server is reached.
pub const ORIGIN: &str = "http://localhost:3000";

/// What the tests' Clerk signs its webhooks with.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// `org:admin` of Acme.
    Admin,
    /// `org:member` of Acme.
    Member,
    /// `org:viewer` of Acme.
    Viewer,
    /// `org:admin` of Globex.
    Stranger,
    /// Signed in, in the personal account.
    Alone,
    /// Signed in, with tasks left.
    Pending,
    /// Not signed in.
    Nobody,
}

impl Who {
    /// The tenant they act in, as callers of the API name it.
    fn tenant(self) -> Option<&'static str> {
        match self {
            Self::Admin | Self::Member | Self::Viewer => Some("/orgs/acme"),
            Self::Stranger => Some("org_localGlobex"),
            Self::Alone => Some("/personal"),
            Self::Pending | Self::Nobody => None,
        }
    }
}

/// A running server.
pub struct TestServer {
    router: Router,
    pub(crate) parts: layers::Wiring,
    pub(crate) config: Config,
    emulator: Emulator,
    /// Stands still until moved.
    pub clock: Arc<HandClock>,
    _folder: tempfile::TempDir,
    _database: Home,
}

impl TestServer {
    /// With the defaults of a debug build.
    pub async fn start() -> anyhow::Result<Self> {
        Self::with(&[]).await
    }

    /// With some variables set.
    pub async fn with(variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let home = Home::any(folder.path()).await?;
        Self::at(home, folder, variables).await
    }

    /// On a database of this kind.
    pub async fn on(on: On) -> anyhow::Result<Self> {
        Self::on_with(on, &[]).await
    }

    /// The same, with some variables set.
    pub async fn on_with(on: On, variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let home = Home::new(on, folder.path()).await?;
        Self::at(home, folder, variables).await
    }

    /// One that Clerk tells about people, with everybody in its copy.
    pub async fn with_copy(on: On) -> anyhow::Result<Self> {
        let server = Self::on_with(on, &[("CLERK_WEBHOOK_SIGNING_SECRET", SECRET)]).await?;
        server.copy_everybody().await?;
        Ok(server)
    }

    /// Compares the copy with Clerk.
    pub async fn copy_everybody(&self) -> anyhow::Result<()> {
        let (clerk, system) = (&self.parts.clerk.backend().patient(), self.system());
        let (inbox, pace, clock) = (self.inbox(), &reconcile::AtOnce, &*self.clock);
        let parts = reconcile::Parts { clerk, inbox, system, pace, clock, holder: "harness" };
        parts.reconcile(reconcile::Options::default()).await?;
        Ok(())
    }

    async fn at(home: Home, folder: tempfile::TempDir, variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let clock = HandClock::new();
        let emulator = emulator(clock.clone()).await?;
        let config = parts::config(&emulator, &[&home.variables(), variables].concat())?;
        let parts = parts::node(&config, Arc::new(parts::site(&folder)?), clock.clone()).await?;
        let router = layers::router(parts.clone())?;
        Ok(Self { router, parts, config, emulator, clock, _folder: folder, _database: home })
    }

    /// Another server over the same database and the same Clerk.
    pub async fn another_node(&self) -> anyhow::Result<Router> {
        let parts = parts::node(&self.config, Arc::clone(&self.parts.site), self.clock.clone()).await?;
        Ok(layers::router(parts)?)
    }

    /// Another server that asks this directory who the people of a tenant are.
    pub async fn another_node_with(&self, members: Arc<dyn MemberDirectory>) -> anyhow::Result<Router> {
        let mut parts = parts::node(&self.config, Arc::clone(&self.parts.site), self.clock.clone()).await?;
        parts.state.context = AppContext::new(Shared { members, ..(*parts.state.context).clone() });
        Ok(layers::router(parts)?)
    }

    /// Another server that keeps its rows behind this.
    pub async fn another_node_over(&self, store: Arc<dyn Store>) -> anyhow::Result<Router> {
        let mut parts = parts::node(&self.config, Arc::clone(&self.parts.site), self.clock.clone()).await?;
        parts.state.context = AppContext::new(Shared { store, ..(*parts.state.context).clone() });
        Ok(layers::router(parts)?)
    }

    /// Another server over the same database, and what sees what it asks of that.
    pub async fn watched(&self) -> anyhow::Result<(Router, Arc<Witness>)> {
        let database = &self.config.database;
        let data = database.adapter.open(database, self.clock.clone()).await?;
        let witness = Witness::new(None);
        let node = self.another_node_over(Arc::new(witness.of(&data))).await?;
        Ok((node, witness))
    }

    /// Does what is in the queue, as far as it is due.
    pub async fn work_through(&self) {
        let workers = self.workers();
        while workers.work_through().await > 0 {}
    }

    /// Those of its queue.
    pub(crate) fn workers(&self) -> Workers {
        let webhooks = &self.parts.state.webhooks;
        let clerk = Box::new(self.parts.clerk.backend().clone());
        let erasure = Erasure { clerk, after_ms: webhooks.config.erase_after_ms };
        Workers {
            inbox: Arc::clone(&webhooks.inbox),
            system: Arc::clone(&self.parts.state.system),
            erasure: Arc::new(erasure),
            bell: Arc::clone(&webhooks.bell),
            clock: self.clock.clone(),
        }
    }

    /// What Clerk told, and what is to be done.
    pub fn inbox(&self) -> &dyn Inbox {
        &*self.parts.state.webhooks.inbox
    }

    /// The system's own port.
    pub fn system(&self) -> &dyn SystemStore {
        &*self.parts.state.system
    }

    /// The key that its Clerk trusts it by.
    pub fn secret_key(&self) -> String {
        self.emulator.secret_key()
    }

    /// What its Clerk's Backend API answers to it.
    pub async fn backend(&self, path: &str) -> anyhow::Result<String> {
        self.control().ask_backend(&self.secret_key(), path).await
    }

    /// What makes its Clerk unwell.
    pub fn control(&self) -> Control {
        Control::of(&self.emulator)
    }

    /// The server as one service.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// The Frontend API's host.
    pub fn frontend_host(&self) -> anyhow::Result<String> {
        Ok(PublishableKey::parse(&self.emulator.publishable_key())?.frontend_api().to_owned())
    }

    /// A token of somebody's.
    pub fn token_of(&self, who: Who) -> String {
        self.token(who).unwrap_or_default()
    }

    /// A token with any claims, for the tests' origin.
    pub fn mint(&self, claims: &SessionToken) -> String {
        let authorized_party = Some(ORIGIN.to_owned());
        self.emulator.mint_session_token(&SessionToken { authorized_party, ..claims.clone() })
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> anyhow::Result<Answer> {
        let response = self.router.clone().oneshot(request).await?;
        let (parts, body) = response.into_parts();
        let text = String::from_utf8_lossy(&body.collect().await?.to_bytes()).into_owned();
        Ok(Answer { status: parts.status, headers: parts.headers, text })
    }

    /// Sends what a program would send.
    pub async fn call(&self, who: Who, method: Method, path: &str, body: Option<Value>) -> anyhow::Result<Answer> {
        let request = self.request(who, method, path);
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.send(request?).await
    }

    /// Asks for a page as a browser would that Clerk knows already: without a handshake first.
    pub async fn visit(&self, who: Who, path: &str) -> anyhow::Result<Answer> {
        let request = self.request(who, Method::GET, path);
        let request = request.header(header::ACCEPT, "text/html").header("sec-fetch-dest", "empty");
        self.send(request.body(Body::empty())?).await
    }

    /// Posts a form as our browser code would call a server function.
    pub async fn invoke(&self, who: Who, path: &str, form: String) -> anyhow::Result<Answer> {
        let request = self.request(who, Method::POST, path).header(header::ACCEPT, "application/json");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form))?).await
    }

    /// A request of somebody's, from our own origin; to the API it says which tenant is meant.
    pub fn request(&self, who: Who, method: Method, path: &str) -> http::request::Builder {
        let host = self.config.http.public_origin.as_str().rsplit('/').next().unwrap_or_default();
        let request = Request::builder().method(method).uri(path).header(header::HOST, host);
        let mut request = request.header("sec-fetch-site", "same-origin");
        if let Some(tenant) = who.tenant().filter(|_| path.starts_with("/api/")) {
            request = request.header("x-tenant", tenant);
        }
        match self.token(who) {
            Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        }
    }

    fn token(&self, who: Who) -> Option<String> {
        let (person, place) = match who {
            Who::Admin => (Person::Ada, Place::Acme),
            Who::Member => (Person::Mel, Place::Acme),
            Who::Viewer => (Person::Vic, Place::Acme),
            Who::Stranger => (Person::Sam, Place::Globex),
            Who::Alone | Who::Pending => (Person::Sam, Place::Personal),
            Who::Nobody => return None,
        };
        let mut claims = claims(person, place).ok()?;
        claims.pending = who == Who::Pending;
        Some(self.mint(&claims))
    }
}

/// Listens on a port of its own until the test ends.
pub async fn listen(router: Router) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    listen_on(listener, router);
    Ok(address)
}

/// Listens until the test ends.
pub fn listen_on(listener: TcpListener, router: Router) {
    let capacity = Capacity { all: 1_000, each: 1_000, proxies: TrustedProxies::default() };
    tokio::spawn(serve(listener, router, Bounds { patience: Patience::default(), capacity }, pending(), pending()));
}
