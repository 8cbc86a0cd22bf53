//! The local Clerk and an app in front of it.

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Extension,
    response::Response,
    routing::any,
};
use clerk_axum::{Clerk, ClerkConfig, ClerkLayer, CurrentAuth, CurrentUser, SignedIn, SystemClock, proxy};
use clerk_emulator::{Config, Emulator, PEOPLE, SessionToken, TokenOrganization, organization_id};
use clerk_protocol::{Auth, Clock};
use http::{HeaderMap, Request, header};

/// The app's origin in these tests.
pub(crate) const ORIGIN: &str = "http://app.example";

/// The machine's clock, moved.
#[derive(Default)]
pub(crate) struct Moved(AtomicI64);

impl Moved {
    /// Moves it this far from the machine's clock.
    pub(crate) fn set_ms(&self, offset_ms: i64) {
        self.0.store(offset_ms, Ordering::SeqCst);
    }
}

impl Clock for Moved {
    fn now_ms(&self) -> i64 {
        SystemClock.now_ms() + self.0.load(Ordering::SeqCst)
    }

    fn monotonic_ms(&self) -> i64 {
        SystemClock.monotonic_ms() + self.0.load(Ordering::SeqCst)
    }
}

/// A local Clerk without a folder, on a port of its own.
pub(crate) async fn start() -> Result<Emulator, Box<dyn Error>> {
    let config = Config {
        listen: ([127, 0, 0, 1], 0).into(),
        app_origin: ORIGIN.to_owned(),
        state_dir: None,
        clerk_js_dir: ".tools/clerk".into(),
        ..Config::default()
    };
    Ok(Emulator::start(config).await?)
}

/// Settings that point to an API and a Frontend API at `upstream`, with made-up keys.
pub(crate) fn config(upstream: &str) -> ClerkConfig {
    // foo-bar-13.clerk.accounts.dev
    let mut config = ClerkConfig::new("pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk", "sk_test_secret".to_owned());
    config.api_url = Some(upstream.to_owned());
    config
}

/// Settings for the local Clerk, as the server makes them.
pub(crate) fn config_of(emulator: &Emulator) -> ClerkConfig {
    let mut config = ClerkConfig::new(emulator.publishable_key(), emulator.secret_key());
    config.api_url = Some(emulator.api_url());
    config.fapi_url = Some(emulator.fapi_url());
    config.proxy_url = Some("/__clerk".to_owned());
    config.public_origin = Some(ORIGIN.to_owned());
    config.authorized_parties = vec![ORIGIN.to_owned()];
    config.sign_in_url = Some("/sign-in".to_owned());
    config
}

/// An app with the layer and the proxy, as the server puts them together.
pub(crate) fn app(clerk: &Clerk) -> Router {
    let routes = Router::new()
        .route("/me", any(|SignedIn(session): SignedIn| async move { session.user_id().to_owned() }))
        .route("/name", any(name))
        .route("/api/who", any(who))
        .fallback(who)
        .layer(ClerkLayer::new(clerk.clone()));
    Router::new().nest(clerk.proxy_path(), proxy::router(clerk.clone())).merge(routes)
}

async fn name(CurrentUser(user): CurrentUser) -> String {
    user.and_then(|user| user.first_name).unwrap_or_else(|| "nobody".to_owned())
}

async fn who(CurrentAuth(auth): CurrentAuth, Extension(same): Extension<Auth>, headers: HeaderMap) -> String {
    assert_eq!(auth.state(), same.state());
    let forged = headers
        .keys()
        .filter(|name| name.as_str().starts_with("x-clerk-") || name.as_str().starts_with("x-forwarded-"));
    let user = auth.session().map_or("nobody", |session| session.user_id());
    format!("{user} {}", forged.count())
}

/// The handle, its clock and the app.
pub(crate) fn build(config: ClerkConfig) -> Result<(Clerk, Arc<Moved>, Router), Box<dyn Error>> {
    let clock = Arc::new(Moved::default());
    let clerk = Clerk::new(config, Arc::<Moved>::clone(&clock))?;
    let app = app(&clerk);
    Ok((clerk, clock, app))
}

/// What a session token of a seeded person says, acting in the organization they are known for.
pub(crate) fn token_of(name: &str) -> Result<SessionToken, Box<dyn Error>> {
    let person = PEOPLE.iter().find(|person| person.name == name).ok_or("no such person")?;
    let permissions = match person.role {
        "org:viewer" => vec!["org:notes:read".to_owned()],
        _ => ["create", "read", "update"].map(|verb| format!("org:notes:{verb}")).to_vec(),
    };
    let organization = TokenOrganization {
        id: organization_id(person.organization),
        slug: Some(person.organization.to_lowercase()),
        role: person.role.to_owned(),
        permissions,
    };
    Ok(SessionToken {
        user_id: person.user_id(),
        session_id: "sess_2abc".to_owned(),
        authorized_party: Some(ORIGIN.to_owned()),
        organization: Some(organization),
        factor_verification_age: [0, -1],
        ..SessionToken::default()
    })
}

/// A GET of a path, as a program sends it.
pub(crate) fn get(path: &str) -> http::request::Builder {
    Request::builder().uri(path).header(header::HOST, "app.example")
}

/// A GET of a path, as a browser does when somebody follows a link.
pub(crate) fn navigate(path: &str) -> http::request::Builder {
    get(path).header("sec-fetch-dest", "document").header(header::ACCEPT, "text/html")
}

/// A header's text, empty when absent.
pub(crate) fn header_text<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The body as text.
pub(crate) async fn text(response: Response<Body>) -> Result<String, Box<dyn Error>> {
    Ok(String::from_utf8(to_bytes(response.into_body(), usize::MAX).await?.to_vec())?)
}

/// Turns the local Clerk.
pub(crate) async fn change_settings(emulator: &Emulator, change: serde_json::Value) -> Result<(), Box<dyn Error>> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let request = http.patch(format!("{}/__control/settings", emulator.api_url())).json(&change);
    request.send().await?.error_for_status()?;
    Ok(())
}
