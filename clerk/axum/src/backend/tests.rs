//! Answers of the Backend API, as they come over the wire.

use http::{HeaderMap, HeaderValue, StatusCode};

use super::{ApiError, BackendError, Membership, Organization, Page, User};

#[test]
fn error_answers_are_read_in_full() {
    let body = br#"{"errors":[{"code":"resource_not_found","message":"not found","long_message":"No user was found",
        "meta":{"param_name":"user_id"}}],"clerk_trace_id":"trace_1"}"#;
    let error = ApiError::read(StatusCode::NOT_FOUND, &HeaderMap::new(), body);
    assert_eq!((error.code(), error.trace_id.as_deref()), (Some("resource_not_found"), Some("trace_1")));
    assert!(error.has_code("resource_not_found"));
    assert_eq!(error.to_string(), "Clerk's Backend API answered 404 Not Found (resource_not_found)");
    assert!(error.errors.first().is_some_and(|item| item.meta.get("param_name").is_some()));
    let error = BackendError::Answer(error);
    assert!(error.is_not_found() && !error.is_temporary());
}

#[test]
fn error_answers_of_anybody_else_are_errors_too() {
    let mut headers = HeaderMap::new();
    headers.insert("retry-after", HeaderValue::from_static("7"));
    headers.insert("cf-ray", HeaderValue::from_static("ray_1"));
    for body in [&b"<html>"[..], b"", b"{}", b"null", b"{\"errors\":3}"] {
        let error = ApiError::read(StatusCode::TOO_MANY_REQUESTS, &headers, body);
        assert!(error.errors.is_empty());
        assert_eq!(error.retry_after.map(|wait| wait.as_secs()), Some(7));
        assert_eq!(error.trace_id.as_deref(), Some("ray_1"));
        assert!(BackendError::Answer(error).is_temporary());
    }
}

#[test]
fn objects_need_only_what_identifies_them() {
    let user: User =
        serde_json::from_str(r#"{"id":"user_1","object":"user","private_metadata":{"a":1}}"#).expect("a user");
    assert_eq!(user.email_address(), None);
    let user = r#"{"id":"user_1","primary_email_address_id":"idn_2","email_addresses":
        [{"id":"idn_1","email_address":"a@example.com"},{"id":"idn_2","email_address":"b@example.com"}]}"#;
    let user: User = serde_json::from_str(user).expect("a user");
    assert_eq!(user.email_address(), Some("b@example.com"));
    let page = r#"{"data":[{"id":"orgmem_1","role":"org:admin","organization":{"id":"org_1","name":"Acme"}}],"total_count":1}"#;
    let page: Page<Membership> = serde_json::from_str(page).expect("a page");
    let organization: Option<&Organization> = page.data.first().and_then(|membership| membership.organization.as_ref());
    assert_eq!(organization.map(|organization| organization.name.as_str()), Some("Acme"));
}
