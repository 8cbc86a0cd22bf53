//! Somebody who is signed in as somebody else: seen in the trail, the log and on every page; kept from what cannot be undone.

use app::RESOURCES;
use axum::body::Body;
use clerk_emulator::SessionToken;
use http::{Method, StatusCode, header};
use serde_json::{Value, json};
use testkit::people::{Person, Place, claims};

use crate::harness::{Log, Support, TestServer, Who};

#[tokio::test]
async fn every_page_says_so() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let rows = server.rows(Who::Admin).await?;
    let of_tenant = RESOURCES.addresses().filter(|page| page.path.starts_with("/orgs/"));
    let of_tenant = of_tenant.map(|page| rows.fill(&page.path));
    let of_site = ["/", "/onboarding", "/orgs/never/activity", "/nowhere"].map(str::to_owned);
    for path in of_tenant.chain(of_site) {
        let shown = Support(&server).visit(&path).await?;
        if shown.status == StatusCode::FOUND {
            continue;
        }
        let has_banner = shown.text.contains("class=\"impersonation\"") && shown.text.contains("is signed in as");
        assert!(has_banner && shown.text.contains("End this session"), "{path}: {}", shown.text);
        let own = server.visit(Who::Admin, &path).await?;
        assert!(!own.text.contains("class=\"impersonation\""), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn the_log_names_whoever_acted() -> anyhow::Result<()> {
    let log = Log::default();
    let guard = log.as_json();
    let server = TestServer::start().await?;
    Support(&server).call(Method::GET, "/api/activity", json!(null)).await?;
    server.call(Who::Admin, Method::GET, "/api/activity", None).await?;
    drop(guard);
    let lines: Vec<Value> = log.lines().iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let answered: Vec<_> = lines.iter().filter(|line| line["message"] == "answered").collect();
    let told: Vec<_> = answered.iter().map(|line| (&line["user_id"], &line["impersonator"])).collect();
    let ada = json!("user_localAdaAdmin");
    assert_eq!(told, [(&ada, &json!("user_support")), (&ada, &json!(""))]);
    Ok(())
}

/// What ClerkJS would change of members goes through our proxy: there it is kept from impersonators.
#[tokio::test]
async fn members_are_not_changed_through_the_proxy() -> anyhow::Result<()> {
    for (variables, status) in [([].as_slice(), 403), (&[("CLERK_IMPERSONATION", "full")], 401)] {
        let server = TestServer::with(variables).await?;
        let actor = Some(json!({ "sub": "user_support" }));
        let token = server.mint(&SessionToken { actor, ..claims(Person::Ada, Place::Acme)? });
        let path = "/__clerk/v1/organizations/org_localAcme/memberships/user_localMelMember?_method=DELETE";
        let ask = |cookie: String| {
            let request = server.request(Who::Nobody, Method::POST, path).header(header::COOKIE, cookie);
            request.header(header::ORIGIN, "http://localhost:3000").body(Body::empty())
        };
        let refused = server.send(ask(format!("__session={token}"))?).await?;
        assert_eq!(refused.status.as_u16(), status, "{}", refused.text);
        // Clerk itself knows nobody by such a cookie.
        let own = server.mint(&claims(Person::Ada, Place::Acme)?);
        assert_eq!(server.send(ask(format!("__session={own}"))?).await?.status, StatusCode::UNAUTHORIZED);
    }
    Ok(())
}
