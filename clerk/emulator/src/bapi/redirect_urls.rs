//! `/redirect_urls`: addresses that a native app's sign-in may return to.

use axum::{Router, extract::Path, routing::get};
use serde_json::{Value, json};

use super::{
    call::{Answer, Call},
    list,
};
use crate::{
    context::Context,
    error::{Code, Problem},
    resources::deleted,
    state::redirect_url::RedirectUrl,
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/redirect_urls", get(show_all).post(create))
        .route("/redirect_urls/{id}", get(show).delete(destroy))
}

async fn show_all(call: Call) -> Answer {
    call.look(|view| {
        let mut rows: Vec<&RedirectUrl> = view.state.data.redirect_urls.values().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
        list::either(&call.query, &rows, |row| draw(row))
    })
}

async fn create(call: Call) -> Answer {
    call.body.only(&["url"])?;
    let url = super::redirect_url_of(&call.body.required("url")?, "url")?;
    call.change(|state| {
        if state.data.redirect_urls.values().any(|row| row.url == url) {
            return Err(Problem::field("url", Code::DuplicateRecord, "This address is in the list already."));
        }
        let (id, now) = (state.random.id("ru"), state.now_ms());
        let row = RedirectUrl { id: id.clone(), url, created_at: now, updated_at: now };
        state.data.redirect_urls.insert(id, row.clone());
        Ok(draw(&row))
    })
}

async fn show(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| view.state.data.redirect_urls.get(&id).map(draw).ok_or_else(unknown))
}

async fn destroy(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| state.data.redirect_urls.remove(&id).map(|_| deleted("redirect_url", &id)).ok_or_else(unknown))
}

fn unknown() -> Problem {
    Problem::not_found("The redirect URL")
}

fn draw(row: &RedirectUrl) -> Value {
    json!({
        "object": "redirect_url",
        "id": row.id,
        "url": row.url,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    })
}
