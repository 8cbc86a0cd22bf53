//! Every type of event that is not Billing's is caused by what people and servers do, and has its published shape.

use std::collections::BTreeSet;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::{backend::shapes::Shapes, browser::Browser, stage::Stage};

const TYPES: &str = include_str!("../../../../published/webhooks-2025-04-15.tsv");
const SHAPES: &str = include_str!("../../../../published/shapes-webhooks-2025-04-15.json");

/// What the local Clerk does not have.
const BILLING: [&str; 3] = ["paymentAttempt.", "subscription.", "subscriptionItem."];

const ADA: &str = "ada+clerk_test@example.com";
const NEW: &str = "new+clerk_test@example.com";

/// Known to differ from the published list: the status of its own example, and what is null where there is nothing.
const KNOWN: [&str; 2] = [
    "Session.status is \"pending\", not string active,revoked,ended,expired,removed,abandoned,replaced",
    "PaymentAttemptEventPayload.failed_reason is no object: null",
];

fn shapes_of(kind: &str) -> Vec<&'static str> {
    match kind.split_once('.').unwrap_or((kind, "")) {
        ("user" | "organization" | "organizationDomain" | "role" | "permission", "deleted") => vec!["DeletedObject"],
        ("email", _) => vec!["EmailEventPayload"],
        ("sms", _) => vec!["SmsEventPayload"],
        ("organization", _) => vec!["Organization"],
        ("organizationDomain", _) => vec!["OrganizationDomain"],
        ("organizationInvitation", "accepted") => {
            vec!["OrganizationInvitation", "OrganizationInvitationAcceptedPayload"]
        }
        ("organizationInvitation", _) => vec!["OrganizationInvitation"],
        ("organizationMembership", _) => vec!["OrganizationMembership"],
        ("permission", _) => vec!["Permission"],
        ("role", _) => vec!["Role"],
        ("session", _) => vec!["Session", "SessionEventPayload"],
        ("user", _) => vec!["User"],
        ("waitlistEntry", _) => vec!["WaitlistEntry"],
        ("paymentAttempt", _) => vec!["PaymentAttemptEventPayload"],
        ("subscription", _) => vec!["SubscriptionEventPayload"],
        ("subscriptionItem", _) => vec!["BillingSubscriptionItemEventPayload"],
        _ => vec!["a shape of its own"],
    }
}

/// What is wrong with an event.
fn faults(shapes: &Shapes, event: &Value) -> Vec<String> {
    let kind = event["type"].as_str().unwrap_or_default();
    let envelope = shapes.faults("WebhookEventPayload", event).into_iter();
    let data = shapes_of(kind).into_iter().flat_map(|shape| shapes.faults(shape, &event["data"]));
    let all = envelope.chain(data).filter(|fault| !KNOWN.contains(&fault.trim()));
    all.map(|fault| format!("{kind}: {fault}")).collect()
}

fn published() -> impl Iterator<Item = &'static str> {
    TYPES.lines().skip(1).filter_map(|line| line.split('\t').next())
}

async fn listen(stage: &Stage) -> anyhow::Result<()> {
    // Nobody is there, and nobody delivers on this stage.
    stage.control("POST", "/__control/webhooks", json!({ "url": "http://127.0.0.1:9/" })).await?;
    Ok(())
}

/// Events that were published, with what their calls said of themselves left out.
async fn events(stage: &Stage, since: u64) -> anyhow::Result<Vec<Value>> {
    let all = stage.control("GET", &format!("/__control/messages?since={since}"), Value::Null).await?.json();
    let bodies = all.as_array().context("no list")?.iter().filter_map(|message| message["body"].as_str());
    bodies.map(|body| Ok(serde_json::from_str(body)?)).collect()
}

async fn last(stage: &Stage) -> anyhow::Result<u64> {
    Ok(u64::try_from(events(stage, 0).await?.len())?)
}

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().unwrap_or_default()).collect()
}

/// What one action causes.
macro_rules! causes {
    ($stage:expr, $action:expr, $expected:expr) => {{
        let before = last($stage).await?;
        let answer = $action.await?;
        let found = events($stage, before).await?;
        assert_eq!(types(&found), $expected);
        answer
    }};
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap_or_default().to_owned()
}

