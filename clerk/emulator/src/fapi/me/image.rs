//! `/me/profile_image`: one's own picture.

use axum::{Router, extract::State, response::Response, routing::post};
use serde_json::json;

use super::edit;
use crate::{
    context::Context,
    error::{Code, Problem},
    fapi::{call::Call, visit::answer},
    resources::deleted,
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/me/profile_image", post(set).delete(unset))
}

async fn set(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let (image, id) = (call.image()?, visit.acting_user()?.id);
        edit(visit, |user| {
            user.image = Some(image.clone());
            Ok(())
        })?;
        Ok(json!({ "object": "image", "id": format!("img_{id}"), "name": null, "public_url": image }))
    })
}

async fn unset(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user = visit.acting_user()?;
        if user.image.is_none() {
            return Err(Problem::new(Code::ImageNotFound, "You have no picture."));
        }
        edit(visit, |user| {
            user.image = None;
            Ok(())
        })?;
        Ok(deleted("image", &format!("img_{}", user.id)))
    })
}
