//! A tenant that is removed while its server runs: nothing is left, in rows or in memory, and nobody else notices.

use http::{Method, StatusCode};
use serde_json::{Value, json};
use store::Removal;

use server::harness::{On, TestServer, Who, on_each_database};

const LISTS: [&str; 5] = [
    "/api/projects",
    "/api/projects?status=archived",
    "/api/projects?status=deleted",
    "/api/projects?search=apollo",
    "/api/activity",
];

async fn furnish(server: &TestServer, who: Who) -> anyhow::Result<String> {
    for status in ["archived", "active", "active"] {
        let body = json!({ "name": "Apollo", "status": status });
        let made = server.call(who, Method::POST, "/api/projects", Some(body)).await?.json();
        let path = format!("/api/projects/{}", made["project"]["id"].as_str().unwrap_or_default());
        server.call(who, Method::POST, &format!("{path}/tasks"), Some(json!({ "title": "Pack" }))).await?;
        server.clock.advance(60_000);
    }
    let deleted = format!("/api/projects/{}", server.project(who, "Apollo, deleted").await?);
    server.call(who, Method::DELETE, &deleted, None).await?;
    server.project(who, "Apollo, the last").await
}

async fn everything(server: &TestServer, who: Who) -> anyhow::Result<Vec<Value>> {
    let mut found = Vec::new();
    for list in LISTS {
        let answer = server.call(who, Method::GET, list, None).await?;
        assert_eq!(answer.status, StatusCode::OK, "{list}");
        let mut body = answer.json();
        body.as_object_mut().map(|body| body.remove("next"));
        found.push(body);
    }
    Ok(found)
}

async fn a_tenant_goes(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    let (ours, theirs) = (furnish(&server, Who::Admin).await?, furnish(&server, Who::Stranger).await?);
    let page = server.call(Who::Admin, Method::GET, "/api/projects?limit=1", None).await?.json();
    let cursor = page["next"].as_str().unwrap_or_default().to_owned();
    let before = everything(&server, Who::Stranger).await?;
    assert_eq!(server.system().remove_tenant("org_localAcme").await?, Removal::Done);

    let mut empty = ["projects", "projects", "projects", "projects", "events"].map(|name| json!({ name: [] }));
    empty[3]["search"] = json!({ "words": 1, "left_out": false });
    assert_eq!(everything(&server, Who::Admin).await?, empty);
    for path in [format!("/api/projects/{ours}"), format!("/api/projects/{ours}/tasks")] {
        assert_eq!(server.call(Who::Admin, Method::GET, &path, None).await?.status, StatusCode::NOT_FOUND, "{path}");
    }
    let rest = server.call(Who::Admin, Method::GET, &format!("/api/projects?after={cursor}"), None).await?;
    assert_eq!(rest.json(), json!({ "projects": [] }));
    for page in ["/orgs/acme/projects", "/orgs/acme/activity"] {
        let answer = server.visit(Who::Admin, page).await?;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(!answer.text.contains("Apollo"), "{page}");
    }
    assert_eq!(everything(&server, Who::Stranger).await?, before);
    assert!(server.visit(Who::Stranger, &format!("/orgs/globex/projects/{theirs}")).await?.text.contains("the last"));

    // Clerk may know the organization for a moment longer than we do.
    let again = server.call(Who::Admin, Method::POST, "/api/projects", Some(json!({ "name": "Apollo" }))).await?;
    assert_eq!((again.status, &again.json()["project"]["key"]), (StatusCode::CREATED, &json!("APOL")));
    assert_eq!(server.system().remove_tenant("org_localAcme").await?, Removal::Done);
    assert_eq!(server.system().remove_tenant("org_localAcme").await?, Removal::Unknown);
    Ok(())
}

on_each_database!(a_tenant_goes);
