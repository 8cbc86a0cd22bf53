//! Deleted projects over their thirty days, in a real database.

use domain::project::RESTORABLE_MS;
use http::{Method, StatusCode};
use serde_json::json;

use server::harness::{On, TestServer, Who, on_each_database};

async fn thirty_days(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    for who in [Who::Admin, Who::Admin, Who::Stranger] {
        let path = format!("/api/projects/{}", server.project(who, "Old").await?);
        server.call(who, Method::DELETE, &path, None).await?;
    }
    let deleted_at = server.clock.advance(0);
    server.clock.advance(1);
    let kept = server.project(Who::Admin, "Kept").await?;
    server.call(Who::Admin, Method::DELETE, &format!("/api/projects/{kept}"), None).await?;

    assert_eq!(server.purge_all("one", deleted_at + RESTORABLE_MS).await, Some(0));
    let now = server.clock.advance(RESTORABLE_MS);
    // Two servers at once: one does it for both, and whoever comes within the hour leaves it.
    let (one, other) = tokio::join!(server.purge_all("one", now), server.purge_all("other", now));
    let mut both = [one, other];
    both.sort();
    assert_eq!(both, [None, Some(3)]);
    assert_eq!(server.purge_all("third", now).await, None);

    let restored = server.call(Who::Admin, Method::POST, &format!("/api/projects/{kept}/restore"), None).await?;
    assert_eq!(restored.status, StatusCode::OK, "{}", restored.text);
    let deleted = server.call(Who::Admin, Method::GET, "/api/projects?status=deleted", None).await?;
    assert_eq!(deleted.json()["projects"], json!([]));
    let trail = server.call(Who::Admin, Method::GET, "/api/activity", None).await?.json();
    let events = trail["events"].as_array().cloned().unwrap_or_default();
    let purged: Vec<_> = events.iter().filter(|event| event["action"] == "project.purged").collect();
    assert_eq!(purged.len(), 2, "{trail}");
    let of_purged: Vec<_> = events.iter().filter(|event| event["object_id"] != kept.as_str()).collect();
    assert_eq!(of_purged.len(), 6, "each was made, deleted and purged: {trail}");
    for event in of_purged {
        let texts = [&event["object_name"], &event["before"], &event["after"]];
        assert!(texts.iter().all(|text| text.is_null()), "{event}");
    }
    for event in purged {
        assert_eq!((&event["actor"], &event["outcome"]), (&json!(null), &json!("done")));
    }
    assert!(trail.to_string().contains("Kept") && !trail.to_string().contains("Old"), "{trail}");
    Ok(())
}

on_each_database!(thirty_days);
