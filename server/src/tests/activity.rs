//! The audit trail over REST, and to whom it is shown.

use app::activity::ListActivity;
use http::{Method, StatusCode};
use leptos::server_fn::ServerFn;
use serde_json::Value;

use crate::harness::{On, TestServer, Who, on_each_database};

/// Who may read the trail of Acme.
const EVERYBODY: [(Who, u16); 7] = [
    (Who::Admin, 200),
    (Who::Member, 200),
    (Who::Viewer, 200),
    (Who::Stranger, 404),
    (Who::Alone, 404),
    (Who::Pending, 401),
    (Who::Nobody, 401),
];

#[tokio::test]
async fn it_is_shown_to_those_who_may_read_it() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for (who, status) in EVERYBODY {
        for function in [ListActivity::PATH, "/api/fn/app/tenant/get_tenant"] {
            let answer = server.invoke(who, function, "tenant=%2Forgs%2Facme".to_owned()).await?;
            assert_eq!(answer.status.as_u16(), status, "{who:?} {function}");
        }
        // Over REST everybody asks for their own.
        let status = if status == 401 { 401 } else { 200 };
        let answer = server.call(who, Method::GET, "/api/activity", None).await?;
        assert_eq!(answer.status.as_u16(), status, "{who:?}");
    }
    Ok(())
}

async fn it_comes_in_pages_and_stays_in_its_tenant(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    for name in ["one", "two", "three"] {
        server.refused(Who::Viewer, name).await?;
        server.clock.advance(1);
    }
    server.refused(Who::Stranger, "theirs").await?;
    let first = server.call(Who::Admin, Method::GET, "/api/activity?limit=2", None).await?.json();
    assert_eq!(first["events"][1]["object_id"], "two");
    let next = first["next"].as_str().unwrap_or_default();
    let path = format!("/api/activity?limit=2&after={next}");
    let second = server.call(Who::Admin, Method::GET, &path, None).await?.json();
    assert_eq!((&second["events"][0]["object_id"], &second["events"][1]), (&"one".into(), &Value::Null));
    assert_eq!(second.get("next"), None);
    assert_eq!(server.call(Who::Stranger, Method::GET, &path, None).await?.status, StatusCode::BAD_REQUEST);
    assert_eq!(server.refusals(Who::Stranger).await?, ["theirs"]);
    Ok(())
}

on_each_database!(it_comes_in_pages_and_stays_in_its_tenant);

/// People by their names, to whoever may see the members; others see their own alone.
#[tokio::test]
async fn people_are_named_to_those_who_may_see_them() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for who in [Who::Admin, Who::Member] {
        server.refused(who, "a thing").await?;
    }
    let page = async |who| Ok::<_, anyhow::Error>(server.visit(who, "/orgs/acme/activity").await?.text);
    let shown = page(Who::Viewer).await?;
    assert!(shown.contains("Ada Admin") && shown.contains("Mel Member") && !shown.contains("@example.com"), "{shown}");
    server.control().withhold("org:sys_memberships:read").await?;
    server.clock.advance(60_000);
    let shown = page(Who::Member).await?;
    assert!(!shown.contains("Ada Admin") && shown.contains("Somebody else"), "{shown}");
    Ok(())
}
