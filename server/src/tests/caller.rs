//! What the session says of the caller, over REST.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{TestServer, Who};

/// Each role and place, and who is refused.
const EVERYBODY: [(Who, &str, &str, &str); 5] = [
    (Who::Admin, "user_localAdaAdmin", "acme", "org:admin"),
    (Who::Member, "user_localMelMember", "acme", "org:member"),
    (Who::Viewer, "user_localVicViewer", "acme", "org:viewer"),
    (Who::Stranger, "user_localSamStranger", "globex", "org:admin"),
    (Who::Alone, "user_localSamStranger", "", ""),
];

#[tokio::test]
async fn everybody_is_told_about_their_own_session() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    for (who, user_id, slug, role) in EVERYBODY {
        let me = server.call(who, Method::GET, "/api/me", None).await?;
        assert_eq!(me.status, StatusCode::OK, "{who:?}: {}", me.text);
        let me = me.json();
        assert_eq!((&me["user_id"], &me["impersonator"]), (&json!(user_id), &Value::Null), "{who:?}");
        assert!(me["session_id"].as_str().is_some_and(|id| id.starts_with("sess_")), "{me}");
        let organization = server.call(who, Method::GET, "/api/organization", None).await?;
        if slug.is_empty() {
            assert_eq!((organization.status, &me["organization"]), (StatusCode::BAD_REQUEST, &Value::Null));
            assert_eq!(organization.json()["code"], "no_organization");
            continue;
        }
        let organization = organization.json();
        assert_eq!((&organization["org"]["slug"], &organization["role"]), (&json!(slug), &json!(role)), "{who:?}");
        assert!(organization["org"]["id"].as_str().is_some_and(|id| id.starts_with("org_")), "{organization}");
        assert_eq!(me["organization"], organization);
    }
    for who in [Who::Pending, Who::Nobody] {
        for path in ["/api/me", "/api/organization"] {
            let answer = server.call(who, Method::GET, path, None).await?;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{who:?} {path}");
        }
    }
    Ok(())
}
