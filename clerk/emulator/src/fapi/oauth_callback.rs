//! `/oauth_callback`: where a browser comes back from a provider's page, and from where it goes on into the app.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, StatusCode, header};

use super::{call::Call, visit::respond};
use crate::{
    context::Context,
    error::{Code, Problem},
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/oauth_callback", get(take).post(take))
}

/// Providers send the browser, or have it send a form.
async fn take(State(context): State<Context>, call: Call) -> Response {
    let given = |name: &str| call.form.filled(name).or_else(|| call.query.filled(name));
    respond(&context, &call, |visit| {
        let token = given("state").unwrap_or_default();
        let said = match (given("code"), given("error")) {
            (Some(code), None) => visit.state.open_identity(code, token).ok_or_else(provider_failed),
            (None, Some("access_denied")) => {
                Err(Problem::new(Code::OAuthAccessDenied, "You did not grant access to your account."))
            }
            _ => Err(provider_failed()),
        };
        let sent = visit.state.check_way_back(token, visit.client_id.as_deref());
        let sent = sent.and_then(|()| visit.state.end_detour(token, said));
        let sent = sent.and_then(|page| HeaderValue::from_str(&page).map_err(|_| Problem::invalid("redirect_url")));
        match sent {
            Ok(page) => {
                visit.announce();
                (StatusCode::SEE_OTHER, [(header::LOCATION, page)]).into_response()
            }
            Err(problem) => problem.into_response(),
        }
    })
}

fn provider_failed() -> Problem {
    Problem::new(Code::OAuthFetchUserError, "The provider did not say who you are.")
}
