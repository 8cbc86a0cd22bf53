//! Answers of the layers around the app: a plain page for people, problem details for programs.

use app::problem_details::ProblemDetails;
use axum::{
    body::Body,
    response::{Html, IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::config::Origin;

/// A refusal that is decided before, or instead of, the app's own answer.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    for_people: bool,
    status: StatusCode,
    detail: &'static str,
    request_id: Option<String>,
    start: String,
}

impl Refusal {
    /// A refusal in the form that the request's headers ask for.
    pub(crate) fn new(headers: &HeaderMap, status: StatusCode, detail: &'static str) -> Self {
        Self { for_people: accepts_html(headers), status, detail, request_id: None, start: "/".to_owned() }
    }

    /// A failure of ours, under the request's id.
    pub(crate) fn internal(headers: &HeaderMap, request_id: &str) -> Self {
        let detail = "Something broke on our side. It has been logged.";
        let refusal = Self::new(headers, StatusCode::INTERNAL_SERVER_ERROR, detail);
        Self { request_id: Some(request_id.to_owned()), ..refusal }
    }

    /// The same with the way out to an origin: where the page's own address leads nowhere.
    pub(crate) fn leading_to(self, origin: &Origin) -> Self {
        Self { start: format!("{origin}/"), ..self }
    }

    /// The answer.
    pub(crate) fn into_response(self) -> Response<Body> {
        let mut response = if self.for_people {
            (self.status, Html(self.page())).into_response()
        } else {
            self.problem().into_response()
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }

    fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Error")
    }

    /// A stable name for programs; where the app has one for the status, its.
    fn code(&self) -> String {
        match self.status {
            StatusCode::INTERNAL_SERVER_ERROR => "internal".to_owned(),
            StatusCode::SERVICE_UNAVAILABLE => "unavailable".to_owned(),
            StatusCode::BAD_REQUEST => "malformed".to_owned(),
            StatusCode::UNAUTHORIZED => "unauthenticated".to_owned(),
            _ => self.title().to_lowercase().replace([' ', '-'], "_"),
        }
    }

    /// The same for programs, without the answer around it.
    pub(crate) fn problem(&self) -> ProblemDetails {
        let problem = ProblemDetails::new(self.status, &self.code(), self.detail);
        match &self.request_id {
            Some(id) => problem.with("request_id", id.as_str().into()),
            None => problem,
        }
    }

    /// Without script, style or picture: it must work when nothing else does. All of its text is ours or the operator's.
    fn page(&self) -> String {
        let (title, detail, start) = (self.title(), self.detail, &self.start);
        let id = self.request_id.as_deref().map(|id| format!("<p>Request <code>{id}</code></p>")).unwrap_or_default();
        format!(
            "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\"><title>{title}</title>\
             <h1>{title}</h1><p>{detail}</p>{id}<p><a href=\"{start}\">Back to the start</a></p></html>"
        )
    }
}

/// Whether somebody looks at the answer in a browser.
pub(crate) fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_get_problem_details() {
        let refusal = Refusal::internal(&HeaderMap::new(), "r1");
        insta::assert_snapshot!(refusal.problem().body(), @r#"{"code":"internal","detail":"Something broke on our side. It has been logged.","request_id":"r1","status":500,"title":"Internal Server Error","type":"about:blank"}"#);
        assert_eq!(refusal.into_response().headers()[header::CONTENT_TYPE], "application/problem+json");
    }

    #[test]
    fn people_get_a_page() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("text/html,*/*;q=0.8"));
        let refusal = Refusal::internal(&headers, "r1");
        assert!(refusal.page().contains("<code>r1</code>"));
        assert_eq!(refusal.into_response().headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    }
}
