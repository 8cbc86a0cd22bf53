//! Roles × routes: one table for REST and one for server functions. Change it knowingly.

use std::fmt::Write;

use app::projects::{CreateProject, DeleteProject, GetProject, ListProjects, UpdateProject};
use http::Method;
use insta::assert_snapshot;
use leptos::server_fn::ServerFn;
use serde_json::json;

use super::harness::{TestServer, Who};

const EVERYBODY: [Who; 7] =
    [Who::Admin, Who::Member, Who::Viewer, Who::Stranger, Who::Alone, Who::Pending, Who::Nobody];

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

#[tokio::test]
async fn rest() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let mut table = String::new();
    for (name, method, body) in
        [("GET /api/projects", Method::GET, None), ("POST /api/projects", Method::POST, Some(json!({ "name": "New" })))]
    {
        let mut statuses = Vec::new();
        for who in EVERYBODY {
            statuses.push(server.call(who, method.clone(), "/api/projects", body.clone()).await?.status.as_u16());
        }
        row(&mut table, name, &statuses)?;
    }
    for (whose, owner) in [(Whose::Admins, "Ada's"), (Whose::Members, "Mel's")] {
        for (method, body) in [
            (Method::GET, None),
            (Method::PATCH, Some(json!({ "name": "Changed", "version": 1 }))),
            (Method::DELETE, None),
        ] {
            let mut statuses = Vec::new();
            for who in EVERYBODY {
                let path = format!("/api/projects/{}", whose.new_project(&server).await?);
                statuses.push(server.call(who, method.clone(), &path, body.clone()).await?.status.as_u16());
                server.clock.advance(60_000);
            }
            row(&mut table, &format!("{method} {owner}"), &statuses)?;
        }
    }
    assert_snapshot!(table, @r"
    GET /api/projects            200 200 200 200 200 401 401
    POST /api/projects           201 201 403 201 201 401 401
    GET Ada's                    200 200 200 404 404 401 401
    PATCH Ada's                  200 200 403 404 404 401 401
    DELETE Ada's                 200 403 403 404 404 401 401
    GET Mel's                    200 200 200 404 404 401 401
    PATCH Mel's                  200 200 403 404 404 401 401
    DELETE Mel's                 200 200 403 404 404 401 401
    ");
    Ok(())
}

#[tokio::test]
async fn server_functions() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let mut table = String::new();
    for (name, path, form) in
        [("list_projects", ListProjects::PATH, ""), ("create_project", CreateProject::PATH, "&name=New")]
    {
        let mut statuses = Vec::new();
        for who in EVERYBODY {
            let form = format!("tenant=%2Forgs%2Facme{form}");
            statuses.push(server.invoke(who, path, form).await?.status.as_u16());
        }
        row(&mut table, name, &statuses)?;
    }
    for (name, path, form) in [
        ("get_project", GetProject::PATH, ""),
        ("update_project", UpdateProject::PATH, "&version=1&name=Changed"),
        ("delete_project", DeleteProject::PATH, ""),
    ] {
        for (whose, owner) in [(Whose::Admins, "Ada's"), (Whose::Members, "Mel's")] {
            let mut statuses = Vec::new();
            for who in EVERYBODY {
                let id = whose.new_project(&server).await?;
                let form = format!("tenant=%2Forgs%2Facme&id={id}{form}");
                statuses.push(server.invoke(who, path, form).await?.status.as_u16());
                server.clock.advance(60_000);
            }
            row(&mut table, &format!("{name} {owner}"), &statuses)?;
        }
    }
    assert_snapshot!(table, @r"
    list_projects                200 200 200 404 404 401 401
    create_project               200 200 403 404 404 401 401
    get_project Ada's            200 200 200 404 404 401 401
    get_project Mel's            200 200 200 404 404 401 401
    update_project Ada's         200 200 403 404 404 401 401
    update_project Mel's         200 200 403 404 404 401 401
    delete_project Ada's         200 403 403 404 404 401 401
    delete_project Mel's         200 200 403 404 404 401 401
    ");
    Ok(())
}

/// Somebody else's project, by id: not there, and answered like one that never was.
#[tokio::test]
async fn what_is_not_yours_is_not_there() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let theirs = server.project(Who::Admin, "Secret").await?;
    let never = "0190a5d0-0000-7000-8000-000000000000";
    for (method, body) in
        [(Method::GET, None), (Method::PATCH, Some(json!({ "name": "x", "version": 1 }))), (Method::DELETE, None)]
    {
        let mut answers = Vec::new();
        for id in [&theirs, never, "nonsense", "..%20"] {
            let answer =
                server.call(Who::Stranger, method.clone(), &format!("/api/projects/{id}"), body.clone()).await?;
            assert_eq!(answer.status.as_u16(), 404, "{method} {id}");
            assert!(!answer.text.contains("canary"));
            answers.push(answer.text);
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{method}: {answers:?}");
    }
    for tenant in ["acme", "globex", "org_localAcme"] {
        let form = format!("tenant=%2Forgs%2F{tenant}&id={theirs}");
        let answer = server.invoke(Who::Stranger, GetProject::PATH, form).await?;
        assert_eq!(answer.status.as_u16(), 404, "{tenant}: {}", answer.text);
        for page in ["", "/edit", "/delete"] {
            let answer = server.visit(Who::Stranger, &format!("/orgs/{tenant}/projects/{theirs}{page}")).await?;
            assert_eq!(answer.status.as_u16(), 404, "{tenant}{page}: {}", answer.text);
            assert!(!answer.text.contains("Secret") && !answer.text.contains("canary"), "{tenant}{page}");
        }
    }
    Ok(())
}
