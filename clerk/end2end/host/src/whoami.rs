//! A server function that only a session is told something by.

use leptos::prelude::*;

/// Person and organization of the session, as the server has just verified it.
#[server]
pub(crate) async fn whoami() -> Result<String, ServerFnError> {
    use leptos_axum::ResponseOptions;

    let auth = crate::server::auth();
    let Some(session) = auth.session() else {
        expect_context::<ResponseOptions>().set_status(http::StatusCode::UNAUTHORIZED);
        return Err(ServerFnError::new("nobody is signed in"));
    };
    let organization = session.state().organization.as_ref().and_then(|organization| organization.slug.clone());
    Ok(format!("{} {}", session.user_id(), organization.unwrap_or_default()))
}
