//! Lists of projects over REST: pages, searches, filters, orders.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use server::harness::{On, TestServer, Who, on_each_database};

async fn names(server: &TestServer, query: &str) -> anyhow::Result<Vec<String>> {
    let answer = server.call(Who::Admin, Method::GET, &format!("/api/projects{query}"), None).await?;
    anyhow::ensure!(answer.status == StatusCode::OK, "{query}: {} {}", answer.status, answer.text);
    Ok(names_of(&answer.json()))
}

fn names_of(list: &Value) -> Vec<String> {
    let projects = list["projects"].as_array().cloned().unwrap_or_default();
    projects.iter().map(|project| project["name"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn lists_come_in_pages() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for number in 1..=3 {
        server.project(Who::Admin, &format!("Number {number}")).await?;
        server.clock.advance(1);
    }
    let first = server.call(Who::Admin, Method::GET, "/api/projects?limit=2", None).await?.json();
    assert_eq!(names_of(&first), ["Number 3", "Number 2"]);
    let next = first["next"].as_str().unwrap_or_default();
    let second =
        server.call(Who::Admin, Method::GET, &format!("/api/projects?limit=2&after={next}"), None).await?.json();
    assert_eq!(names_of(&second), ["Number 1"]);
    assert_eq!(second.get("next"), None);
    // A cursor of another tenant or another order is none.
    let theirs = server.call(Who::Stranger, Method::GET, &format!("/api/projects?after={next}"), None).await?;
    assert_eq!(theirs.status, StatusCode::BAD_REQUEST);
    let by_name = server.call(Who::Admin, Method::GET, &format!("/api/projects?sort=name&after={next}"), None).await?;
    assert_eq!(by_name.status, StatusCode::BAD_REQUEST);
    Ok(())
}

async fn searched_filtered_and_sorted(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    for (who, body) in [
        (Who::Admin, json!({ "name": "moon base" })),
        (Who::Member, json!({ "name": "Moonlight", "description": "A lamp" })),
        (Who::Admin, json!({ "name": "Apollo", "status": "archived", "owner": "user_localMelMember" })),
        (Who::Admin, json!({ "name": "Zebra", "key": "LUNA" })),
    ] {
        let made = server.call(who, Method::POST, "/api/projects", Some(body)).await?;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        server.clock.advance(1_000);
    }
    assert_eq!(names(&server, "").await?, ["Zebra", "Moonlight", "moon base"]);
    assert_eq!(names(&server, "?sort=name").await?, ["moon base", "Moonlight", "Zebra"]);
    assert_eq!(names(&server, "?status=archived").await?, ["Apollo"]);
    assert_eq!(names(&server, "?status=deleted").await?, [""; 0]);
    assert_eq!(names(&server, "?search=MOO").await?, ["Moonlight", "moon base"]);
    assert_eq!(names(&server, "?search=lamp%20moon").await?, ["Moonlight"]);
    assert_eq!(names(&server, "?search=luna").await?, ["Zebra"]);
    assert_eq!(names(&server, "?owner=user_localMelMember").await?, ["Moonlight"]);
    assert_eq!(names(&server, "?owner=user_localMelMember&status=archived&search=ap").await?, ["Apollo"]);
    Ok(())
}

on_each_database!(searched_filtered_and_sorted);

/// What was looked for is told: nothing where there was nothing to look for, and then nothing is found.
#[tokio::test]
async fn questions_are_answered_with_what_was_made_of_them() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for name in ["Café Ünïcode", "机器学习训练平台"] {
        server.project(Who::Admin, name).await?;
    }
    for (query, found, asked) in [
        ("", 2, json!(null)),
        ("?search=", 2, json!(null)),
        ("?search=%20%E2%80%8B", 2, json!(null)),
        ("?search=CAFE", 1, json!({ "words": 1, "left_out": false })),
        ("?search=%E8%AE%AD%E7%BB%83", 1, json!({ "words": 1, "left_out": false })),
        ("?search=%25", 0, json!({ "words": 0, "left_out": false })),
        ("?search=%2B%2B&owner=user_localAdaAdmin", 0, json!({ "words": 0, "left_out": false })),
        ("?search=a+b+c+d+e+f+g+h+i", 0, json!({ "words": 8, "left_out": true })),
    ] {
        let answer = server.call(Who::Admin, Method::GET, &format!("/api/projects{query}"), None).await?;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        let body = answer.json();
        assert_eq!((names_of(&body).len(), &body["search"]), (found, &asked), "{query}");
    }
    Ok(())
}

/// A name is something to be seen, and moves nothing beside it; this is said of the field.
#[tokio::test]
async fn names_that_show_nothing_or_turn_others_are_refused() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let id = server.project(Who::Admin, "Moon").await?;
    for name in
        ["\u{200b}", "\u{2060}", "\u{3164}", "\u{ad}", "\u{fe0f}\u{301}", "a\u{202e}b", "\u{2066}a", "a\u{200f}"]
    {
        let made = server.call(Who::Admin, Method::POST, "/api/projects", Some(json!({ "name": name }))).await?;
        assert_eq!(made.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?}");
        assert_eq!(made.json()["errors"][0]["field"], "name", "{name:?}");
        let tasks = format!("/api/projects/{id}/tasks");
        let added = server.call(Who::Admin, Method::POST, &tasks, Some(json!({ "title": name }))).await?;
        assert_eq!(added.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?}");
        assert_eq!(added.json()["errors"][0]["field"], "title", "{name:?}");
    }
    for name in ["👨\u{200d}👩\u{200d}👧", "می\u{200c}خواهم", "שלום", "क्\u{200d}ष"] {
        let made = server.call(Who::Admin, Method::POST, "/api/projects", Some(json!({ "name": name }))).await?;
        assert_eq!((made.status, &made.json()["project"]["name"]), (StatusCode::CREATED, &json!(name)));
    }
    Ok(())
}

#[tokio::test]
async fn queries_are_read_strictly() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for query in [
        "?status=gone",
        "?sort=size",
        "?owner=org_a",
        "?limit=many",
        "?tenant_id=org_a",
        "?sort=name&sort=name",
        "?after=x",
    ] {
        let answer = server.call(Who::Admin, Method::GET, &format!("/api/projects{query}"), None).await?;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(answer.json()["code"], "malformed", "{query}");
    }
    for query in ["?limit=0", "?limit=1000000", "?search=%20%25_%27%22"] {
        let answer = server.call(Who::Admin, Method::GET, &format!("/api/projects{query}"), None).await?;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
    }
    Ok(())
}
