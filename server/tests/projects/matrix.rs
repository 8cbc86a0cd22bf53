//! Roles × what may be asked: one table for REST and one for server functions. Change them knowingly.

mod rest;
mod server_functions;
mod strangers;

use std::fmt::Write;

use http::Method;
use serde_json::json;

use server::harness::{TestServer, Who, matrix::EVERYBODY};

/// Whose project is asked for; both are Acme's.
#[derive(Clone, Copy)]
enum Whose {
    Admins,
    Members,
}

impl Whose {
    async fn new_project(self, server: &TestServer) -> anyhow::Result<String> {
        match self {
            Self::Admins => server.project(Who::Admin, "Ada's").await,
            Self::Members => server.project(Who::Member, "Mel's").await,
        }
    }
}

fn row(table: &mut String, name: &str, statuses: &[u16]) -> std::fmt::Result {
    let cells: Vec<_> = statuses.iter().map(u16::to_string).collect();
    writeln!(table, "{name:<28} {}", cells.join(" "))
}

/// A new project and a task in it.
struct Target {
    project: String,
    task: String,
}

impl Target {
    /// One of somebody's; deleted, if it is to be restored.
    async fn new(server: &TestServer, whose: Whose, question: &str) -> anyhow::Result<Self> {
        let project = whose.new_project(server).await?;
        let path = format!("/api/projects/{project}");
        let body = json!({ "title": "canary" });
        let task = server.call(Who::Admin, Method::POST, &format!("{path}/tasks"), Some(body)).await?;
        let task = task.json()["task"]["id"].as_str().unwrap_or_default().to_owned();
        if question.contains("restore") {
            server.call(Who::Admin, Method::DELETE, &path, None).await?;
        }
        Ok(Self { project, task })
    }

    /// A path or form with the ids in it.
    fn fill(&self, text: &str) -> String {
        text.replace("{p}", &self.project).replace("{t}", &self.task)
    }
}
