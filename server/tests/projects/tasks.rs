//! Tasks over REST.

use http::{Method, StatusCode, header};
use serde_json::{Value, json};

use server::harness::{On, TestServer, Who, on_each_database};

async fn titles(server: &TestServer, tasks: &str) -> anyhow::Result<Vec<String>> {
    let list = server.call(Who::Viewer, Method::GET, tasks, None).await?.json();
    let tasks = list["tasks"].as_array().cloned().unwrap_or_default();
    Ok(tasks
        .iter()
        .map(|task| format!("{} {}", task["position"], task["title"].as_str().unwrap_or_default()))
        .collect())
}

async fn from_beginning_to_end(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    let tasks = format!("/api/projects/{}/tasks", server.project(Who::Admin, "Apollo").await?);
    let mut paths = Vec::new();
    for title in ["Build", "Fuel", " Launch "] {
        let made = server.call(Who::Member, Method::POST, &tasks, Some(json!({ "title": title }))).await?;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let path = made.header(header::LOCATION).to_owned();
        assert_eq!(server.call(Who::Viewer, Method::GET, &path, None).await?.json(), made.json());
        paths.push(path);
    }
    assert_eq!(titles(&server, &tasks).await?, ["1 Build", "2 Fuel", "3 Launch"]);

    let change = json!({ "position": 1, "done": true, "assignee": "user_localMelMember", "version": 1 });
    let moved = server.call(Who::Member, Method::PATCH, &paths[2], Some(change)).await?;
    assert_eq!(moved.status, StatusCode::OK, "{}", moved.text);
    assert_eq!(titles(&server, &tasks).await?, ["1 Launch", "2 Build", "3 Fuel"]);
    let task = &moved.json()["task"];
    assert_eq!(
        (&task["done"], &task["assignee"], &task["version"]),
        (&json!(true), &json!("user_localMelMember"), &json!(2))
    );

    assert_eq!(server.call(Who::Member, Method::DELETE, &paths[0], None).await?.json(), json!({ "success": true }));
    assert_eq!(titles(&server, &tasks).await?, ["1 Launch", "2 Fuel"]);
    assert_eq!(server.call(Who::Member, Method::GET, &paths[0], None).await?.status, StatusCode::NOT_FOUND);
    Ok(())
}

on_each_database!(from_beginning_to_end);

async fn one_task(server: &TestServer) -> anyhow::Result<String> {
    let tasks = format!("/api/projects/{}/tasks", server.project(Who::Admin, "Apollo").await?);
    let body = json!({ "title": "Build", "assignee": "user_localAdaAdmin" });
    let made = server.call(Who::Admin, Method::POST, &tasks, Some(body)).await?;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    Ok(made.header(header::LOCATION).to_owned())
}

#[tokio::test]
async fn absent_keeps_and_null_is_nobody() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let path = one_task(&server).await?;
    let mut expected = server.call(Who::Admin, Method::GET, &path, None).await?.json()["task"].clone();
    for (version, (field, value)) in
        [("title", json!("Rebuild")), ("done", json!(true)), ("assignee", json!(null)), ("done", json!(false))]
            .into_iter()
            .enumerate()
    {
        let at = server.clock.advance(1_000);
        let body = json!({ field: value, "version": version + 1 });
        let changed = server.call(Who::Member, Method::PATCH, &path, Some(body)).await?;
        expected[field] = value;
        expected["version"] = json!(version + 2);
        expected["updated_at"] = json!(at);
        assert_eq!(changed.json()["task"], expected, "{field}: {}", changed.text);
    }
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let path = one_task(&server).await?;
    let before = server.call(Who::Admin, Method::GET, &path, None).await?.json();
    let with = |field: &str, value: Value| json!({ field: value, "version": 1 });
    for (body, status, field) in [
        (with("title", json!(" ")), 422, "title"),
        (with("position", json!(0)), 422, "position"),
        (with("assignee", json!("")), 422, "assignee"),
        (with("assignee", json!("user_localSamStranger")), 422, "assignee"),
        (json!({ "done": true }), 422, "version"),
        (json!({ "done": true, "version": 2 }), 409, ""),
        (with("done", json!(null)), 400, ""),
        (with("position", json!(1.5)), 400, ""),
        (with("project_id", json!("x")), 400, ""),
    ] {
        let answer = server.call(Who::Admin, Method::PATCH, &path, Some(body.clone())).await?;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.text);
        assert_eq!(answer.json()["errors"][0]["field"].as_str().unwrap_or_default(), field, "{body}");
    }
    assert_eq!(server.call(Who::Admin, Method::GET, &path, None).await?.json(), before);
    let request = server.request(Who::Admin, Method::PATCH, &path).header(header::IF_MATCH, "\"1\"");
    let request = request.header(header::CONTENT_TYPE, "application/json").body(r#"{"done":true}"#.into())?;
    assert_eq!(server.send(request).await?.json()["task"]["version"], 2);
    Ok(())
}

#[tokio::test]
async fn a_task_is_found_in_its_own_project_alone() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let path = one_task(&server).await?;
    let task = path.rsplit('/').next().unwrap_or_default();
    let other = format!("/api/projects/{}/tasks/{task}", server.project(Who::Admin, "Other").await?);
    for (method, body) in
        [(Method::GET, None), (Method::PATCH, Some(json!({ "done": true, "version": 1 }))), (Method::DELETE, None)]
    {
        let answer = server.call(Who::Admin, method.clone(), &other, body).await?;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method}");
    }
    // With its project it goes, and comes back.
    let project = path.split("/tasks").next().unwrap_or_default();
    server.call(Who::Admin, Method::DELETE, project, None).await?;
    assert_eq!(server.call(Who::Admin, Method::GET, &path, None).await?.status, StatusCode::NOT_FOUND);
    server.call(Who::Admin, Method::POST, &format!("{project}/restore"), None).await?;
    assert_eq!(server.call(Who::Admin, Method::GET, &path, None).await?.status, StatusCode::OK);
    Ok(())
}
