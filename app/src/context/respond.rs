//! Status and redirects of Leptos answers, in thin functions of our own: Leptos 0.9 changes both.

use std::future::Future;

use clerk_axum::forgotten_tokens;
use clerk_leptos::ClerkOptions;
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::{
    AppError,
    request::{is_call, is_page, of_request, set_status},
    return_to::{self, local_path},
};

/// Runs the body of a server function and gives its error the right status.
///
/// # Errors
/// The body's.
pub async fn respond<T>(body: impl Future<Output = Result<T, AppError>>) -> Result<T, AppError> {
    let result = body.await;
    if let Err(error) = &result {
        error.note_refusal();
        if is_call() {
            set_status(error.status_code(), error.retry_after());
        }
    }
    result
}

/// The status of the page being rendered.
pub(crate) fn set_page_status(error: &AppError) {
    if is_page() {
        set_status(error.status_code(), error.retry_after());
    }
}

/// Sends the caller to a path of this site: with 302 when a page is rendered or a plain form was posted, through the
/// client's router when our browser code called. Other targets are dropped.
pub fn redirect(path: &str) {
    let Some(path) = local_path(path) else {
        tracing::error!("refused to redirect to something that is no local path");
        return;
    };
    if !is_page() {
        // The one panic in there is on invalid header values; a local path is a valid one.
        return leptos_axum::redirect(path);
    }
    go_to(path);
}

/// Sends the visitor of a page to the sign-in page, and back afterwards. The sign-in page may be on another origin.
pub(crate) fn redirect_to_sign_in(clerk: &ClerkOptions, back_to: &str) {
    let target = return_to::sign_in(clerk, back_to);
    if clerk.sign_in_url.starts_with('/') {
        redirect(&target);
    } else if is_page() {
        go_to(&target);
    }
}

/// Has the browser forget the session's tokens, not the session: the next page asks Clerk which organization is active.
pub(crate) fn forget_session() {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    for cookie in of_request(|parts| forgotten_tokens(&parts.headers)).unwrap_or_default() {
        response.append_header(header::SET_COOKIE, cookie);
    }
}

/// The answer to the page that is being rendered.
fn go_to(target: &str) {
    if let (Ok(location), Some(response)) = (HeaderValue::from_str(target), use_context::<ResponseOptions>()) {
        response.insert_header(header::LOCATION, location);
        response.set_status(StatusCode::FOUND);
    }
}

#[cfg(test)]
mod tests {
    use http::{Request, header, request::Parts};
    use leptos::prelude::{Owner, provide_context};
    use leptos_axum::ResponseOptions;

    use super::{ClerkOptions, redirect_to_sign_in};

    fn location(sign_in_url: &str) -> Option<String> {
        let (parts, ()): (Parts, ()) = Request::builder().uri("/dashboard").body(()).ok()?.into_parts();
        let options = ResponseOptions::default();
        let clerk = ClerkOptions {
            sign_in_url: sign_in_url.to_owned(),
            allowed_redirect_origins: vec!["https://app.example.com".to_owned()],
            ..ClerkOptions::default()
        };
        Owner::new().with(|| {
            provide_context(parts);
            provide_context(options.clone());
            redirect_to_sign_in(&clerk, "/dashboard");
        });
        let answer = options.0.read().ok()?;
        answer.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned)
    }

    #[test]
    fn a_page_goes_to_the_configured_sign_in_page_wherever_it_is() {
        assert_eq!(location("/sign-in").as_deref(), Some("/sign-in?redirect_url=%2Fdashboard"));
        assert_eq!(
            location("https://accounts.example.com/sign-in").as_deref(),
            Some("https://accounts.example.com/sign-in?redirect_url=https%3A%2F%2Fapp.example.com%2Fdashboard")
        );
        assert_eq!(location("//evil.example"), None, "no address at all");
    }
}
