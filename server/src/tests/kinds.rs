//! What a row of the tables says that it does, it does: nothing that reads begins to write, which the limits would not see.

use std::sync::Arc;

use app::{RESOURCES, resource::Kind};
use axum::{Router, body::Body};
use http::{Method, Request, header};
use http_body_util::BodyExt;
use store::engine;
use testkit::witness::Witness;
use tower::ServiceExt;

use crate::harness::{On, Rows, TestServer, Who};

/// A server whose store is watched, and rows for every gap in a path or form.
struct Watched {
    server: TestServer,
    node: Router,
    witness: Arc<Witness>,
    rows: Rows,
}

impl Watched {
    async fn new() -> anyhow::Result<Self> {
        let server = TestServer::with_copy(On::ALL[0]).await?;
        let rows = server.rows(Who::Admin).await?;
        let (node, witness) = server.watched().await?;
        Ok(Self { server, node, witness, rows })
    }

    /// What was begun for the sake of a request that was answered well.
    async fn begun(&self, request: Request<Body>) -> anyhow::Result<Vec<engine::Kind>> {
        let what = format!("{} {}", request.method(), request.uri());
        let answer = self.node.clone().oneshot(request).await?;
        let status = answer.status();
        let text = answer.into_body().collect().await?.to_bytes();
        anyhow::ensure!(status.is_success(), "{what}: {status} {}", String::from_utf8_lossy(&text));
        Ok(self.witness.begun())
    }

    async fn endpoint(&self, method: &Method, path: &str) -> anyhow::Result<Vec<engine::Kind>> {
        self.begun(self.server.request(Who::Admin, method.clone(), &self.rows.fill(path)).body(Body::empty())?).await
    }

    async fn function(&self, path: &str) -> anyhow::Result<Vec<engine::Kind>> {
        let form = format!("tenant=%2Forgs%2Facme&{}", self.rows.form(path));
        let request = self.server.request(Who::Admin, Method::POST, path).header(header::ACCEPT, "application/json");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.begun(request.body(Body::from(form))?).await
    }
}

fn writes(begun: &[engine::Kind]) -> bool {
    begun.iter().any(|kind| *kind != engine::Kind::Read)
}

#[tokio::test]
async fn nothing_that_reads_begins_to_write() -> anyhow::Result<()> {
    let watched = Watched::new().await?;
    for endpoint in RESOURCES.endpoints().filter(|endpoint| endpoint.kind == Kind::Reads) {
        let begun = watched.endpoint(&endpoint.method, endpoint.path).await?;
        assert!(!writes(&begun), "{} {}: {begun:?}", endpoint.method, endpoint.path);
    }
    for function in RESOURCES.functions().filter(|function| function.kind == Kind::Reads) {
        let begun = watched.function(function.path).await?;
        assert!(!writes(&begun), "{}: {begun:?}", function.path);
    }
    assert!(!watched.witness.sent().is_empty(), "the witness sees nothing: it says nothing of who writes");
    Ok(())
}
