//! A server to send requests to, and people to send them as.

use std::{net::Ipv4Addr, sync::Arc};

use axum::{Router, body::Body};
use clerk_emulator::Emulator;
use clerk_protocol::{Clock, PublishableKey};
use http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use rand::{SeedableRng, rngs::StdRng};
use serde_json::Value;
use store::TimeOrderedIds;
use store_sqlite::SqliteStore;
use testkit::{
    HandClock,
    people::{Person, Place, claims},
};
use tower::ServiceExt;

use crate::{
    assets::Site,
    config::{BuildKind, Config, Env, Instance},
    identity::Identity,
    router, startup,
};

/// Where the tests' server is reached.
pub(super) const ORIGIN: &str = "http://localhost:3000";

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
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

/// A running server.
pub(super) struct TestServer {
    router: Router,
    parts: router::Parts,
    emulator: Emulator,
    /// Stands still until moved.
    pub(super) clock: Arc<HandClock>,
    folder: tempfile::TempDir,
}

/// An answer, read to its end.
pub(super) struct Answer {
    /// The status.
    pub(super) status: StatusCode,
    /// The headers.
    pub(super) headers: HeaderMap,
    /// The body as text.
    pub(super) text: String,
}

impl TestServer {
    /// With the defaults of a debug build.
    pub(super) async fn start() -> anyhow::Result<Self> {
        Self::with(&[]).await
    }

    /// With some variables set.
    pub(super) async fn with(variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let clock = HandClock::new();
        let folder = tempfile::tempdir()?;
        let emulator = emulator(clock.clone()).await?;
        let config = config(&emulator, variables)?;
        let url = format!("sqlite:{}", folder.path().join("test.sqlite").display());
        let store = SqliteStore::open(&url, clock.clone(), Arc::new(TimeOrderedIds::new(clock.clone()))).await?;
        let Instance::Keys(keys) = &config.clerk.instance else { anyhow::bail!("the tests set keys") };
        let identity = Identity::of(&config, keys, clock.clone())?;
        startup::claim(&store, &identity.instance).await?;
        let site = Arc::new(site(&folder)?);
        let parts = startup::parts(&config, &identity, store, site, clock.clone());
        let router = router::router(parts.clone())?;
        Ok(Self { router, parts, emulator, clock, folder })
    }

    /// The server as one service.
    pub(super) fn router(&self) -> Router {
        self.router.clone()
    }

    /// The same without the path filter.
    pub(super) fn router_without_path_filter(&self) -> anyhow::Result<Router> {
        Ok(router::with_path_filter(self.parts.clone(), tower::layer::util::Identity::new())?)
    }

    /// Where the server keeps its files.
    pub(super) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The Frontend API's host.
    pub(super) fn frontend_host(&self) -> anyhow::Result<String> {
        Ok(PublishableKey::parse(&self.emulator.publishable_key())?.frontend_api().to_owned())
    }

    /// A token of somebody's.
    pub(super) fn token_of(&self, who: Who) -> String {
        self.token(who).unwrap_or_default()
    }

    /// Sends a request.
    pub(super) async fn send(&self, request: Request<Body>) -> anyhow::Result<Answer> {
        let response = self.router.clone().oneshot(request).await?;
        let (parts, body) = response.into_parts();
        let text = String::from_utf8_lossy(&body.collect().await?.to_bytes()).into_owned();
        if parts.status == StatusCode::SERVICE_UNAVAILABLE {
            eprintln!("503 {:?} {text}", parts.headers);
        }
        Ok(Answer { status: parts.status, headers: parts.headers, text })
    }

    /// Sends what a program would send.
    pub(super) async fn call(
        &self,
        who: Who,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> anyhow::Result<Answer> {
        let request = self.request(who, method, path);
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.send(request?).await
    }

    /// Asks for a page as a browser would that Clerk knows already: without a handshake first.
    pub(super) async fn visit(&self, who: Who, path: &str) -> anyhow::Result<Answer> {
        let request = self.request(who, Method::GET, path);
        let request = request.header(header::ACCEPT, "text/html").header("sec-fetch-dest", "empty");
        self.send(request.body(Body::empty())?).await
    }

    /// Posts a form as our browser code would call a server function.
    pub(super) async fn invoke(&self, who: Who, path: &str, form: String) -> anyhow::Result<Answer> {
        let request = self.request(who, Method::POST, path).header(header::ACCEPT, "application/json");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form))?).await
    }

    /// A request of somebody's, from our own origin.
    pub(super) fn request(&self, who: Who, method: Method, path: &str) -> http::request::Builder {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost:3000");
        let request = request.header("sec-fetch-site", "same-origin");
        match self.token(who) {
            Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        }
    }

    /// A project of somebody's making.
    pub(super) async fn project(&self, who: Who, name: &str) -> anyhow::Result<String> {
        let body = serde_json::json!({ "name": name, "description": format!("{name}-canary") });
        let answer = self.call(who, Method::POST, "/api/projects", Some(body)).await?;
        anyhow::ensure!(answer.status == StatusCode::CREATED, "{} {}", answer.status, answer.text);
        Ok(answer.json()["project"]["id"].as_str().unwrap_or_default().to_owned())
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
        claims.authorized_party = Some(ORIGIN.to_owned());
        claims.pending = who == Who::Pending;
        Some(self.emulator.mint_session_token(&claims))
    }
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// A header as text; empty when absent.
    pub(super) fn header(&self, name: impl AsRef<str>) -> &str {
        let name = HeaderName::from_bytes(name.as_ref().as_bytes()).ok();
        name.and_then(|name| self.headers.get(name)).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

async fn emulator(clock: Arc<dyn Clock>) -> anyhow::Result<Emulator> {
    let config = clerk_emulator::Config {
        listen: (Ipv4Addr::LOCALHOST, 0).into(),
        app_origin: ORIGIN.to_owned(),
        state_dir: None,
        clerk_js_dir: "does-not-exist".into(),
        organization_required: false,
    };
    Emulator::start_with(config, clock, StdRng::seed_from_u64(1)).await
}

fn config(emulator: &Emulator, more: &[(&str, &str)]) -> anyhow::Result<Config> {
    let (publishable, secret) = (emulator.publishable_key(), emulator.secret_key());
    let (api, fapi) = (emulator.api_url(), emulator.fapi_url());
    let mut variables = vec![
        ("CLERK_PUBLISHABLE_KEY", publishable.as_str()),
        ("CLERK_SECRET_KEY", secret.as_str()),
        ("CLERK_API_URL", api.as_str()),
        ("CLERK_FAPI_URL", fapi.as_str()),
        ("CLERK_PROXY_URL", "/__clerk"),
        ("PUBLIC_ORIGIN", ORIGIN),
    ];
    variables.extend_from_slice(more);
    Ok(Config::from_env(&Env::of(&variables), BuildKind::Debug)?)
}

fn site(folder: &tempfile::TempDir) -> std::io::Result<Site> {
    let root = folder.path().join("site");
    std::fs::create_dir_all(root.join("pkg"))?;
    std::fs::write(root.join("pkg/app.js"), "export function hydrate() {}")?;
    std::fs::write(root.join("favicon.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>")?;
    Ok(Site::at(root))
}
