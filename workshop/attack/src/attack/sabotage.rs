//! The attack must be able to fail. A server that takes one request in twenty for the work of whoever asked before is what
//! a mixed-up session, cache or connection would look like; a word too much in a header, what a debug line would.

use std::{
    mem,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    middleware::{Next, from_fn},
    response::Response,
};
use http::{HeaderValue, header};
use server::harness::On;

use super::{arena::Arena, sequence, step::steps};

/// Whether a few sequences show what the sabotage does.
async fn is_seen(sabotage: impl Fn(Router) -> Router) -> anyhow::Result<Option<String>> {
    let arena = Arena::with(On::Sqlite, 1, sabotage).await?;
    for seed in 1..=10 {
        if let Err(failure) = sequence::run(&arena, seed, &steps(seed, 50)).await {
            return Ok(Some(failure.to_string()));
        }
    }
    Ok(None)
}

#[tokio::test(flavor = "multi_thread")]
async fn mixed_up_sessions_are_seen() -> anyhow::Result<()> {
    let before: Arc<Mutex<Option<HeaderValue>>> = Arc::default();
    let count = Arc::new(AtomicUsize::new(0));
    let mix_up = move |mut request: Request, next: Next| {
        let (before, count) = (before.clone(), count.clone());
        async move {
            let token = request.headers().get(header::AUTHORIZATION).cloned();
            let stale = mem::replace(&mut *before.lock().unwrap_or_else(PoisonError::into_inner), token);
            if let Some(stale) = stale.filter(|_| count.fetch_add(1, Ordering::Relaxed) % 20 == 19) {
                request.headers_mut().insert(header::AUTHORIZATION, stale);
            }
            next.run(request).await
        }
    };
    let seen = is_seen(|router| router.layer(from_fn(mix_up.clone()))).await?;
    assert!(seen.is_some());
    Ok(())
}

/// Nothing but a word in an error that the person did not write.
#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_word_is_seen() -> anyhow::Result<()> {
    async fn leak(request: Request, next: Next) -> Response {
        let response = next.run(request).await;
        if response.status().is_success() {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        parts.headers.insert("x-debug", HeaderValue::from_static("owner of cnryffffff"));
        Response::from_parts(parts, Body::new(body))
    }
    let seen = is_seen(|router| router.layer(from_fn(leak))).await?.unwrap_or_default();
    assert!(seen.contains("a foreign canary, cnryffffff in the header x-debug"), "{seen}");
    Ok(())
}
