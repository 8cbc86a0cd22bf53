//! What somebody of Acme has seen: projects of every list, tasks, cursors.

use http::Method;
use serde_json::{Value, json};

use super::Outsider;
use server::harness::{TestServer, Who};

/// Ids and cursors, and everything there is, to see later that it still is.
pub(super) struct Loot {
    projects: Vec<String>,
    tasks: Vec<String>,
    pub(super) cursors: Vec<String>,
    before: Vec<Value>,
}

const LISTS: [&str; 6] = [
    "/api/projects?limit=100",
    "/api/projects?sort=updated&limit=100",
    "/api/projects?sort=name&limit=100",
    "/api/projects?status=archived&limit=100",
    "/api/projects?status=deleted&limit=100",
    "/api/activity?limit=100",
];

impl Loot {
    pub(super) async fn new(server: &TestServer) -> anyhow::Result<Self> {
        let (mut projects, mut tasks) = (Vec::new(), Vec::new());
        for status in ["active", "active", "archived", "archived", "deleted", "deleted"] {
            let status_then = if status == "deleted" { "active" } else { status };
            let body = json!({ "name": "Apollo canary", "description": "canary", "status": status_then });
            let made = server.call(Who::Admin, Method::POST, "/api/projects", Some(body)).await?.json();
            let id = made["project"]["id"].as_str().unwrap_or_default().to_owned();
            for title in ["canary one", "canary two"] {
                let path = format!("/api/projects/{id}/tasks");
                let made = server.call(Who::Member, Method::POST, &path, Some(json!({ "title": title }))).await?.json();
                tasks.push(made["task"]["id"].as_str().unwrap_or_default().to_owned());
            }
            if status == "deleted" {
                server.call(Who::Admin, Method::DELETE, &format!("/api/projects/{id}"), None).await?;
            }
            projects.push(id);
            server.clock.advance(60_000);
        }
        let cursors = cursors(server, projects.first().map_or("", String::as_str)).await?;
        Ok(Self { projects, tasks, cursors, before: everything(server).await? })
    }

    /// A project and a task each, one of every list: both theirs; a task of theirs in the outsider's project; and ids of
    /// other kinds.
    pub(super) fn ids(&self, outsider: &Outsider<'_>) -> Vec<(String, String)> {
        let theirs: Vec<_> = self.projects.iter().zip(self.tasks.iter().step_by(2)).step_by(2).collect();
        let both = theirs.iter().map(|(project, task)| ((*project).clone(), (*task).clone()));
        let in_own = theirs.iter().map(|(_, task)| (outsider.project.clone(), (*task).clone()));
        let other_kinds = theirs.first().map(|(project, task)| ((*task).clone(), (*project).clone()));
        both.chain(in_own).chain(other_kinds).collect()
    }

    pub(super) async fn is_untouched(&self, server: &TestServer) -> anyhow::Result<()> {
        assert_eq!(everything(server).await?, self.before);
        Ok(())
    }
}

async fn cursors(server: &TestServer, project: &str) -> anyhow::Result<Vec<String>> {
    let tasks = format!("/api/projects/{project}/tasks?limit=100");
    let mut cursors = Vec::new();
    for list in LISTS.into_iter().chain([&*tasks]) {
        let page = server.call(Who::Admin, Method::GET, &list.replace("limit=100", "limit=1"), None).await?.json();
        let cursor = page["next"].as_str().ok_or_else(|| anyhow::anyhow!("{list} has one page: {page}"))?;
        cursors.push(cursor.to_owned());
    }
    Ok(cursors)
}

async fn everything(server: &TestServer) -> anyhow::Result<Vec<Value>> {
    let mut found = Vec::new();
    for list in LISTS {
        found.push(server.call(Who::Admin, Method::GET, list, None).await?.json());
    }
    Ok(found)
}
