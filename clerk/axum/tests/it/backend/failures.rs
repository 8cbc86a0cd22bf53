//! A Clerk that misbehaves.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use axum::{body::Body, response::Response};
use clerk_axum::{
    BackendError,
    backend::{CreateUser, Page, SessionState, UserList},
};
use futures::{TryStreamExt as _, stream};
use http::{HeaderValue, StatusCode, header};
use tokio::{io::AsyncWriteExt as _, net::TcpListener};

use super::{Outcome, code, stand_in};
use crate::upstream::{Upstream, json};

const USER: &str = r#"{"id":"user_1","first_name":"Ada"}"#;

/// Fails so many times, then answers.
fn fails(upstream: &Upstream, times: usize, failure: fn() -> Response) {
    let count = AtomicUsize::new(0);
    upstream.answers(
        move |_| {
            if count.fetch_add(1, Ordering::SeqCst) < times { failure() } else { json(StatusCode::OK, USER) }
        },
    );
}

fn busy(retry_after: Option<&'static str>) -> Response {
    let body = r#"{"errors":[{"code":"too_many_requests","message":"slow down"}],"clerk_trace_id":"trace_1"}"#;
    let mut response = json(StatusCode::TOO_MANY_REQUESTS, body);
    if let Some(retry_after) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(retry_after));
    }
    response
}

#[tokio::test]
async fn calls_carry_what_clerk_wants() -> Outcome {
    let (clerk, upstream, _) = stand_in().await?;
    upstream.answers(|_| json(StatusCode::OK, "[]"));
    let filter = UserList {
        user_id: vec!["user_1".to_owned(), "user_2".to_owned()],
        query: Some("a&b=c".to_owned()),
        limit: Some(2),
        ..UserList::default()
    };
    let page = clerk.users().list(&filter).await?;
    assert_eq!(page, Page { data: Vec::new(), total_count: None });
    let seen = upstream.seen();
    let [seen] = seen.as_slice() else { return Err("one request".into()) };
    assert_eq!(seen.uri.to_string(), "/v1/users?limit=2&query=a%26b%3Dc&user_id=user_1&user_id=user_2");
    assert_eq!(seen.header("authorization"), "Bearer sk_test_secret");
    assert_eq!(seen.header("clerk-api-version"), "2026-05-12");
    assert_eq!(seen.header("content-type"), "application/json");
    assert!(seen.header("user-agent").starts_with("clerk-axum/"));
    Ok(())
}

#[tokio::test]
async fn a_busy_clerk_is_left_alone_as_long_as_it_says() -> Outcome {
    let (clerk, upstream, pace) = stand_in().await?;
    fails(&upstream, 1, || busy(Some("1")));
    let report = clerk.users().get("user_1").report().await;
    assert_eq!((report.attempts, report.waited, report.status), (2, Duration::from_secs(1), Some(StatusCode::OK)));
    assert_eq!(report.outcome?.first_name.as_deref(), Some("Ada"));
    assert_eq!(pace.pauses(), [Duration::from_secs(1)]);

    // A date far away: there is no time for that, and the error says how long.
    fails(&upstream, 9, || busy(Some("Fri, 31 Dec 9999 23:59:59 GMT")));
    let report = clerk.users().get("user_1").report().await;
    assert_eq!((report.attempts, report.trace_id.as_deref()), (1, Some("trace_1")));
    let error = report.outcome.err().ok_or("it is busy")?;
    assert_eq!((code(&error), error.is_temporary()), ("too_many_requests", true));
    assert!(error.retry_after() > Some(Duration::from_secs(1_000_000)));

    // Everybody else leaves it alone from then on.
    let report = clerk.users().get("user_1").report().await;
    assert!(matches!(report.outcome, Err(BackendError::Held(_))) && report.attempts == 0);
    assert_eq!(upstream.seen().len(), 3);
    Ok(())
}

