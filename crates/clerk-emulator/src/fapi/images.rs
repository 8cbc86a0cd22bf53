//! Avatars: initials on a colour that follows from the id. Served here, so that no image comes from the internet.

use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::header;

use crate::{context::Context, state::State as Clerk};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/images/{name}", get(show))
}

async fn show(State(context): State<Context>, Path(name): Path<String>) -> Response {
    let id = name.trim_end_matches(".svg");
    let initials = context.look(|state| initials(state, id));
    let hue = id.bytes().fold(7_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into())) % 360;
    let headers = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "private, max-age=60")];
    (headers, svg(hue, &initials)).into_response()
}

/// First letters of the first two words; letters and digits only, so that nothing needs escaping.
fn initials(state: &Clerk, id: &str) -> String {
    let name = name(state, id).unwrap_or_default();
    let letters = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    letters.take(2).flat_map(char::to_uppercase).collect()
}

/// Of a person or an organization; a person who gave no name is known by their address.
fn name(state: &Clerk, id: &str) -> Option<String> {
    if let Ok(user) = state.user(id) {
        let name = user.full_name();
        return Some(if name.is_empty() { user.identifier().to_owned() } else { name });
    }
    state.organization(id).ok().map(|organization| organization.name.clone())
}

fn svg(hue: u32, initials: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="hsl({hue} 55% 42%)"/><text x="32" y="33" fill="white" font-family="sans-serif" font-size="26" text-anchor="middle" dominant-baseline="middle">{initials}</text></svg>"#
    )
}
