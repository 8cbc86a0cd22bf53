//! `/waitlist`: the form of those who wait to be let in.

use axum::{Router, extract::State, response::Response, routing::post};

use super::{call::Call, visit::answer};
use crate::{context::Context, error::Problem};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/waitlist", post(join))
}

async fn join(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let name = "email_address";
        let address = call.form.filled(name).ok_or_else(|| Problem::missing(name))?;
        let row = visit.state.join_waitlist(address)?;
        Ok(visit.view().own_waitlist_entry(&row))
    })
}