async fn by_people(stage: &Stage) -> anyhow::Result<()> {
    let browser = Browser::open(stage).await?;
    let fields = [("email_address", NEW), ("password", "a long enough one")];
    let begun = causes!(stage, browser.post("/client/sign_ups", &fields), [""; 0]);
    let path = format!("/client/sign_ups/{}", id(&begun.at("/response")));
    let strategy = ("strategy", "email_code");
    causes!(stage, browser.post(&format!("{path}/prepare_verification"), &[strategy]), ["email.created"]);
    let code = [strategy, ("code", "424242")];
    let attempt = format!("{path}/attempt_verification");
    let done = browser.post(&attempt, &code);
    let done = causes!(stage, done, ["user.created", "session.created"]);
    let session = done.at("/response/created_session_id");
    let browser = Browser { session_id: session.as_str().context("no session")?.to_owned(), ..browser };
    causes!(stage, browser.patch("/me", &[("first_name", "Nora")]), ["user.updated"]);
    causes!(stage, browser.get("/me"), [""; 0]);
    let made = browser.post("/organizations", &[("name", "Initech")]);
    let made = causes!(stage, made, ["organization.created", "organizationMembership.created"]);
    let path = format!("/organizations/{}", id(&made.at("/response")));
    causes!(stage, browser.patch(&path, &[("name", "Initrode")]), ["organization.updated"]);
    let invited = [("email_address", ADA), ("role", "org:member")];
    let invitations = format!("{path}/invitations");
    let invited = browser.post(&invitations, &invited);
    let invited = causes!(stage, invited, ["email.created", "organizationInvitation.created"]);
    let ada = Browser::signed_in(stage, ADA).await?;
    let accept = format!("/me/organization_invitations/{}/accept", id(&invited.at("/response")));
    let expected = ["organizationMembership.created", "organizationInvitation.accepted"];
    causes!(stage, ada.post(&accept, &[]), expected);
    let leave = format!("/me/organization_memberships/{}", id(&made.at("/response")));
    causes!(stage, ada.delete(&leave), ["organizationMembership.deleted"]);
    causes!(stage, browser.delete(&path), ["organization.deleted"]);
    let end = format!("/client/sessions/{}/end", ada.session_id);
    causes!(stage, ada.post(&end, &[]), ["session.ended"]);
    let remove = format!("/client/sessions/{}/remove", browser.session_id);
    causes!(stage, browser.post(&remove, &[]), ["session.removed"]);
    stage.control("PATCH", "/__control/settings", json!({ "force_organization_selection": true })).await?;
    stage.clock.advance_seconds(1);
    let expected = ["user.updated", "session.created", "session.pending"];
    causes!(stage, Browser::signed_in(stage, ADA), expected);
    Ok(())
}

async fn by_servers(stage: &Stage) -> anyhow::Result<()> {
    let none = || json!({});
    let address =
        json!({ "email_address": ["sue@example.com"], "skip_password_requirement": true, "external_id": "row-1" });
    let user = id(&causes!(stage, stage.done("POST", "/users", address), ["user.created"]));
    let number = json!({ "user_id": user, "phone_number": "+15555550100" });
    let number = id(&causes!(stage, stage.done("POST", "/phone_numbers", number), ["user.updated"]));
    let path = format!("/phone_numbers/{number}/prepare_verification");
    let found = stage.done("POST", &path, json!({ "strategy": "phone_code" }));
    causes!(stage, found, ["sms.created"]);
    let session = stage.done("POST", "/sessions", json!({ "user_id": user }));
    let session = id(&causes!(stage, session, ["user.updated", "session.created"]));
    causes!(stage, stage.done("POST", &format!("/sessions/{session}/revoke"), none()), ["session.revoked"]);
    let member = json!({ "user_id": user, "role": "org:member" });
    let path = "/organizations/acme/memberships";
    causes!(stage, stage.done("POST", path, member), ["organizationMembership.created"]);
    let of_user = format!("{path}/{user}");
    let role = stage.done("PATCH", &of_user, json!({ "role": "org:admin" }));
    causes!(stage, role, ["organizationMembership.updated"]);
    let domain = stage.done("POST", "/organizations/acme/domains", json!({ "name": "acme.test" }));
    let domain = id(&causes!(stage, domain, ["organizationDomain.created"]));
    let path = format!("/organizations/acme/domains/{domain}");
    let mode = json!({ "enrollment_mode": "automatic_invitation" });
    causes!(stage, stage.done("PATCH", &path, mode), ["organizationDomain.updated"]);
    causes!(stage, stage.done("DELETE", &path, Value::Null), ["organizationDomain.deleted"]);
    let invited =
        json!({ "email_address": "x@example.com", "role": "org:member", "inviter_user_id": "user_localAdaAdmin" });
    let invited = stage.done("POST", "/organizations/acme/invitations", invited);
    let invited = id(&causes!(stage, invited, ["email.created", "organizationInvitation.created"]));
    let revoke = format!("/organizations/acme/invitations/{invited}/revoke");
    let revoke = stage.done("POST", &revoke, none());
    causes!(stage, revoke, ["organizationInvitation.revoked"]);
    causes!(stage, stage.done("DELETE", &format!("/users/{user}"), Value::Null), ["user.deleted"]);
    let waiting = stage.done("POST", "/waitlist_entries", json!({ "email_address": "w@example.com" }));
    let waiting = id(&causes!(stage, waiting, ["waitlistEntry.created"]));
    let invite = format!("/waitlist_entries/{waiting}/invite");
    let invite = stage.done("POST", &invite, none());
    causes!(stage, invite, ["email.created", "waitlistEntry.updated"]);
    Ok(())
}

