//! Which tenant a caller of the API means: said in a header, compared with the session's, and never guessed for a change
//! that would go into a personal account.

use http::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::people::{Person, Place};

use server::harness::{Answer, TestServer};

async fn ask(
    server: &TestServer,
    whose: (Person, Place),
    method: &Method,
    path: &str,
    tenants: &[&str],
) -> anyhow::Result<Answer> {
    let field = if path.ends_with("/tasks") { "title" } else { "name" };
    let body = json!({ field: "Stray" }).to_string();
    server.for_tenants(whose, method, path, tenants, &body).await
}

const ADA_IN_ACME: (Person, Place) = (Person::Ada, Place::Acme);
const ADA_ALONE: (Person, Place) = (Person::Ada, Place::Personal);

async fn projects(server: &TestServer, whose: (Person, Place)) -> anyhow::Result<Value> {
    Ok(ask(server, whose, &Method::GET, "/api/projects", &[]).await?.json()["projects"].clone())
}

#[tokio::test]
async fn the_tenant_that_is_meant_is_answered() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for (who, names) in [
        (ADA_IN_ACME, ["org_localAcme", "/orgs/acme", "/orgs/org_localAcme"].as_slice()),
        (ADA_ALONE, &["user_localAdaAdmin", "/personal"]),
    ] {
        for name in names {
            let read = ask(&server, who, &Method::GET, "/api/projects", &[name]).await?;
            assert_eq!(read.status, StatusCode::OK, "{name}: {}", read.text);
            let made = ask(&server, who, &Method::POST, "/api/projects", &[name]).await?;
            assert_eq!(made.status, StatusCode::CREATED, "{name}: {}", made.text);
        }
        let made = projects(&server, who).await?.as_array().map(Vec::len);
        assert_eq!(made, Some(names.len()), "{who:?}");
    }
    Ok(())
}
