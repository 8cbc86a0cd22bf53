//! Fields that nobody may write, sent along with those that one may: programs are told, forms are read without them, and
//! none is ever stored.

use app::projects::{
    CreateProject, UpdateProject,
    tasks::{ChangeTask, CreateTask, UpdateTask},
};
use http::{Method, StatusCode};
use leptos::server_fn::ServerFn;
use serde_json::{Value, json};

use server::harness::{On, TestServer, Who, on_each_database};

const ID: &str = "0190a5d0-0000-7000-8000-000000000000";

/// Names and values that somebody would try.
fn forbidden() -> Vec<(&'static str, Value)> {
    let mut fields = vec![
        ("id", json!(ID)),
        ("project_id", json!(ID)),
        ("created_at", json!(1)),
        ("updated_at", json!(1)),
        ("deleted_at", json!(1)),
        ("permissions", json!(["org:projects:delete"])),
    ];
    let ids = ["tenant_id", "tenant", "org_id", "organization_id"].map(|name| (name, json!("org_evil")));
    let people = ["created_by", "actor", "user_id"].map(|name| (name, json!("user_evil")));
    let others =
        ["role", "request_id", "listed_as", "name_sort", "unknown", "__proto__"].map(|name| (name, json!("evil")));
    fields.extend(ids.into_iter().chain(people).chain(others));
    fields
}

/// A project with a task, and the paths of both.
async fn target(server: &TestServer) -> anyhow::Result<(String, String)> {
    let project = format!("/api/projects/{}", server.project(Who::Admin, "Apollo").await?);
    let body = json!({ "title": "Pack" });
    let made = server.call(Who::Admin, Method::POST, &format!("{project}/tasks"), Some(body)).await?;
    let task = format!("{project}/tasks/{}", made.json()["task"]["id"].as_str().unwrap_or_default());
    Ok((project, task))
}

async fn state(server: &TestServer, project: &str) -> anyhow::Result<[Value; 3]> {
    let ask = async |path: &str| Ok::<_, anyhow::Error>(server.call(Who::Admin, Method::GET, path, None).await?.json());
    Ok([ask("/api/projects").await?, ask(&format!("{project}/tasks")).await?, ask("/api/activity").await?])
}

async fn programs_are_told_of_fields_that_are_not_theirs(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    let (project, task) = target(&server).await?;
    let tasks = format!("{project}/tasks");
    let before = state(&server, &project).await?;
    for (method, path, body) in [
        (Method::POST, "/api/projects", json!({ "name": "x" })),
        (Method::PATCH, &*project, json!({ "name": "x", "version": 1 })),
        (Method::POST, &*tasks, json!({ "title": "x" })),
        (Method::PATCH, &*task, json!({ "title": "x", "version": 1 })),
    ] {
        let is_new = method == Method::POST;
        let more =
            [("version", json!(9)), ("position", json!(1)), ("done", json!(true))].into_iter().filter(|_| is_new);
        for (field, value) in forbidden().into_iter().chain(more) {
            let mut body = body.clone();
            body[field] = value;
            let answer = server.call(Who::Admin, method.clone(), path, Some(body)).await?;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{method} {path} with {field}: {}", answer.text);
            server.clock.advance(500);
        }
    }
    assert_eq!(state(&server, &project).await?, before);
    Ok(())
}

/// What a form without them stores, every form with them stores too.
async fn forms_store_no_fields_that_are_not_theirs(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    let evil = forbidden().into_iter().filter(|(name, _)| !matches!(*name, "id" | "tenant"));
    let evil = evil.map(sent).collect::<Vec<_>>().join("&");
    let (project, task) = target(&server).await?;
    let (id, task) = (last_part(&project), last_part(&task));
    for (function, fields) in [
        (CreateProject::PATH, format!("id={ID}&version=9&name=Made")),
        (UpdateProject::PATH, format!("id={id}&version=1&name=Changed")),
        (CreateTask::PATH, format!("id={ID}&project={id}&version=9&position=1&done=true&title=Made")),
        (UpdateTask::PATH, format!("project={id}&id={task}&version=1&title=Changed&position=2")),
        (ChangeTask::PATH, format!("project={id}&id={task}&version=2&done=true&title=Lost")),
    ] {
        let now = server.clock.advance(1_000);
        let answer = server.invoke(Who::Member, function, format!("tenant=%2Forgs%2Facme&{fields}&{evil}")).await?;
        assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.text);
        let stored = answer.json();
        assert!(stored["id"] != ID, "{function}: {stored}");
        assert_eq!((&stored["updated_at"], stored.get("deleted_at")), (&json!(now), None), "{function}: {stored}");
    }
    is_as_without(&state(&server, &project).await?);
    Ok(())
}

fn is_as_without([projects, tasks, activity]: &[Value; 3]) {
    for found in [projects, tasks, activity] {
        assert!(!found.to_string().contains("evil"), "{found}");
    }
    let told = |list: &Value, name: &str| -> Vec<Value> {
        list.as_array().into_iter().flatten().map(|one| json!([one[name], one["version"], one["created_by"]])).collect()
    };
    let (ada, mel) = ("user_localAdaAdmin", "user_localMelMember");
    assert_eq!(told(&projects["projects"], "name"), [json!(["Made", 1, mel]), json!(["Changed", 2, ada])]);
    assert_eq!(told(&tasks["tasks"], "title"), [json!(["Changed", 3, ada]), json!(["Made", 1, mel])]);
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

fn sent((name, value): (&str, Value)) -> String {
    format!("{name}={}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

on_each_database!(programs_are_told_of_fields_that_are_not_theirs);

on_each_database!(forms_store_no_fields_that_are_not_theirs);