async fn by_administrators(stage: &Stage) -> anyhow::Result<()> {
    let permission = stage.done("POST", "/organization_permissions", json!({ "name": "A", "key": "org:a:read" }));
    let permission = id(&causes!(stage, permission, ["permission.created"]));
    let path = format!("/organization_permissions/{permission}");
    causes!(stage, stage.done("PATCH", &path, json!({ "name": "B" })), ["permission.updated"]);
    let role = stage.done("POST", "/organization_roles", json!({ "name": "R", "key": "org:r" }));
    let role = id(&causes!(stage, role, ["role.created"]));
    let role = format!("/organization_roles/{role}");
    causes!(stage, stage.done("PATCH", &role, json!({ "name": "S" })), ["role.updated"]);
    causes!(stage, stage.done("DELETE", &role, Value::Null), ["role.deleted"]);
    causes!(stage, stage.done("DELETE", &path, Value::Null), ["permission.deleted"]);
    Ok(())
}

#[tokio::test]
async fn everything_that_happens_is_an_event_of_its_shape() -> anyhow::Result<()> {
    let (stage, shapes) = (Stage::new()?, Shapes::read(SHAPES)?);
    listen(&stage).await?;
    by_administrators(&stage).await?;
    by_servers(&stage).await?;
    by_people(&stage).await?;
    let all = events(&stage, 0).await?;
    let faults: Vec<String> = all.iter().flat_map(|event| faults(&shapes, event)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let caused: BTreeSet<&str> = types(&all).into_iter().collect();
    let expected = published().filter(|kind| !BILLING.iter().any(|prefix| kind.starts_with(prefix)));
    assert_eq!(caused, expected.collect());
    Ok(())
}

#[tokio::test]
async fn every_type_comes_on_order_with_a_sample() -> anyhow::Result<()> {
    let (stage, shapes) = (Stage::new()?, Shapes::read(SHAPES)?);
    listen(&stage).await?;
    for kind in published().chain(["subscriptionItem.created"]) {
        let answer = stage.control("POST", "/__control/trigger", json!({ "type": kind })).await?;
        assert_eq!(answer.status, 200, "{kind}: {}", answer.text);
    }
    let all = events(&stage, 0).await?;
    let faults: Vec<String> = all.iter().flat_map(|event| faults(&shapes, event)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(all.len(), 46);
    let own = json!({ "type": "user.deleted", "data": { "id": "user_1", "object": "user", "deleted": true } });
    stage.control("POST", "/__control/trigger", own.clone()).await?;
    assert_eq!(events(&stage, 46).await?[0]["data"], own["data"]);
    assert_eq!(stage.control("POST", "/__control/trigger", json!({ "type": "user.born" })).await?.status, 422);
    Ok(())
}

#[tokio::test]
async fn an_event_says_who_asked() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    listen(&stage).await?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let request = http::Request::post(format!(
        "/__clerk/v1/me?__clerk_db_jwt={}&_method=PATCH&_clerk_session_id={}",
        browser.token, browser.session_id
    ));
    let request = request.header("content-type", "application/x-www-form-urlencoded").header("user-agent", "Test/1");
    let request = request.header("origin", crate::stage::APP).header("x-forwarded-for", "203.0.113.7, 10.0.0.1");
    stage.send_body(request, "first_name=Eve".to_owned()).await?;
    let event = events(&stage, 0).await?.pop().context("no event")?;
    let expected = json!({ "http_request": { "client_ip": "203.0.113.7", "user_agent": "Test/1" } });
    assert_eq!((&event["type"], &event["event_attributes"]), (&json!("user.updated"), &expected));
    Ok(())
}

#[tokio::test]
async fn a_refused_call_is_no_event() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    listen(&stage).await?;
    stage.refused("POST", "/users", json!({ "email_address": [ADA] })).await?;
    stage.refused("PATCH", "/users/user_none", json!({ "first_name": "Eve" })).await?;
    assert_eq!(types(&events(&stage, 0).await?), [""; 0]);
    Ok(())
}
