//! Links of invitations, followed to their end.

use serde_json::{Value, json};

use super::{column, id};
use crate::{
    browser::Browser,
    stage::{Answer, Stage},
};

/// The ticket in a link.
fn ticket(invitation: &Value) -> String {
    let url = invitation["url"].as_str().unwrap_or_default();
    url.split("ticket=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or_default().to_owned()
}

async fn follow(browser: &Browser<'_>, path: &str, invitation: &Value) -> anyhow::Result<Answer> {
    let ticket = ticket(invitation);
    browser.post(path, &[("strategy", "ticket"), ("ticket", &ticket)]).await
}

async fn invite(stage: &Stage, address: &str) -> anyhow::Result<Value> {
    let wanted = json!({ "email_address": address, "role": "org:viewer", "public_metadata": { "a": 1 } });
    stage.done("POST", "/organizations/acme/invitations", wanted).await
}

#[tokio::test]
async fn somebody_with_an_account_signs_in_and_is_a_member() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let invitation = invite(&stage, "sam+clerk_test@example.com").await?;
    let browser = Browser::open(&stage).await?;
    let signed_in = follow(&browser, "/client/sign_ins", &invitation).await?;
    assert_eq!(signed_in.at("/response/status"), "complete", "{}", signed_in.text);
    assert_eq!(signed_in.at("/client/sessions/0/last_active_organization_id"), "org_localAcme");
    let members = stage.done("GET", "/organizations/acme/memberships?query=sam", Value::Null).await?;
    assert_eq!(
        (column(&members, "role"), &members["data"][0]["public_metadata"]),
        (vec!["org:viewer".to_owned()], &json!({ "a": 1 }))
    );
    let again = follow(&Browser::open(&stage).await?, "/client/sign_ins", &invitation).await?;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (400, "organization_invitation_already_accepted"));
    Ok(())
}

#[tokio::test]
async fn somebody_new_signs_up_without_a_code_and_is_a_member() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    stage.done("PATCH", "/instance/restrictions", json!({ "allowlist": true })).await?;
    let invitation = invite(&stage, "new@example.com").await?;
    let browser = Browser::open(&stage).await?;
    let begun = follow(&browser, "/client/sign_ups", &invitation).await?;
    assert_eq!(
        (begun.at("/response/missing_fields"), begun.at("/response/unverified_fields")),
        (json!(["password"]), json!([])),
        "{}",
        begun.text
    );
    let path = format!("/client/sign_ups/{}", id(&begun.at("/response")));
    let done = browser.patch(&path, &[("password", "a long enough one")]).await?;
    assert_eq!(done.at("/response/status"), "complete", "{}", done.text);
    assert_eq!(done.at("/client/sessions/0/last_active_organization_id"), "org_localAcme");
    let accepted =
        stage.done("GET", &format!("/organizations/acme/invitations/{}", id(&invitation)), Value::Null).await?;
    assert_eq!(accepted["status"], "accepted");
    Ok(())
}

#[tokio::test]
async fn an_invitation_into_the_application_brings_its_metadata() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let entry = stage.done("POST", "/waitlist_entries", json!({ "email_address": "w@example.com" })).await?;
    let invited = stage.done("POST", &format!("/waitlist_entries/{}/invite", id(&entry)), Value::Null).await?;
    let wanted = json!({ "email_address": "new@example.com", "public_metadata": { "plan": "gold" } });
    let invitation = stage.done("POST", "/invitations", wanted).await?;
    for invitation in [&invitation, &invited["invitation"]] {
        let ticket = ticket(invitation);
        let fields = [("strategy", "ticket"), ("ticket", ticket.as_str()), ("password", "a long enough one")];
        let done = Browser::open(&stage).await?.post("/client/sign_ups", &fields).await?;
        assert_eq!(done.at("/response/status"), "complete", "{}", done.text);
    }
    let users = stage.done("GET", "/users?email_address=new@example.com", Value::Null).await?;
    assert_eq!(users[0]["public_metadata"], json!({ "plan": "gold" }));
    let entries = stage.done("GET", "/waitlist_entries", Value::Null).await?;
    assert_eq!(column(&entries, "status"), ["completed"]);
    let again = follow(&Browser::open(&stage).await?, "/client/sign_ups", &invitation).await?;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (400, "invitation_already_accepted"));
    Ok(())
}

#[tokio::test]
async fn a_ticket_that_is_over_says_so() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let revoked = invite(&stage, "a@example.com").await?;
    stage.done("POST", &format!("/organizations/acme/invitations/{}/revoke", id(&revoked)), Value::Null).await?;
    let out = stage.done("POST", "/invitations", json!({ "email_address": "b@example.com" })).await?;
    stage.done("POST", &format!("/invitations/{}/revoke", id(&out)), Value::Null).await?;
    let late = invite(&stage, "c@example.com").await?;
    stage.clock.advance_seconds(31 * 24 * 60 * 60);
    let forged = json!({ "url": "http://localhost:3000/sign-up?__clerk_ticket=forged&__clerk_status=sign_up" });
    for (invitation, refusal) in [
        (revoked, "organization_invitation_revoked_code"),
        (out, "revoked_invitation"),
        (late, "ticket_expired_code"),
        (forged, "ticket_invalid_code"),
    ] {
        let refused = follow(&Browser::open(&stage).await?, "/client/sign_ups", &invitation).await?;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (400, refusal));
    }
    Ok(())
}
