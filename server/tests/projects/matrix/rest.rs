//! Roles × routes.

use http::Method;
use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{EVERYBODY, Target, Whose, row};
use server::harness::{On, TestServer, on_each_database};

/// What REST may be asked for one project, with what is sent; `{p}` is its id, `{t}` its task's.
pub(super) fn questions() -> [(&'static str, Method, &'static str, Option<Value>); 9] {
    let (change, task) = (json!({ "name": "Changed", "version": 1 }), json!({ "title": "New" }));
    [
        ("GET", Method::GET, "/api/projects/{p}", None),
        ("PATCH", Method::PATCH, "/api/projects/{p}", Some(change)),
        ("DELETE", Method::DELETE, "/api/projects/{p}", None),
        ("restore", Method::POST, "/api/projects/{p}/restore", None),
        ("GET tasks of", Method::GET, "/api/projects/{p}/tasks", None),
        ("POST task to", Method::POST, "/api/projects/{p}/tasks", Some(task)),
        ("GET task of", Method::GET, "/api/projects/{p}/tasks/{t}", None),
        ("PATCH task of", Method::PATCH, "/api/projects/{p}/tasks/{t}", Some(json!({ "done": true, "version": 1 }))),
        ("DELETE task of", Method::DELETE, "/api/projects/{p}/tasks/{t}", None),
    ]
}

async fn rest_table(on: On) -> anyhow::Result<String> {
    let server = TestServer::on(on).await?;
    let mut table = String::new();
    for (method, path, body) in [
        (Method::GET, "/api/projects", None),
        (Method::POST, "/api/projects", Some(json!({ "name": "New" }))),
        (Method::GET, "/api/activity", None),
    ] {
        let mut statuses = Vec::new();
        for who in EVERYBODY {
            statuses.push(server.call(who, method.clone(), path, body.clone()).await?.status.as_u16());
        }
        row(&mut table, &format!("{method} {path}"), &statuses)?;
    }
    for (whose, owner) in [(Whose::Admins, "Ada's"), (Whose::Members, "Mel's")] {
        for (name, method, path, body) in questions() {
            let mut statuses = Vec::new();
            for who in EVERYBODY {
                let path = Target::new(&server, whose, name).await?.fill(path);
                statuses.push(server.call(who, method.clone(), &path, body.clone()).await?.status.as_u16());
                server.clock.advance(60_000);
            }
            row(&mut table, &format!("{name} {owner}"), &statuses)?;
        }
    }
    Ok(table)
}

async fn rest(on: On) -> anyhow::Result<()> {
    let table = rest_table(on).await?;
    assert_snapshot!(table, @r"
    GET /api/projects            200 200 200 200 200 401 401
    POST /api/projects           201 201 403 201 201 401 401
    GET /api/activity            200 200 200 200 200 401 401
    GET Ada's                    200 200 200 404 404 401 401
    PATCH Ada's                  200 200 403 404 404 401 401
    DELETE Ada's                 200 403 403 404 404 401 401
    restore Ada's                200 404 403 404 404 401 401
    GET tasks of Ada's           200 200 200 404 404 401 401
    POST task to Ada's           201 201 403 404 404 401 401
    GET task of Ada's            200 200 200 404 404 401 401
    PATCH task of Ada's          200 200 403 404 404 401 401
    DELETE task of Ada's         200 200 403 404 404 401 401
    GET Mel's                    200 200 200 404 404 401 401
    PATCH Mel's                  200 200 403 404 404 401 401
    DELETE Mel's                 200 200 403 404 404 401 401
    restore Mel's                200 200 403 404 404 401 401
    GET tasks of Mel's           200 200 200 404 404 401 401
    POST task to Mel's           201 201 403 404 404 401 401
    GET task of Mel's            200 200 200 404 404 401 401
    PATCH task of Mel's          200 200 403 404 404 401 401
    DELETE task of Mel's         200 200 403 404 404 401 401
    ");
    Ok(())
}

on_each_database!(rest);
