//! Somebody who is signed in as somebody else: seen in the trail, the log and on every page; kept from what cannot be undone.

use app::projects::{DeleteProject, RestoreProject, tasks::DeleteTask};
use http::{Method, StatusCode};
use leptos::server_fn::ServerFn;
use serde_json::{Value, json};

use server::harness::{On, Support, TestServer, Who, on_each_database};

/// A project of Ada's with a task; and one that is deleted.
struct Things {
    project: String,
    task: String,
    deleted: String,
}

impl Things {
    async fn new(server: &TestServer) -> anyhow::Result<Self> {
        let (project, deleted) =
            (server.project(Who::Admin, "Apollo").await?, server.project(Who::Admin, "Gemini").await?);
        let tasks = format!("/api/projects/{project}/tasks");
        let task = server.call(Who::Admin, Method::POST, &tasks, Some(json!({ "title": "Fuel" }))).await?;
        let task = task.json()["task"]["id"].as_str().unwrap_or_default().to_owned();
        server.call(Who::Admin, Method::DELETE, &format!("/api/projects/{deleted}"), None).await?;
        server.clock.advance(60_000);
        Ok(Self { project, task, deleted })
    }
}

async fn newest(server: &TestServer) -> anyhow::Result<Value> {
    Ok(server.call(Who::Admin, Method::GET, "/api/activity?limit=1", None).await?.json()["events"][0].clone())
}

async fn the_trail_names_whoever_acted(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    let support = Support(&server);
    let made = support.call(Method::POST, "/api/projects", json!({ "name": "Apollo" })).await?;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let event = newest(&server).await?;
    assert_eq!((&event["actor"], &event["impersonator"]), (&json!("user_localAdaAdmin"), &json!("user_support")));
    let page = server.visit(Who::Viewer, "/orgs/acme/activity").await?;
    assert!(page.text.contains("user_support") && page.text.contains("Done by somebody signed in as"), "{}", page.text);
    server.clock.advance(1);
    server.project(Who::Admin, "Own").await?;
    assert_eq!(newest(&server).await?["impersonator"], json!(null));
    Ok(())
}

on_each_database!(the_trail_names_whoever_acted);

#[tokio::test]
async fn nothing_is_deleted_or_restored_over_rest() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let Things { project, task, deleted } = Things::new(&server).await?;
    for (method, path, action) in [
        (Method::DELETE, format!("/api/projects/{project}"), "project.deleted"),
        (Method::POST, format!("/api/projects/{deleted}/restore"), "project.restored"),
        (Method::DELETE, format!("/api/projects/{project}/tasks/{task}"), "task.deleted"),
    ] {
        server.clock.advance(1);
        let refused = Support(&server).call(method, &path, json!(null)).await?;
        assert_eq!(
            (refused.status, &refused.json()["code"]),
            (StatusCode::FORBIDDEN, &json!("impersonating")),
            "{path}"
        );
        assert!(refused.text.contains("signed in as somebody else"), "{}", refused.text);
        let event = newest(&server).await?;
        let told = ["action", "outcome", "impersonator"].map(|field| event[field].as_str().unwrap_or_default());
        assert_eq!(told, [action, "refused", "user_support"]);
    }
    // Everything else goes on.
    let change = json!({ "name": "Artemis", "version": 1 });
    let changed = Support(&server).call(Method::PATCH, &format!("/api/projects/{project}"), change).await?;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text);
    let ticked = json!({ "done": true, "version": 1 });
    let ticked = Support(&server).call(Method::PATCH, &format!("/api/projects/{project}/tasks/{task}"), ticked).await?;
    assert_eq!(ticked.status, StatusCode::OK, "{}", ticked.text);
    Ok(())
}

#[tokio::test]
async fn nothing_is_deleted_or_restored_by_server_functions_and_forms() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let Things { project, task, deleted } = Things::new(&server).await?;
    let page = format!("/orgs/acme/projects/{project}");
    for (function, page, form) in [
        (DeleteProject::PATH, format!("{page}/delete"), format!("id={project}")),
        (RestoreProject::PATH, "/orgs/acme/projects".to_owned(), format!("id={deleted}")),
        (DeleteTask::PATH, page.clone(), format!("project={project}&id={task}")),
    ] {
        let called = Support(&server).form(function, "application/json", &form).await?;
        assert_eq!(called.status, StatusCode::FORBIDDEN, "{function}: {}", called.text);
        assert!(called.text.contains("Impersonating"), "{}", called.text);
        let posted = Support(&server).form(&page, "text/html", &format!("function={function}&{form}")).await?;
        assert_eq!(posted.status, StatusCode::FORBIDDEN, "{page}: {}", posted.text);
        assert!(posted.text.contains("signed in as somebody else"), "{page}");
    }
    let list = server.call(Who::Admin, Method::GET, "/api/projects", None).await?.json();
    assert_eq!(list["projects"][0]["name"], "Apollo");
    let tasks = server.call(Who::Admin, Method::GET, &format!("/api/projects/{project}/tasks"), None).await?.json();
    assert_eq!(tasks["tasks"][0]["title"], "Fuel");
    Ok(())
}

#[tokio::test]
async fn a_setting_allows_it() -> anyhow::Result<()> {
    let server = TestServer::with(&[("CLERK_IMPERSONATION", "full")]).await?;
    let Things { project, task, deleted } = Things::new(&server).await?;
    for (method, path) in [
        (Method::DELETE, format!("/api/projects/{project}/tasks/{task}")),
        (Method::DELETE, format!("/api/projects/{project}")),
        (Method::POST, format!("/api/projects/{deleted}/restore")),
    ] {
        let done = Support(&server).call(method, &path, json!(null)).await?;
        assert_eq!(done.status, StatusCode::OK, "{path}: {}", done.text);
        server.clock.advance(1);
    }
    assert_eq!(newest(&server).await?["impersonator"], json!("user_support"));
    Ok(())
}

#[tokio::test]
async fn every_page_says_so() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let Things { project, task, .. } = Things::new(&server).await?;
    let page = format!("/orgs/acme/projects/{project}");
    for path in [
        "/",
        "/onboarding",
        "/orgs/acme/projects",
        "/orgs/acme/projects/new",
        &page,
        &format!("{page}/edit"),
        &format!("{page}/delete"),
        &format!("{page}/tasks/{task}/edit"),
        "/orgs/acme/activity",
        "/orgs/never/projects",
        "/nowhere",
    ] {
        let shown = Support(&server).visit(path).await?;
        let has_banner = shown.text.contains("class=\"impersonation\"") && shown.text.contains("is signed in as");
        assert!(has_banner && shown.text.contains("End this session"), "{path}: {}", shown.text);
        let own = server.visit(Who::Admin, path).await?;
        assert!(!own.text.contains("class=\"impersonation\""), "{path}");
    }
    let shown = Support(&server).visit(&page).await?.text;
    assert!(!shown.contains("/delete\"") && !shown.contains("Delete task"), "{shown}");
    assert!(server.visit(Who::Admin, &page).await?.text.contains("Delete task"));
    Ok(())
}
