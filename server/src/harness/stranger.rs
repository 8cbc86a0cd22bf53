//! Requests of people whom nobody knows: by the address that they come from, and for a tenant that they name.

use std::net::SocketAddr;

use axum::{body::Body, extract::ConnectInfo};
use http::{Method, header, request::Builder};
use testkit::people::{Person, Place, claims};

use super::{Answer, TestServer, Who};

impl TestServer {
    /// A page as nobody's browser asks for it.
    pub fn page(&self, path: &str) -> Builder {
        self.request(Who::Nobody, Method::GET, path)
            .header(header::ACCEPT, "text/html")
            .header("sec-fetch-dest", "empty")
    }

    /// A form as nobody's browser posts it.
    pub fn form(&self, path: &str) -> Builder {
        let request = self.request(Who::Nobody, Method::POST, path);
        request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").header(header::ACCEPT, "text/html")
    }

    /// Sends a request over a connection from `peer`.
    ///
    /// # Errors
    /// When it cannot be sent.
    pub async fn of_nobody(&self, peer: &str, request: Builder, body: &str) -> anyhow::Result<Answer> {
        let mut request = request.body(Body::from(body.to_owned()))?;
        request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>()?));
        self.send(request).await
    }

    /// Sends JSON with the claims of a person in a tenant, and with these headers `X-Tenant`, no others.
    ///
    /// # Errors
    /// As above.
    pub async fn for_tenants(
        &self,
        (person, place): (Person, Place),
        method: &Method,
        path: &str,
        tenants: &[&str],
        body: &str,
    ) -> anyhow::Result<Answer> {
        let token = self.mint(&claims(person, place)?);
        let mut request = self.request(Who::Nobody, method.clone(), path);
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        for tenant in tenants {
            request = request.header("X-Tenant", *tenant);
        }
        let request = request.header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_owned()))?).await
    }
}