#[tokio::test]
async fn what_may_be_repeated_is_repeated() -> Outcome {
    let (clerk, upstream, pace) = stand_in().await?;
    fails(&upstream, 2, || json(StatusCode::BAD_GATEWAY, "<html>"));
    let report = clerk.users().get("user_1").report().await;
    assert_eq!((report.attempts, report.outcome.is_ok()), (3, true));
    assert_eq!(pace.pauses(), [50, 100].map(Duration::from_millis));
    fails(&upstream, 9, || json(StatusCode::SERVICE_UNAVAILABLE, ""));
    let report = clerk.users().get("user_1").report().await;
    assert_eq!((report.attempts, report.status), (3, Some(StatusCode::SERVICE_UNAVAILABLE)));
    for _ in 0..2 {
        let report = clerk.users().create(&CreateUser::default()).report().await;
        assert_eq!((report.attempts, report.waited), (1, Duration::ZERO), "somebody could be made twice");
        let report = clerk.users().get("user_1").once().report().await;
        assert_eq!(report.attempts, 1, "asked not to");
    }
    let error = clerk.users().get("user_1").await.err().ok_or("five calls in a row failed")?;
    assert!(matches!(error, BackendError::Held(_)), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_refusal_is_no_failure_of_clerks() -> Outcome {
    let (clerk, upstream, _) = stand_in().await?;
    upstream.answers(|_| {
        let body = r#"{"errors":[{"code":"resource_not_found","message":"not found","long_message":"No user was found",
            "meta":{"param_name":"user_id"}}]}"#;
        let mut response = json(StatusCode::NOT_FOUND, body);
        response.headers_mut().insert("cf-ray", HeaderValue::from_static("ray_1"));
        response
    });
    for _ in 0..9 {
        let report = clerk.users().get("user_1").report().await;
        assert_eq!((report.attempts, report.trace_id.as_deref()), (1, Some("ray_1")));
        let error = report.outcome.err().ok_or("there is none")?;
        assert!(error.is_not_found() && error.retry_after().is_none());
    }
    Ok(())
}

#[tokio::test]
async fn a_silent_clerk_is_not_waited_for_beyond_the_deadline() -> Outcome {
    let (clerk, upstream, _) = stand_in().await?;
    upstream.answers(|_| Response::new(Body::from_stream(stream::pending::<Result<Vec<u8>, std::io::Error>>())));
    let report = clerk.users().get("user_1").deadline(Duration::from_millis(50)).report().await;
    assert!(matches!(report.outcome, Err(BackendError::TimedOut)));
    assert_eq!((report.attempts, report.status), (1, None));
    Ok(())
}

#[tokio::test]
async fn answers_are_read_whatever_they_call_themselves() -> Outcome {
    let (clerk, upstream, _) = stand_in().await?;
    for content_type in ["application/json; charset=utf-8", "application/json; charset=ISO-8859-1", "text/plain", ""] {
        upstream.answers(move |_| {
            let mut response = json(StatusCode::OK, "\u{feff}{\"id\":\"user_1\",\"first_name\":\"Zoë 🚀\"}");
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
            response
        });
        let user = clerk.users().get("user_1").await?;
        assert_eq!(user.first_name.as_deref(), Some("Zoë 🚀"), "{content_type}");
    }
    upstream.answers(|_| json(StatusCode::OK, Body::from(&b"{\"id\":\"user_1\",\"first_name\":\"Zo\xeb\"}"[..])));
    assert_eq!(clerk.users().get("user_1").await?.first_name.as_deref(), Some("Zo\u{fffd}"));
    upstream.answers(|_| json(StatusCode::OK, r#"{"id":"sess_1","status":"levitating","actor":7,"more":[]}"#));
    assert_eq!(clerk.sessions().get("sess_1").await?.status, SessionState::Other("levitating".to_owned()));
    Ok(())
}

#[tokio::test]
async fn answers_that_are_none() -> Outcome {
    let (clerk, upstream, _) = stand_in().await?;
    for body in ["", "{}", "[]", "{\"id\":\"user_1\"", "<html>", "null", "\"user_1\""] {
        upstream.answers(move |_| json(StatusCode::OK, body));
        let report = clerk.users().get("user_1").report().await;
        assert!(matches!(report.outcome, Err(BackendError::Malformed(_))), "{body}");
        assert_eq!((report.status, report.attempts), (Some(StatusCode::OK), 1));
    }
    upstream.answers(|_| {
        let chunk = stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 1024 * 1024]));
        Response::new(Body::from_stream(chunk))
    });
    let error = clerk.users().get("user_1").await.err().ok_or("it never ends")?;
    assert!(matches!(error, BackendError::TooLarge), "{error}");
    let large = format!(r#"[{{"id":"user_1","first_name":"{}"}}]"#, "a".repeat(8 * 1024 * 1024));
    upstream.answers(move |_| json(StatusCode::OK, large.clone()));
    assert_eq!(clerk.users().list(&UserList::default()).await?.data.len(), 1, "large, but possible");
    Ok(())
}

