//! Somebody of another tenant, among them a person who is in both.

use axum::body::Body;
use clerk_emulator::SessionToken;
use http::{Method, Request, header};
use serde_json::{Value, json};
use testkit::people::{Person, Place, claims};

use server::harness::{Answer, TestServer, Who};

/// A session elsewhere, with a project of its own.
pub(super) struct Outsider<'a> {
    server: &'a TestServer,
    session: SessionToken,
    /// The path of their tenant's pages.
    pub(super) page: String,
    pub(super) project: String,
}

impl<'a> Outsider<'a> {
    /// The admin of Globex; Acme's admin, as a member of Globex and in the personal account.
    pub(super) async fn all(server: &'a TestServer) -> anyhow::Result<Vec<Self>> {
        let mut outsiders = Vec::new();
        for (person, place, page) in [
            (Person::Sam, Place::Globex, "/orgs/globex"),
            (Person::Ada, Place::Globex, "/orgs/globex"),
            (Person::Ada, Place::Personal, "/personal"),
        ] {
            let session = claims(person, place)?;
            let mut outsider = Self { server, session, page: page.to_owned(), project: String::new() };
            let made = outsider.call(Method::POST, "/api/projects", json!({ "name": "Own" })).await?.json();
            outsider.project = made["project"]["id"].as_str().unwrap_or_default().to_owned();
            let tasks = format!("/api/projects/{}/tasks", outsider.project);
            outsider.call(Method::POST, &tasks, json!({ "title": "Own" })).await?;
            outsiders.push(outsider);
        }
        Ok(outsiders)
    }

    fn request(&self, method: Method, path: &str) -> http::request::Builder {
        // Nobody is in a hurry here: see the tests of the write limit.
        self.server.clock.advance(500);
        self.server
            .request(Who::Nobody, method, path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.server.mint(&self.session)))
    }

    async fn send(&self, request: http::request::Builder, body: impl Into<Body>) -> anyhow::Result<Answer> {
        let request: Request<Body> = request.body(body.into())?;
        self.server.send(request).await
    }

    pub(super) async fn call(&self, method: Method, path: &str, body: Value) -> anyhow::Result<Answer> {
        let request = self.request(method, path).header("x-tenant", &self.page);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(request, body).await
    }

    pub(super) async fn visit(&self, path: &str) -> anyhow::Result<Answer> {
        let request = self.request(Method::GET, path).header(header::ACCEPT, "text/html");
        self.send(request.header("sec-fetch-dest", "empty"), "").await
    }

    pub(super) async fn invoke(&self, function: &str, tenant: &str, fields: &str) -> anyhow::Result<Answer> {
        let request = self.request(Method::POST, function).header(header::ACCEPT, "application/json");
        self.form(request, tenant, fields).await
    }

    pub(super) async fn post(&self, page: &str, tenant: &str, fields: &str) -> anyhow::Result<Answer> {
        let request = self.request(Method::POST, page).header(header::ACCEPT, "text/html");
        self.form(request, tenant, fields).await
    }

    async fn form(&self, request: http::request::Builder, tenant: &str, fields: &str) -> anyhow::Result<Answer> {
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, format!("tenant={}&{fields}", tenant.replace('/', "%2F"))).await
    }
}
