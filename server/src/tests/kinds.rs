//! What a row of the tables says that it does, it does: nothing that reads begins to write, which the limits would not see.

use std::sync::Arc;

use app::{RESOURCES, resource::Kind};
use axum::{Router, body::Body};
use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use store::engine;
use testkit::{LocalClerk, Person, Place, samples, witness::Witness};
use tower::ServiceExt;

use crate::harness::{TestServer, Who, matrix};

/// A server whose store is watched, and rows for every gap in a path or form.
struct Watched {
    server: TestServer,
    node: Router,
    witness: Arc<Witness>,
    task: String,
}

impl Watched {
    async fn new() -> anyhow::Result<Self> {
        let server = TestServer::start().await?;
        let scope = LocalClerk::shared()?.scope(Person::Ada, Place::Acme)?;
        samples::make(&*server.parts.state.context.store, &scope).await?;
        let project = server.project(Who::Admin, "Apollo").await?;
        let path = format!("/api/projects/{project}/tasks");
        let task = server.call(Who::Admin, Method::POST, &path, Some(json!({ "title": "Land" }))).await?;
        let task = task.json()["task"]["id"].as_str().unwrap_or_default().to_owned();
        let database = &server.config().database;
        let data = database.adapter.open(database, server.clock.clone()).await?;
        let witness = Witness::new(None);
        let node = server.another_node_over(Arc::new(witness.of(&data))).await?;
        Ok(Self { server, node, witness, task })
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

    /// The first row of a list: there is one of every resource.
    async fn first_of(&self, resource: &str) -> anyhow::Result<String> {
        let list = self.server.call(Who::Admin, Method::GET, &format!("/api/{resource}"), None).await?.json();
        let rows = list.as_object().and_then(|list| list.values().find_map(Value::as_array));
        let first = rows.and_then(|rows| rows.first()?.get("id")?.as_str());
        Ok(first.unwrap_or_default().to_owned())
    }

    async fn endpoint(&self, method: &Method, path: &str) -> anyhow::Result<Vec<engine::Kind>> {
        let resource = path.split('/').nth(2).unwrap_or_default();
        let path = path.replace("{id}", &self.first_of(resource).await?).replace("{task_id}", &self.task);
        self.begun(self.server.request(Who::Admin, method.clone(), &path).body(Body::empty())?).await
    }

    async fn function(&self, path: &str) -> anyhow::Result<Vec<engine::Kind>> {
        let parent = self.first_of(matrix::module_of(path).unwrap_or_default()).await?;
        let id = if path.contains("/tasks/") { &self.task } else { &parent };
        let form = format!("tenant=%2Forgs%2Facme&id={id}&project={parent}");
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
    Ok(())
}

#[tokio::test]
async fn what_writes_is_seen() -> anyhow::Result<()> {
    let watched = Watched::new().await?;
    let deleted = format!("/api/projects/{}", watched.first_of("projects").await?);
    assert!(writes(&watched.endpoint(&Method::DELETE, &deleted).await?));
    let gone = watched.endpoint(&Method::GET, &deleted).await.map_err(|error| error.to_string());
    assert!(gone.is_err_and(|text| text.contains(StatusCode::NOT_FOUND.as_str())));
    Ok(())
}
