//! The Backend API client against the local Clerk and a stand-in.

mod failures;
mod instance;
mod organizations;
mod people;

use std::{
    error::Error,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, body::Body, routing::any};
use clerk_axum::{BackendClient, BackendConfig, BackendError, ClerkLayer, SystemClock, backend::Pace};
use clerk_emulator::{Emulator, PEOPLE};
use futures::future::BoxFuture;
use http::StatusCode;
use tower::ServiceExt as _;

use crate::{
    Outcome,
    local_clerk::{build, config_of, get, start, text},
    upstream::Upstream,
};

/// Pauses pass at once, and are remembered.
#[derive(Default)]
struct Noted(Mutex<Vec<Duration>>);

impl Noted {
    fn pauses(&self) -> Vec<Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Pace for Noted {
    fn wait(&self, pause: Duration) -> BoxFuture<'static, ()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(pause);
        Box::pin(async {})
    }

    fn chance(&self) -> f64 {
        0.0
    }
}

/// A client of its own for the local Clerk.
async fn local() -> Result<(BackendClient, Emulator), Box<dyn Error>> {
    let emulator = start().await?;
    let config = BackendConfig { api_url: emulator.api_url(), ..BackendConfig::new(emulator.secret_key()) };
    Ok((BackendClient::new(config)?, emulator))
}

/// A client of its own for a stand-in, whose pauses pass at once.
async fn stand_in() -> Result<(BackendClient, Upstream, Arc<Noted>), Box<dyn Error>> {
    let (upstream, pace) = (Upstream::start().await?, Arc::new(Noted::default()));
    let config = BackendConfig {
        api_url: upstream.url(),
        clock: Arc::new(SystemClock),
        pace: Arc::<Noted>::clone(&pace),
        ..BackendConfig::new("sk_test_secret".to_owned())
    };
    Ok((BackendClient::new(config)?, upstream, pace))
}

fn user_id(name: &str) -> Result<String, Box<dyn Error>> {
    Ok(PEOPLE.iter().find(|person| person.name.starts_with(name)).ok_or("nobody of that name")?.user_id())
}

/// Clerk's code of a refusal.
fn code(error: &BackendError) -> &str {
    error.answer().and_then(|answer| answer.code()).unwrap_or("no answer")
}

#[test]
fn a_key_goes_to_no_other_machine_without_encryption() -> Outcome {
    for api_url in ["http://clerk.example", "ftp://127.0.0.1", "https://a:b@clerk.example", "not a url", ""] {
        let config = BackendConfig { api_url: api_url.to_owned(), ..BackendConfig::new("sk_test_a".to_owned()) };
        assert!(BackendClient::new(config).is_err(), "{api_url}");
    }
    let config = BackendConfig::new("sk_test_secret".to_owned());
    assert!(!format!("{config:?} {:?}", BackendClient::new(config.clone())?).contains("sk_test_secret"));
    Ok(())
}

#[tokio::test]
async fn handlers_behind_the_layer_have_the_servers_client() -> Outcome {
    let emulator = start().await?;
    let (clerk, _, _) = build(config_of(&emulator))?;
    let name = |clerk: BackendClient| async move {
        clerk.organizations().get("acme").await.map_or_else(|error| error.to_string(), |organization| organization.name)
    };
    let routes = Router::new().route("/name", any(name));
    let refused = routes.clone().oneshot(get("/name").body(Body::empty())?).await?;
    assert_eq!(refused.status(), StatusCode::INTERNAL_SERVER_ERROR, "there is no layer");
    let answer = routes.layer(ClerkLayer::new(clerk)).oneshot(get("/name").body(Body::empty())?).await?;
    assert_eq!(text(answer).await?, "Acme");
    Ok(())
}
