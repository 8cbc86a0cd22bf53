//! The host's server: the session check around its pages, and Clerk's Frontend API beside them.

use std::{path::PathBuf, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use clerk_axum::{Clerk, ClerkConfig, ClerkLayer, DEFAULT_PROXY_PATH, PathFilterLayer, SignedIn, SystemClock, proxy};
use clerk_emulator::Emulator;
use clerk_leptos::{Appearance, ClerkOptions, ClerkScripts};
use clerk_protocol::{Auth, PublishableKey};
use http::{StatusCode, header, request::Parts};
use leptos::{config::LeptosOptions, prelude::*};
use leptos_axum::{LeptosRoutes, generate_route_list};
use serde_json::{Value, json};

use crate::{App, ROOT_ID};

/// Starts the program for the browser.
const START: &str = "import start from '/pkg/clerk-host.js'; start({ module_or_path: '/pkg/clerk-host_bg.wasm' });";

/// Where the host is, and how it reaches Clerk.
pub struct Place {
    /// As browsers see it.
    pub origin: String,
    /// Folder of the program for the browser.
    pub program: PathBuf,
    /// No proxy: the browser talks to Clerk's own host.
    pub direct: bool,
    /// Where the words of another language are.
    pub localization_url: Option<String>,
}

/// The whole host as one service.
///
/// # Errors
/// When the keys cannot be used.
pub fn router(emulator: &Emulator, place: Place) -> anyhow::Result<Router> {
    let clerk = Clerk::new(config(emulator, &place)?, Arc::new(SystemClock))?;
    let browser = browser(emulator, &place);
    let options = LeptosOptions::builder().output_name("clerk-host").build();
    let scripts = browser.clone();
    let pages = Router::new()
        .route("/api/me", get(me))
        .leptos_routes_with_context(
            &options,
            generate_route_list(App),
            move || provide_context(browser.clone()),
            move || shell(scripts.clone()),
        )
        .with_state(options)
        .layer(ClerkLayer::new(clerk.clone()));
    let files = Router::new().route("/pkg/{file}", get(file)).with_state(Arc::new(place.program));
    let ours = pages.merge(files);
    let all = if place.direct { ours } else { ours.nest(DEFAULT_PROXY_PATH, proxy::router(clerk)) };
    Ok(all.layer(PathFilterLayer::default()))
}

fn config(emulator: &Emulator, place: &Place) -> anyhow::Result<ClerkConfig> {
    let key = emulator.publishable_key();
    let proxied = (!place.direct).then(|| format!("{}{DEFAULT_PROXY_PATH}", place.origin));
    let mut config = ClerkConfig::new(key.clone(), emulator.secret_key());
    config.api_url = Some(emulator.api_url());
    config.fapi_url = Some(emulator.fapi_url());
    config.proxy_url = (!place.direct).then(|| DEFAULT_PROXY_PATH.to_owned());
    config.issuers = [PublishableKey::parse(&key)?.issuer()].into_iter().chain(proxied).collect();
    config.authorized_parties = vec![place.origin.clone()];
    config.sign_in_url = Some("/sign-in".to_owned());
    config.sign_up_url = Some("/sign-up".to_owned());
    config.organization_patterns = vec!["/orgs/:slug".to_owned()];
    config.public_origin = Some(place.origin.clone());
    Ok(config)
}

fn browser(emulator: &Emulator, place: &Place) -> ClerkOptions {
    ClerkOptions {
        publishable_key: emulator.publishable_key(),
        proxy_url: (!place.direct).then(|| DEFAULT_PROXY_PATH.to_owned()),
        sign_in_fallback_redirect_url: Some("/private".to_owned()),
        sign_up_fallback_redirect_url: Some("/private".to_owned()),
        allowed_redirect_origins: vec![place.origin.clone()],
        local: true,
        localization_url: place.localization_url.clone(),
        ..ClerkOptions::default()
    }
    .with_appearance(Appearance::new().light_and_dark())
}

/// The document around the app.
fn shell(clerk: ClerkOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="color-scheme" content="light dark"/>
                <title>"Host"</title>
                <link rel="icon" href="data:,"/>
                <script type="module" inner_html=START></script>
                <ClerkScripts options=clerk/>
            </head>
            <body>
                <div id=ROOT_ID><App/></div>
            </body>
        </html>
    }
}

/// The session for programs; 401 without one.
async fn me(SignedIn(session): SignedIn) -> Json<Value> {
    Json(json!({ "user": session.user_id() }))
}

/// A file of the program for the browser.
async fn file(State(folder): State<Arc<PathBuf>>, Path(name): Path<String>) -> Response {
    let kind = match name.as_str() {
        "clerk-host.js" => "text/javascript",
        "clerk-host_bg.wasm" => "application/wasm",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    match tokio::fs::read(folder.join(name)).await {
        Ok(content) => ([(header::CONTENT_TYPE, kind)], content).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

/// Who asks, as the session check has found; nobody where no request is answered.
pub(crate) fn auth() -> Auth {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<Auth>().cloned()).unwrap_or_default()
}

/// Sends whoever is shown a page without a session to the sign-in page and back.
pub(crate) fn require_session() {
    let Some(parts) = use_context::<Parts>().filter(|_| auth().session().is_none()) else { return };
    let back = parts.uri.path().replace('/', "%2F");
    leptos_axum::redirect(&format!("/sign-in?redirect_url={back}"));
}
