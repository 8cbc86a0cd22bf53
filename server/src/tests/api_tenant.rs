//! Which tenant a caller of the API means: said in a header, compared with the session's, and never guessed for a change
//! that would go into a personal account.

use app::RESOURCES;
use axum::body::Body;
use http::{Method, StatusCode, header};
use serde_json::json;
use testkit::people::{Person, Place};

use crate::harness::{Answer, Rows, TestServer, Who};

async fn ask(
    server: &TestServer,
    whose: (Person, Place),
    method: &Method,
    path: &str,
    tenants: &[&str],
) -> anyhow::Result<Answer> {
    let body = json!({ "name": "Stray", "title": "Stray" }).to_string();
    server.for_tenants(whose, method, path, tenants, &body).await
}

const ADA_IN_ACME: (Person, Place) = (Person::Ada, Place::Acme);
const ADA_ALONE: (Person, Place) = (Person::Ada, Place::Personal);

#[tokio::test]
async fn the_tenant_that_is_meant_is_answered() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    server.refused(Who::Admin, "ours").await?;
    for (who, names, events) in [
        (ADA_IN_ACME, ["org_localAcme", "/orgs/acme", "/orgs/org_localAcme"].as_slice(), 1),
        (ADA_ALONE, &["user_localAdaAdmin", "/personal"], 0),
    ] {
        for name in names {
            let read = ask(&server, who, &Method::GET, "/api/activity", &[name]).await?;
            assert_eq!(read.status, StatusCode::OK, "{name}: {}", read.text);
            assert_eq!(read.json()["events"].as_array().map(Vec::len), Some(events), "{name}");
        }
    }
    Ok(())
}

/// Every route: another tenant, one that is none, and one that was never there are refused in the same words, and nothing
/// is done in either.
#[tokio::test]
async fn another_tenant_than_the_sessions_is_refused_everywhere() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let rows = server.rows(Who::Admin).await?;
    let before = server.call(Who::Admin, Method::GET, "/api/activity", None).await?.json();
    for route in RESOURCES.endpoints() {
        let path = rows.fill(route.path);
        let mut said = Vec::new();
        for tenant in ["/orgs/globex", "org_localGlobex", "/personal", "user_localAdaAdmin", "org_never", "/orgs/never"]
        {
            let refused = ask(&server, ADA_IN_ACME, &route.method, &path, &[tenant]).await?;
            assert_eq!(refused.status, StatusCode::CONFLICT, "{} {path} for {tenant}: {}", route.method, refused.text);
            assert_eq!(refused.header(header::CONTENT_TYPE), "application/problem+json");
            said.push(refused.text);
            server.clock.advance(1_000);
        }
        said.dedup();
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains("tenant_mismatch") && said[0].contains("X-Tenant"), "{said:?}");
    }
    assert_eq!(server.call(Who::Admin, Method::GET, "/api/activity", None).await?.json(), before);
    Ok(())
}

/// A script that starts right after signing in, or after somebody was removed from the organization.
#[tokio::test]
async fn nothing_goes_into_a_personal_account_by_accident() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for route in RESOURCES.endpoints().filter(|route| !route.method.is_safe()) {
        let path = Rows::default().fill(route.path);
        let refused = ask(&server, ADA_ALONE, &route.method, &path, &[]).await?;
        assert_eq!(refused.status, StatusCode::PRECONDITION_REQUIRED, "{} {path}", route.method);
        assert_eq!(refused.json()["code"], "tenant_unnamed");
        assert!(refused.text.contains("X-Tenant: /personal"), "{}", refused.text);
        let elsewhere = ask(&server, ADA_ALONE, &route.method, &path, &["/orgs/acme"]).await?;
        assert_eq!(elsewhere.status, StatusCode::CONFLICT, "{} {path}", route.method);
    }
    let read = ask(&server, ADA_ALONE, &Method::GET, "/api/activity", &[]).await?;
    assert_eq!(read.json()["events"], json!([]), "reading takes no header");
    Ok(())
}

#[tokio::test]
async fn a_claim_that_is_none_is_a_bad_request() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for tenants in [["acme"].as_slice(), &[""], &["/orgs/"], &["org_localAcme", "/orgs/globex"], &["org_localAcme,x"]] {
        let refused = ask(&server, ADA_IN_ACME, &Method::GET, "/api/activity", tenants).await?;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{tenants:?}");
    }
    let nobody = server.request(Who::Nobody, Method::GET, "/api/activity").header("x-tenant", "nonsense");
    assert_eq!(server.send(nobody.body(Body::empty())?).await?.status, StatusCode::UNAUTHORIZED);
    Ok(())
}
