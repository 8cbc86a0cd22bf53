//! A tenant that is removed while its server runs: nothing is left, in rows or in memory, and nobody else notices.

use app::{RESOURCES, resource::Kind};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use store::Removal;

use crate::harness::{On, Rows, TestServer, Who, on_each_database};

/// What every list and every object of every resource says.
async fn everything(server: &TestServer, who: Who, rows: &Rows) -> anyhow::Result<Vec<(StatusCode, Value)>> {
    let mut found = Vec::new();
    for endpoint in RESOURCES.endpoints().filter(|endpoint| endpoint.kind == Kind::Reads) {
        let answer = server.call(who, Method::GET, &rows.fill(endpoint.path), None).await?;
        found.push((answer.status, answer.json()));
    }
    Ok(found)
}

async fn a_tenant_goes(on: On) -> anyhow::Result<()> {
    let (server, fresh) = (TestServer::on(on).await?, TestServer::start().await?);
    let (ours, theirs) = (server.rows(Who::Admin).await?, server.rows(Who::Stranger).await?);
    for who in [Who::Admin, Who::Stranger] {
        server.refused(who, "a thing").await?;
    }
    let before = everything(&server, Who::Stranger, &theirs).await?;
    let empty = everything(&fresh, Who::Admin, &ours).await?;
    assert_ne!(everything(&server, Who::Admin, &ours).await?, empty);
    assert_eq!(server.system().remove_tenant("org_localAcme").await?, Removal::Done);

    assert_eq!(everything(&server, Who::Admin, &ours).await?, empty);
    for page in RESOURCES.addresses().filter(|page| page.path.starts_with("/orgs/") && !page.path.contains("{id}")) {
        let text = server.visit(Who::Admin, &ours.fill(&page.path)).await?.text;
        assert!(!text.contains("Sample") && !text.contains("tried to"), "{}: {text}", page.path);
    }
    assert_eq!(everything(&server, Who::Stranger, &theirs).await?, before);

    // Clerk may know the organization for a moment longer than we do.
    server.refused(Who::Admin, "again").await?;
    assert_eq!(
        server.call(Who::Admin, Method::GET, "/api/activity", None).await?.json()["events"][0]["object_id"],
        json!("again")
    );
    assert_eq!(server.system().remove_tenant("org_localAcme").await?, Removal::Done);
    assert_eq!(server.system().remove_tenant("org_localAcme").await?, Removal::Unknown);
    Ok(())
}

on_each_database!(a_tenant_goes);
