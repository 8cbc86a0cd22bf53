//! The built site: script, program, stylesheet and the files of `public/`. Inside the binary in release builds, on disk
//! in debug builds.

mod answer;
#[cfg(any(not(debug_assertions), test))]
mod bundle;
#[cfg(debug_assertions)]
mod disk;

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::Method;

#[cfg(not(debug_assertions))]
pub(crate) use bundle::Site;
#[cfg(debug_assertions)]
pub(crate) use disk::Site;

/// Answers requests for files of the site and passes the others on. Everything in the site is public.
pub(crate) async fn serve(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        let path = request.uri().path().trim_start_matches('/').to_owned();
        if let Some(answer) = site.answer(&path, request.headers()).await {
            return answer;
        }
    }
    next.run(request).await
}
