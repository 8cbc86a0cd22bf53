//! `POST` on a page's own path: how forms work without JavaScript.
//!
//! The post runs the page's server function. Success is a redirect (303) to where the function sends people; a refusal
//! shows the page again, with the right status, the errors, and everything that was typed. Nothing of it gets into a URL.
//! A session that has to be renewed first holds it up ([`kept`]).

mod fields;
mod kept;

use axum::{
    Router,
    body::{self, Body, Bytes},
    extract::Request,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts};
use leptos::{config::LeptosOptions, prelude::FromServerFnError};

pub use self::fields::fit;
use crate::{
    AppError, forms::RefusedPost, resource::Address, resources::RESOURCES, return_to::local_path, shell::shell,
};

/// The functions of the forms on a page.
type Functions = &'static [&'static str];

/// No form of ours is longer; more is answered with 413.
const LONGEST_FORM: usize = 64 * 1024;

/// A route for each page with forms. `context` is what the pages' routes get too: it provides the
/// [`AppContext`](crate::context::AppContext) and the nonce.
pub fn routes<S>(options: &LeptosOptions, context: impl Fn() + Clone + Send + Sync + 'static) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let pages = RESOURCES.addresses().filter(|page| !page.forms.is_empty());
    pages.fold(Router::new(), |router, Address { path, forms: functions, .. }| {
        let options = options.clone();
        let context = context.clone();
        router.route(&path, post(move |request: Request| submit(functions, request, options, context)))
    })
}

async fn submit(
    functions: Functions,
    request: Request,
    options: LeptosOptions,
    context: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let (parts, body) = request.into_parts();
    let form = body::to_bytes(body, LONGEST_FORM).await.ok().filter(|form| fit(form));
    let Some(form) = form else {
        return (StatusCode::PAYLOAD_TOO_LARGE, "The form is too long. Go back and shorten its texts.").into_response();
    };
    let Some(function) = function_of(functions, &form) else {
        return AppError::Malformed.into_response();
    };
    let answer = call(function, &parts, form.clone(), context.clone()).await;
    if answer.status().is_success() {
        return see_other(answer.headers(), &parts.uri);
    }
    match refusal(answer).await {
        error @ (AppError::Unauthenticated | AppError::TenantMismatch) => {
            kept::page(&error, fields::typed(function, &form), &parts.uri)
        }
        error => show_again(function, error, fields::typed(function, &form), parts, options, context).await,
    }
}

/// The function of the form that was sent: the page's only one, else the one that the form names among the page's.
fn function_of(functions: Functions, form: &[u8]) -> Option<&'static str> {
    if let [only] = functions {
        return Some(only);
    }
    let (_, named) = url::form_urlencoded::parse(form).find(|(field, _)| field == fields::FUNCTION)?;
    functions.iter().copied().find(|function| *function == named)
}

/// Calls the server function as our browser code would.
async fn call(
    function: &'static str,
    parts: &Parts,
    form: Bytes,
    context: impl Fn() + Clone + Send + 'static,
) -> Response {
    let mut call = Request::from_parts(parts.clone(), Body::from(form));
    *call.uri_mut() = Uri::from_static(function);
    call.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    leptos_axum::handle_server_fns_with_context(context, call).await.into_response()
}

/// To where the function sends people, else back to the page as it was.
fn see_other(headers: &HeaderMap, page: &Uri) -> Response {
    let location = headers.get(header::LOCATION).and_then(|location| location.to_str().ok());
    let page = page.path_and_query().map(|page| page.as_str());
    Redirect::to(location.or(page).and_then(local_path).unwrap_or("/")).into_response()
}

async fn refusal(answer: Response) -> AppError {
    match body::to_bytes(answer.into_body(), LONGEST_FORM * 2).await {
        Ok(error) => AppError::de(error),
        Err(_) => AppError::Internal { request_id: None },
    }
}

async fn show_again(
    function: &'static str,
    error: AppError,
    fields: Vec<(String, String)>,
    mut parts: Parts,
    options: LeptosOptions,
    context: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let (status, retry_after) = (error.status_code(), error.retry_after());
    let page = parts.uri.path().to_owned();
    parts.extensions.insert(RefusedPost { page, function: function.to_owned(), error, fields });
    parts.method = Method::GET;
    let render = leptos_axum::render_app_async_with_context(context, move || shell(options.clone()));
    let mut page = render(Request::from_parts(parts, Body::empty())).await;
    if page.status().is_success() {
        *page.status_mut() = status;
    }
    if let Some(seconds) = retry_after {
        page.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_runs_only_what_its_page_has() {
        let on_page: Functions = &["/api/fn/change", "/api/fn/delete"];
        let named =
            |function: &str| format!("tenant=%2Fpersonal&function={}", crate::return_to::percent_encode(function));
        let chosen = |function: &str| function_of(on_page, named(function).as_bytes());
        assert_eq!(chosen("/api/fn/change"), Some("/api/fn/change"));
        assert_eq!(chosen("/api/fn/other"), None);
        assert_eq!(function_of(on_page, b"id=1"), None);
        assert_eq!(function_of(&["/api/fn/update"], b"id=1"), Some("/api/fn/update"));
    }
}
