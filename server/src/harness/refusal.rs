//! A request that some layer refuses, and what people and programs are to be told then.

use axum::body::Body;
use http::{Method, Request, StatusCode, header};

use super::{Answer, TestServer, Who};

/// A request of the admin's that is refused, and with what.
pub struct Refusal {
    method: Method,
    target: String,
    headers: Vec<(&'static str, String)>,
    body: String,
    status: StatusCode,
}

impl Refusal {
    /// Of a request with these headers and this body.
    #[must_use]
    pub fn new(method: Method, target: &str, headers: &[(&'static str, &str)], body: &str, status: StatusCode) -> Self {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { method, target: target.to_owned(), headers, body: body.to_owned(), status }
    }

    async fn send(&self, server: &TestServer, accept: &str) -> anyhow::Result<Answer> {
        let mut request = Request::builder().method(&self.method).uri(&self.target).header(header::ACCEPT, accept);
        let token = server.token_of(Who::Admin);
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if !self.headers.iter().any(|(name, _)| *name == "host") {
            request = request.header(header::HOST, "localhost:3000");
        }
        if !self.headers.iter().any(|(name, _)| matches!(*name, "origin" | "sec-fetch-site")) {
            request = request.header("sec-fetch-site", "same-origin");
        }
        server.send(request.body(Body::from(self.body.clone()))?).await
    }

    /// A browser gets a page with the way out.
    ///
    /// # Errors
    /// When it cannot be asked.
    ///
    /// # Panics
    /// When it is not so.
    pub async fn is_shown_to_people(&self, server: &TestServer) -> anyhow::Result<()> {
        let answer = self.send(server, "text/html,application/xhtml+xml,*/*;q=0.8").await?;
        let first = self.headers.first().map(|(name, _)| name);
        let shown = format!("{} {:.60} {first:?}: {} {:.300}", self.method, self.target, answer.status, answer.text);
        assert_eq!(answer.status, self.status, "{shown}");
        assert!(answer.header(header::CONTENT_TYPE).starts_with("text/html"), "{shown}");
        assert!(answer.text.contains("<h1>") && answer.text.contains("<a href=\""), "{shown}");
        assert!(answer.header(header::CACHE_CONTROL).contains("no-store"), "{shown}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{shown}");
        Ok(())
    }

    /// A program gets problem details.
    ///
    /// # Errors
    /// When it cannot be asked.
    ///
    /// # Panics
    /// When it is not so.
    pub async fn is_told_to_programs(&self, server: &TestServer) -> anyhow::Result<()> {
        for accept in ["*/*", "application/json"] {
            let answer = self.send(server, accept).await?;
            let shown = format!("{} {:.60}: {} {:.300}", self.method, self.target, answer.status, answer.text);
            assert_eq!(answer.status, self.status, "{shown}");
            assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{shown}");
            assert_eq!(answer.json().get("status"), Some(&self.status.as_u16().into()), "{shown}");
        }
        Ok(())
    }
}
