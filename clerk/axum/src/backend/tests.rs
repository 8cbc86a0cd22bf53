//! Answers of the Backend API, as they come over the wire.

use http::{HeaderMap, HeaderValue, StatusCode};

use super::{
    ApiError, BackendError, InvitationStatus, Membership, Organization, OrganizationInvitation, Page, Session, User,
};

#[test]
fn error_answers_are_read_in_full() {
    let body = br#"{"errors":[{"code":"resource_not_found","message":"not found","long_message":"No user was found",
        "meta":{"param_name":"user_id"}}],"clerk_trace_id":"trace_1"}"#;
    let error = ApiError::read(StatusCode::NOT_FOUND, &HeaderMap::new(), body, 0);
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
        let error = ApiError::read(StatusCode::TOO_MANY_REQUESTS, &headers, body, 0);
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

#[test]
fn what_clerk_invents_later_is_kept_or_skipped() {
    let session = r#"{"id":"sess_1","status":"dreaming","tasks":[{"key":"sing","more":1}],"new":{"a":[1]},"latest_activity":null}"#;
    let session: Session = serde_json::from_str(session).expect("a session");
    assert_eq!((session.status.as_str(), session.tasks.len()), ("dreaming", 1));
    let invitation = r#"{"id":"orginv_1","status":"pending","public_metadata":null,"url":null,"expires_at":null}"#;
    let invitation: OrganizationInvitation = serde_json::from_str(invitation).expect("an invitation");
    assert_eq!(invitation.status, InvitationStatus::Pending);
    assert!(serde_json::from_str::<User>("{}").is_err(), "a user without an id is none");
}

/// That the type itself cannot be serialised is shown where it is made (`private_metadata.rs`).
#[test]
fn private_metadata_stays_on_the_server() {
    let user = r#"{"id":"user_1","private_metadata":{"stripe":"cus_1"},"public_metadata":{"plan":"pro"}}"#;
    let user: User = serde_json::from_str(user).expect("a user");
    assert_eq!(user.private_metadata.get("stripe").and_then(|value| value.as_str()), Some("cus_1"));
    let membership = r#"{"id":"orgmem_1","private_metadata":{"a":"cus_1"},"organization":{"id":"org_1","private_metadata":{"b":"cus_1"}}}"#;
    let membership: Membership = serde_json::from_str(membership).expect("a membership");
    let invitation = r#"{"id":"orginv_1","private_metadata":{"a":"cus_1"},"url":"https://x/cus_1"}"#;
    let mut invitation: OrganizationInvitation = serde_json::from_str(invitation).expect("an invitation");
    for shown in [format!("{user:?}"), format!("{membership:?}"), format!("{invitation:?}")] {
        assert!(!shown.contains("cus_1"), "{shown}");
    }
    invitation.url = None;
    let sent = [serde_json::to_string(&user), serde_json::to_string(&membership), serde_json::to_string(&invitation)];
    for sent in sent.map(|sent| sent.expect("JSON")) {
        assert!(!sent.contains("cus_1") && !sent.contains("private"), "{sent}");
    }
}
