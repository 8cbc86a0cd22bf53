//! A post that could not count: the session ran out while somebody typed, or another tab works in another organization.
//!
//! Opening the page mends both, which a post cannot. So what was typed is kept here until the page was opened in another
//! tab. A page without script or style; with scripts only who posts before they run gets here.

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderValue, Uri, header};
use leptos::prelude::*;

use crate::{AppError, return_to::local_path};

/// The page that keeps the form.
pub(super) fn page(error: &AppError, fields: Vec<(String, String)>, page: &Uri) -> Response {
    let path = page.path_and_query().map(|page| page.as_str()).and_then(local_path).unwrap_or("/").to_owned();
    let mut response = (error.status_code(), Html(html(error, fields, &path))).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn html(error: &AppError, fields: Vec<(String, String)>, path: &str) -> String {
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
    fn keeps_what_was_typed_and_lets_nothing_out() {
        let fields = [("function", "f"), ("name", "\"><script>"), ("description", "a\nb")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let html = html(&AppError::Unauthenticated, fields, "/personal/projects/new?x=%22");
        assert!(html.contains("name=\"function\" value=\"f\""), "{html}");
        assert!(html.contains("a\nb") && !html.contains("<script>"), "{html}");
        assert!(html.contains("action=\"/personal/projects/new?x=%22\""), "{html}");
    }
}