/// The connection ends in the middle of an answer: tried again, then an error.
#[tokio::test]
async fn a_broken_answer_is_an_error() -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let api_url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"id\":";
            let _ = connection.write_all(head.as_bytes()).await;
        }
    });
    let config = clerk_axum::BackendConfig { api_url, ..clerk_axum::BackendConfig::new("sk_test_a".to_owned()) };
    let report = clerk_axum::BackendClient::new(config)?.users().get("user_1").report().await;
    assert!(matches!(report.outcome, Err(BackendError::Unreachable(_))));
    assert_eq!(report.attempts, 3);
    Ok(())
}

#[tokio::test]
async fn ids_from_outside_reach_no_other_endpoint() -> Outcome {
    let (clerk, upstream, _) = stand_in().await?;
    for id in ["../organizations", "%2e%2e%2fusers", "user_1/../../jwks", "user_1?a=b", "", ".."] {
        assert!(matches!(clerk.users().get(id).await, Err(BackendError::InvalidId)), "{id}");
        assert!(matches!(clerk.organizations().get(id).await, Err(BackendError::InvalidId)), "{id}");
        assert!(matches!(clerk.organizations().delete_membership("org_1", id).await, Err(BackendError::InvalidId)));
        let token = clerk.sessions().get_token_from_template("sess_1", id, None).await;
        assert!(matches!(token, Err(BackendError::InvalidId)), "{id}");
    }
    assert!(upstream.seen().is_empty());
    Ok(())
}

#[tokio::test]
async fn pages_end_with_the_first_error() -> Outcome {
    let (clerk, upstream, _) = stand_in().await?;
    upstream.answers(|request| match request.uri.query() {
        Some("limit=2&offset=0") => json(StatusCode::OK, r#"[{"id":"user_1"},{"id":"user_2"}]"#),
        Some("limit=2&offset=2") => json(StatusCode::OK, r#"[{"id":"user_3"}]"#),
        _ => json(StatusCode::NOT_FOUND, "{}"),
    });
    let all = |limit| clerk.users().list(&UserList { limit, ..UserList::default() }).entries();
    let ids: Vec<_> = all(Some(2)).map_ok(|user| user.id).try_collect().await?;
    assert_eq!(ids, ["user_1", "user_2", "user_3"]);
    let mut broken = all(Some(3));
    assert!(broken.try_next().await.err().ok_or("a page is missing")?.is_not_found());
    assert!(broken.try_next().await?.is_none());
    let mut largest = all(None);
    assert!(largest.try_next().await.is_err());
    assert_eq!(
        upstream.seen().last().map(|seen| seen.uri.to_string()).as_deref(),
        Some("/v1/users?limit=500&offset=0")
    );
    Ok(())
}
