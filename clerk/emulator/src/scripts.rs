//! ClerkJS and its components, read from the unpacked npm packages.

use std::path::PathBuf;

use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{StatusCode, header};

use crate::{context::Context, error::Problem};

pub(crate) fn routes() -> Router<Context> {
    Router::new().route("/npm/@clerk/{package}/dist/{file}", get(show))
}

/// Any version gets the one that is unpacked. Chunks carry their exact version in the path and may be kept.
async fn show(State(context): State<Context>, Path((package, file)): Path<(String, String)>) -> Response {
    let Some((path, version)) = locate(&context, &package, &file) else {
        return Problem::not_found("The script").into_response();
    };
    let Ok(bytes) = tokio::fs::read(&path).await else {
        let message = format!("{} is not there. Run bin/setup, which fetches ClerkJS.", path.display());
        return Problem::own(StatusCode::NOT_FOUND, "script_missing", message).into_response();
    };
    let is_exact = version.split('.').count() == 3;
    let life = if is_exact { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let kind = if file.ends_with(".css") { "text/css; charset=utf-8" } else { "text/javascript; charset=utf-8" };
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, life), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (headers, bytes).into_response()
}

/// The file of a known package, if its name is a plain one.
fn locate(context: &Context, package: &str, file: &str) -> Option<(PathBuf, String)> {
    let (name, version) = package.split_once('@')?;
    let is_known = matches!(name, "clerk-js" | "ui");
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let is_script = file.ends_with(".js") || file.ends_with(".css");
    let is_safe = is_script && !file.starts_with('.') && file.chars().all(is_plain);
    let path = context.clerk_js_dir().join(name).join("dist").join(file);
    (is_known && is_safe).then(|| (path, version.to_owned()))
}
