//! Somebody of the support, who is signed in as Ada.

use axum::body::Body;
use clerk_emulator::SessionToken;
use http::{Method, header};
use serde_json::{Value, json};
use testkit::people::{Person, Place, claims};

use super::{Answer, TestServer, Who};

/// Requests in Ada's name by somebody of the support.
pub struct Support<'a>(pub &'a TestServer);

impl Support<'_> {
    fn request(&self, method: Method, path: &str, accept: &str) -> anyhow::Result<http::request::Builder> {
        let actor = Some(json!({ "sub": "user_support", "iss": "https://dashboard.clerk.com" }));
        let token = self.0.mint(&SessionToken { actor, ..claims(Person::Ada, Place::Acme)? });
        let request = self.0.request(Who::Nobody, method, path).header(header::ACCEPT, accept);
        Ok(request.header("sec-fetch-dest", "empty").header(header::AUTHORIZATION, format!("Bearer {token}")))
    }

    /// Sends what a program would send.
    ///
    /// # Errors
    /// When it cannot be sent; so in all of these.
    pub async fn call(&self, method: Method, path: &str, body: Value) -> anyhow::Result<Answer> {
        let request = self.request(method, path, "application/json")?.header(header::CONTENT_TYPE, "application/json");
        self.0.send(request.body(Body::from(if body.is_null() { String::new() } else { body.to_string() }))?).await
    }

    /// Asks for a page.
    ///
    /// # Errors
    /// As above.
    pub async fn visit(&self, path: &str) -> anyhow::Result<Answer> {
        self.0.send(self.request(Method::GET, path, "text/html")?.body(Body::empty())?).await
    }

    /// Posts a form of Acme's.
    ///
    /// # Errors
    /// As above.
    pub async fn form(&self, path: &str, accept: &str, form: &str) -> anyhow::Result<Answer> {
        let request = self.request(Method::POST, path, accept)?;
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.0.send(request.body(Body::from(format!("tenant=%2Forgs%2Facme&{form}")))?).await
    }
}
