//! `POST /dev_browser`: the token that stands in for cookies between an app on localhost and a development instance.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::call::Call;
use crate::context::Context;

/// A browser that still has its client cookie finds its client again.
pub(super) async fn create(State(context): State<Context>, call: Call) -> Response {
    context
        .change(|state| {
            let client_id = call.client_cookie.as_deref().and_then(|cookie| state.client_of(cookie));
            let browser = state.create_dev_browser(client_id);
            let token = state.dev_browser_token(&browser.id);
            Ok(Json(json!({
                "object": "dev_browser",
                "id": token,
                "token": token,
                "created_at": browser.created_at,
                "updated_at": browser.created_at,
            })))
        })
        .into_response()
}
