//! `POST` on a page's own path: how forms work without JavaScript.
//!
//! The post calls the page's server function. On success the answer is a redirect (303) to wherever the function sends
//! people. On a refusal the page is shown again with the right status, the errors, and everything that was typed. None
//! of that gets into a URL. If the session has to be renewed first, the form is kept until then ([`resend_page`]).

use std::sync::Arc;

use axum::{
    Router,
    body::{self, Body, Bytes},
    extract::Request,
    response::{Html, IntoResponse, Redirect, Response},
    routing::post,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts};
use leptos::{
    config::LeptosOptions,
    prelude::{FromServerFnError, *},
};

use crate::{
    AppError, forms::RefusedPost, resource::Address, resources::RESOURCES, return_to::local_path, shell::shell,
};

/// The functions of the forms on a page.
type Functions = &'static [&'static str];

/// No form of ours is longer; more is answered with 413.
const LONGEST_FORM: usize = 64 * 1024;

/// A route for each page with forms. `context` is what the pages' routes get too: it provides the
/// [`AppContext`](crate::context::AppContext) and the nonce.
pub fn routes<S>(options: &Arc<LeptosOptions>, context: impl Fn() + Clone + Send + Sync + 'static) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let pages = RESOURCES.addresses().filter(|page| !page.forms.is_empty());
    pages.fold(Router::new(), |router, Address { path, forms: functions, .. }| {
        let options = Arc::clone(options);
        let context = context.clone();
        router.route(&path, post(move |request: Request| submit(functions, request, options, context)))
    })
}

async fn submit(
    functions: Functions,
    request: Request,
    options: Arc<LeptosOptions>,
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
            resend_page(&error, typed(function, &form), &parts.uri)
        }
        error => show_again(function, error, typed(function, &form), parts, options, context).await,
    }
}

/// The function of the form that was sent: the page's only one, else the one that the form names among the page's.
fn function_of(functions: Functions, form: &[u8]) -> Option<&'static str> {
    if let [only] = functions {
        return Some(only);
    }
    let (_, named) = url::form_urlencoded::parse(form).find(|(field, _)| field == FUNCTION)?;
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
    let mut answer = Redirect::to(location.or(page).and_then(local_path).unwrap_or("/")).into_response();
    for cookie in headers.get_all(header::SET_COOKIE) {
        answer.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    answer
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
    options: Arc<LeptosOptions>,
    context: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let (status, retry_after) = (error.status_code(), error.retry_after());
    let page = parts.uri.path().to_owned();
    parts.extensions.insert(RefusedPost { page, function: function.to_owned(), error, fields });
    parts.method = Method::GET;
    let render = leptos_axum::render_app_async_with_context(context, move || shell(&options));
    let mut page = render(Request::from_parts(parts, Body::empty())).await;
    if page.status().is_success() {
        *page.status_mut() = status;
    }
    if let Some(seconds) = retry_after {
        page.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    page
}

// The fields of the forms: which there are, and how many and how long they may be before anybody reads them.

/// More than any form has.
const MOST_FIELDS: usize = 32;
/// Bytes of a name and its value, as they are sent. A description of the longest kind, every letter of it encoded, is
/// shorter.
const LONGEST_FIELD: usize = 32 * 1024;

/// The field that names the function, on a page with more than one form.
const FUNCTION: &str = "function";

/// Whether a form, still as it was sent, has no more and no longer fields than one of ours can have.
pub fn fit(form: &[u8]) -> bool {
    let mut fields = form.split(|byte| *byte == b'&');
    fields.by_ref().take(MOST_FIELDS).all(|field| field.len() <= LONGEST_FIELD) && fields.next().is_none()
}

/// What was typed into the fields that the function's form has, each once: all that is ever shown again.
fn typed(function: &str, form: &[u8]) -> Vec<(String, String)> {
    let function = RESOURCES.function(function);
    let mut typed: Vec<(String, String)> = Vec::new();
    for (name, value) in url::form_urlencoded::parse(form) {
        let is_known = name == FUNCTION || function.is_some_and(|function| function.has_field(&name));
        if is_known && typed.iter().all(|(earlier, _)| *earlier != name) {
            typed.push((name.into_owned(), value.into_owned()));
        }
    }
    typed
}

// A post that could not count: the session ran out while somebody typed, or another tab works in another organization.
// Opening the page mends both, which a post cannot do. So the form is kept on a page of its own until that has
// happened in another tab. That page has no script or style; with scripts, only somebody who posts before they run
// gets there.

/// The page that keeps the form.
fn resend_page(error: &AppError, fields: Vec<(String, String)>, page: &Uri) -> Response {
    let path = page.path_and_query().map(|page| page.as_str()).and_then(local_path).unwrap_or("/").to_owned();
    let mut response = (error.status_code(), Html(resend_html(error, fields, &path))).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn resend_html(error: &AppError, fields: Vec<(String, String)>, path: &str) -> String {
    let fields = fields.into_iter().map(|(name, value)| {
        view! { <input type="hidden" name=name value=value/> }
    });
    let body = view! {
        <h1>"Not sent yet"</h1>
        <p>{error.to_string()}" What you typed is kept on this page."</p>
        <ol>
            <li><a href=path.to_owned() target="_blank">"Open the page in a new tab"</a>", and sign in there if it asks you to."</li>
            <li>"Come back here and send the form again."</li>
        </ol>
        <form method="post" action=path.to_owned()>
            {fields.collect_view()}
            <button type="submit">"Send again"</button>
        </form>
    };
    format!(
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\"><title>Not sent yet</title>{}</html>",
        body.to_html()
    )
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

    #[test]
    fn a_form_is_bounded_before_it_is_read() {
        assert!(fit(b"") && fit(b"tenant=%2Fpersonal&name=x"));
        assert!(fit(&[b'&'; MOST_FIELDS - 1]) && !fit(&[b'&'; MOST_FIELDS]));
        assert!(fit(&vec![b'a'; LONGEST_FIELD]) && !fit(&vec![b'a'; LONGEST_FIELD + 1]));
        let longest = format!("description={}", "%F0%9F%A6%80".repeat(2_000));
        assert!(fit(longest.as_bytes()));
    }

    // begin examples
    #[test]
    fn only_the_forms_own_fields_are_shown_again_and_each_once() {
        let form = b"tenant=%2Fpersonal&name=a&name=b&x=1&function=f&id=2";
        let typed = typed("/api/fn/app/projects/create_project", form);
        let shown: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(shown, [("tenant", "/personal"), ("name", "a"), ("function", "f")]);
    }
    // end examples

    #[test]
    fn keeps_what_was_typed_and_lets_nothing_out() {
        let fields = [("function", "f"), ("name", "\"><script>"), ("description", "a\nb")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let html = resend_html(&AppError::Unauthenticated, fields, "/personal/things/new?x=%22");
        assert!(html.contains("name=\"function\" value=\"f\""), "{html}");
        assert!(html.contains("a\nb") && !html.contains("<script>"), "{html}");
        assert!(html.contains("action=\"/personal/things/new?x=%22\""), "{html}");
    }
}
