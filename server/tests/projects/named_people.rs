//! Who is named on pages, to whom; and who may be named in a form.

use app::{
    activity::ListActivity,
    projects::{GetPeople, GetProject, ListProjects, tasks::GetTask},
    tenant::GetTenant,
};
use http::{Method, StatusCode, header};
use leptos::server_fn::ServerFn;
use serde_json::json;

use server::harness::{TestServer, Who};

const READS: &str = "org:sys_memberships:read";
const MEMBERSHIPS: &str = "/v1/organizations/*/memberships";

/// Ada's project, whose task is Mel's; Vic occurs nowhere.
struct Shown {
    project: String,
    task: String,
}

impl Shown {
    async fn new(server: &TestServer) -> anyhow::Result<Self> {
        let project = server.project(Who::Admin, "Apollo").await?;
        let task = json!({ "title": "Fuel", "assignee": "user_localMelMember" });
        let task = server.call(Who::Admin, Method::POST, &format!("/api/projects/{project}/tasks"), Some(task)).await?;
        Ok(Self { task: task.json()["task"]["id"].as_str().unwrap_or_default().to_owned(), project })
    }

    /// Every page of the tenant, and every server function that reads.
    async fn texts(&self, server: &TestServer, who: Who) -> anyhow::Result<Vec<(String, String)>> {
        let Self { project, task } = self;
        let page = format!("/orgs/acme/projects/{project}");
        let mut texts = Vec::new();
        for path in [
            "/orgs/acme/projects".to_owned(),
            "/orgs/acme/projects/new".to_owned(),
            format!("{page}/edit"),
            format!("{page}/delete"),
            format!("{page}/tasks/{task}/edit"),
            page,
            "/orgs/acme/activity".to_owned(),
        ] {
            let text = server.visit(who, &path).await?.text;
            texts.push((path, text));
        }
        let form = format!("tenant=%2Forgs%2Facme&id={project}");
        for (function, form) in [
            (GetTenant::PATH, form.clone()),
            (GetPeople::PATH, form.clone()),
            (ListProjects::PATH, form.clone()),
            (GetProject::PATH, form.clone()),
            (GetTask::PATH, format!("tenant=%2Forgs%2Facme&project={project}&id={task}")),
            (ListActivity::PATH, form),
        ] {
            texts.push((function.to_owned(), server.invoke(who, function, form).await?.text));
        }
        Ok(texts)
    }
}

/// Which of the names stand in a text. The badge of the local Clerk is not there: the tests have a Clerk with keys.
fn named(text: &str) -> Vec<&'static str> {
    ["Ada Admin", "Mel Member", "Vic Viewer", "@example.com"].into_iter().filter(|name| text.contains(name)).collect()
}

#[tokio::test]
async fn without_the_permission_there_is_ones_own_name_and_no_other() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let shown = Shown::new(&server).await?;
    server.control().withhold(READS).await?;
    server.clock.advance(60_000);
    for (who, own) in [(Who::Viewer, "Vic Viewer"), (Who::Member, "Mel Member"), (Who::Admin, "Ada Admin")] {
        for (what, text) in shown.texts(&server, who).await? {
            let strangers: Vec<_> = named(&text).into_iter().filter(|name| *name != own).collect();
            assert!(strangers.is_empty(), "{who:?} at {what}: {strangers:?}");
        }
    }
    let page = server.visit(Who::Viewer, "/orgs/acme/projects").await?.text;
    assert!(page.contains("Vic Viewer") && page.contains("Somebody else"), "{page}");
    Ok(())
}

#[tokio::test]
async fn whoever_looks_is_told_those_who_occur() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let shown = Shown::new(&server).await?;
    server.project(Who::Member, "Mel's").await?;
    for (what, text) in shown.texts(&server, Who::Viewer).await? {
        assert!(!text.contains("@example.com"), "{what}: an identifier is no name");
    }
    let list = server.visit(Who::Viewer, "/orgs/acme/projects?search=apollo").await?.text;
    assert_eq!(named(&list), ["Ada Admin", "Vic Viewer"], "Mel owns none of these");
    let page = server.visit(Who::Viewer, &format!("/orgs/acme/projects/{}", shown.project)).await?.text;
    assert_eq!(named(&page), ["Ada Admin", "Mel Member", "Vic Viewer"]);
    // Who makes or changes something chooses among all.
    let form = server.visit(Who::Member, "/orgs/acme/projects/new").await?.text;
    assert_eq!(named(&form), ["Ada Admin", "Mel Member", "Vic Viewer"]);
    let trail = server.visit(Who::Member, "/orgs/acme/activity").await?.text;
    assert_eq!(named(&trail), ["Ada Admin", "Mel Member"]);
    Ok(())
}

/// An assignee is somebody of the organization, or is refused: also where Clerk's list does not hold everybody.
#[tokio::test]
async fn in_a_large_organization_strangers_are_refused_all_the_same() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let tasks = format!("/api/projects/{}/tasks", server.project(Who::Admin, "Apollo").await?);
    server.control().crowd("acme", 600).await?;
    for (assignee, status) in [
        ("user_localMelMember", 201),
        ("user_crowd0", 201),
        ("user_crowd599", 201),
        ("user_localSamStranger", 422),
        ("user_nobody", 422),
    ] {
        let body = json!({ "title": "Fuel", "assignee": assignee });
        let answer = server.call(Who::Member, Method::POST, &tasks, Some(body)).await?;
        assert_eq!(answer.status.as_u16(), status, "{assignee}: {}", answer.text);
        let body = json!({ "name": "Owned", "owner": assignee });
        let answer = server.call(Who::Member, Method::POST, "/api/projects", Some(body)).await?;
        assert_eq!(answer.status.as_u16(), status, "{assignee}: {}", answer.text);
    }
    Ok(())
}

#[tokio::test]
async fn while_clerk_is_unwell_nobody_is_accepted_unseen() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let Shown { project, task } = Shown::new(&server).await?;
    let (project, task) = (format!("/api/projects/{project}"), format!("/api/projects/{project}/tasks/{task}"));
    server.control().order(&json!({ "path": MEMBERSHIPS, "status": 500, "count": 1_000 })).await?;
    server.clock.advance(60_000);
    for (method, path, body) in [
        (Method::POST, "/api/projects", json!({ "name": "x", "owner": "user_localMelMember" })),
        (Method::POST, "/api/projects", json!({ "name": "x", "owner": "user_nobody" })),
        (Method::PATCH, &project, json!({ "version": 1, "owner": "user_nobody" })),
        (Method::PATCH, &task, json!({ "version": 1, "assignee": "user_localVicViewer" })),
    ] {
        let refused = server.call(Who::Admin, method, path, Some(body.clone())).await?;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{path} {body}: {}", refused.text);
        assert_eq!(
            (refused.json()["code"].as_str(), refused.header(header::RETRY_AFTER)),
            (Some("members_unknown"), "5")
        );
    }
    // Nobody, oneself, and whoever it is already need no asking.
    for body in [
        json!({ "version": 1, "assignee": "user_localMelMember" }),
        json!({ "version": 2, "assignee": "user_localAdaAdmin" }),
        json!({ "version": 3, "assignee": null }),
    ] {
        let changed = server.call(Who::Admin, Method::PATCH, &task, Some(body.clone())).await?;
        assert_eq!(changed.status, StatusCode::OK, "{body}: {}", changed.text);
    }
    Ok(())
}
