//! The Backend API client against the local Clerk and a stand-in.

use clerk_axum::{
    BackendError,
    backend::{Paging, UserFilter},
};
use clerk_emulator::{PEOPLE, organization_id};
use http::StatusCode;

use crate::{
    Outcome,
    local_clerk::{build, config, config_of, start},
    upstream::{self, Upstream},
};

#[tokio::test]
async fn people_and_organizations_are_read() -> Outcome {
    let emulator = start().await?;
    let (clerk, _, _) = build(config_of(&emulator))?;
    let (backend, ada) = (clerk.backend(), PEOPLE.first().ok_or("nobody is seeded")?);

    let user = backend.user(&ada.user_id()).await?;
    assert_eq!(user.email_address(), Some(ada.email));
    let everybody = UserFilter::default();
    assert_eq!(backend.count_users(&everybody).await?, PEOPLE.len() as u64);
    assert_eq!(backend.users(&everybody, Paging::default()).await?.len(), PEOPLE.len());
    let acme = organization_id("Acme");
    assert_eq!(backend.organization("acme").await?.id, acme);
    assert_eq!(backend.organization(&acme).await?.slug.as_deref(), Some("acme"));
    assert_eq!(backend.organizations(Paging::default()).await?.total_count, 2);
    let members = backend.memberships(&acme, Paging { limit: 2, offset: 0 }).await?;
    assert_eq!((members.data.len(), members.total_count), (2, 3));
    assert_eq!(backend.user_memberships(&ada.user_id(), Paging::default()).await?.total_count, 2);

    let unknown = backend.user("user_nobody").await.err().ok_or("there is no such user")?;
    assert!(unknown.is_not_found(), "{unknown}");
    Ok(())
}

#[tokio::test]
async fn calls_carry_what_clerk_wants_and_errors_are_typed() -> Outcome {
    let upstream = Upstream::start().await?;
    let (clerk, _, _) = build(config(&upstream.url()))?;
    upstream.answers(|_| {
        let body = r#"{"errors":[{"code":"too_many_requests","message":"slow down"}],"clerk_trace_id":"trace_1"}"#;
        let mut response = upstream::json(StatusCode::TOO_MANY_REQUESTS, body);
        response.headers_mut().insert("retry-after", http::HeaderValue::from_static("3"));
        response
    });
    let filter = UserFilter { user_ids: vec!["user_1".into(), "user_2".into()], ..UserFilter::default() };
    let error = clerk.backend().users(&filter, Paging::default()).await.err().ok_or("the stand-in refuses")?;
    let answer = error.answer().ok_or("an answer")?;
    assert_eq!((answer.code(), answer.trace_id.as_deref()), (Some("too_many_requests"), Some("trace_1")));
    assert_eq!(answer.retry_after.map(|wait| wait.as_secs()), Some(3));

    let seen = upstream.seen();
    let [seen] = seen.as_slice() else { return Err("one request expected, no retry".into()) };
    assert_eq!(seen.uri.to_string(), "/v1/users?user_id=user_1&user_id=user_2&limit=100&offset=0");
    assert_eq!(seen.header("authorization"), "Bearer sk_test_secret");
    assert_eq!(seen.header("clerk-api-version"), "2026-05-12");
    assert!(seen.header("user-agent").starts_with("clerk-axum/"));
    Ok(())
}

#[tokio::test]
async fn ids_from_outside_reach_no_other_endpoint() -> Outcome {
    let upstream = Upstream::start().await?;
    let (clerk, _, _) = build(config(&upstream.url()))?;
    for id in ["../organizations", "%2e%2e%2fusers", "user_1/../../jwks", "user_1?a=b", "", ".."] {
        assert!(matches!(clerk.backend().user(id).await, Err(BackendError::InvalidId)), "{id}");
        assert!(matches!(clerk.backend().organization(id).await, Err(BackendError::InvalidId)), "{id}");
    }
    assert!(upstream.seen().is_empty());
    Ok(())
}
