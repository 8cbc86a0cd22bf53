//! The links of invitations' mails, followed by whoever gets them.

use serde_json::{Value, json};

use super::{ACME, ADA, MEL, SAM, id, refusal, refused};
use crate::{
    browser::Browser,
    stage::{APP, Answer, Stage},
};

/// Invites an address; answers the invitation's id and the link of its mail.
async fn invite(stage: &Stage, address: &str) -> anyhow::Result<(String, String)> {
    let ada = Browser::signed_in(stage, ADA).await?;
    let made = ada.post(&format!("{ACME}/invitations"), &[("email_address", address), ("role", "org:viewer")]).await?;
    let address = address.replace('+', "%2B");
    let mails = stage.control("GET", &format!("/__control/outbox?to={address}"), Value::Null).await?;
    Ok((id(&made), mails.at("/0/link").as_str().unwrap_or_default().to_owned()))
}

/// Where a link leads in a browser: the page and what the address says.
async fn destination(browser: &Browser<'_>, link: &str) -> anyhow::Result<(String, String)> {
    let answer = browser.follow(link).await?;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let location = answer.header("location").trim_start_matches(APP).to_owned();
    let status = location.rsplit_once("__clerk_status=").map(|(_, status)| status.to_owned()).unwrap_or_default();
    Ok((location.split('?').next().unwrap_or_default().to_owned(), status))
}

#[tokio::test]
async fn a_link_leads_by_who_follows_it() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let nobody = Browser::open(&stage).await?;
    let (_, link) = invite(&stage, "new@example.com").await?;
    assert_eq!(destination(&nobody, &link).await?, ("/sign-up".to_owned(), "sign_up".to_owned()));
    let (_, link) = invite(&stage, SAM).await?;
    assert_eq!(destination(&nobody, &link).await?, ("/sign-in".to_owned(), "sign_in".to_owned()));
    let mel = Browser::signed_in(&stage, MEL).await?;
    assert_eq!(destination(&mel, &link).await?, ("/sign-in".to_owned(), "sign_in".to_owned()), "somebody else");
    let sam = Browser::signed_in(&stage, SAM).await?;
    assert_eq!(refusal(&sam.get(ACME).await?), refused(404, "organization_not_found_or_unauthorized"));
    assert_eq!(destination(&sam, &link).await?, ("/".to_owned(), "complete".to_owned()));
    let client = sam.client().await?;
    assert_eq!(client["sessions"][0]["last_active_organization_id"], "org_localAcme");
    assert_eq!(destination(&sam, &link).await?.1, "sign_in", "once");
    Ok(())
}

#[tokio::test]
async fn a_ticket_that_is_over_says_so_in_both_forms() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ticket = |link: &str| link.split("ticket=").nth(1).unwrap_or_default().to_owned();
    let (revoked_id, revoked) = invite(&stage, "revoked@example.com").await?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    ada.post(&format!("{ACME}/invitations/{revoked_id}/revoke"), &[]).await?;
    let (_, accepted) = invite(&stage, SAM).await?;
    Browser::signed_in(&stage, SAM).await?.follow(&accepted).await?;
    let (_, known) = invite(&stage, "later@example.com").await?;
    stage.clock.advance_seconds(24 * 60 * 60);
    let (_, fresh) = invite(&stage, "fresh@example.com").await?;
    stage.clock.advance_seconds(29 * 24 * 60 * 60 + 1);
    for (ticket, code) in [
        (ticket(&revoked), "organization_invitation_revoked_code"),
        (ticket(&accepted), "organization_invitation_already_accepted"),
        (ticket(&known), "ticket_expired_code"),
        ("forged".to_owned(), "ticket_invalid_code"),
    ] {
        for path in ["/client/sign_ins", "/client/sign_ups"] {
            let browser = Browser::open(&stage).await?;
            let answer = browser.post(path, &[("strategy", "ticket"), ("ticket", &ticket)]).await?;
            if (path, code) != ("/client/sign_ins", "ticket_invalid_code") {
                assert_eq!(refusal(&answer), refused(400, code), "{path}");
            }
        }
    }
    let browser = Browser::open(&stage).await?;
    let fresh = ticket(&fresh);
    let without_account = browser.post("/client/sign_ins", &[("strategy", "ticket"), ("ticket", &fresh)]).await?;
    assert_eq!(refusal(&without_account), refused(400, "organization_invitation_identification_not_exist"));
    let (_, to_mel) = invite_elsewhere(&stage).await?;
    let with_account =
        browser.post("/client/sign_ups", &[("strategy", "ticket"), ("ticket", &ticket(&to_mel))]).await?;
    assert_eq!(refusal(&with_account), refused(400, "organization_invitation_identification_already_exists"));
    let forged = browser.follow(&format!("{APP}/__clerk/v1/tickets/accept?ticket=forged")).await?;
    assert_eq!(refusal(&forged), refused(400, "ticket_invalid_code"));
    Ok(())
}

/// The browser signs in or up with the ticket of a link.
async fn bring(browser: &Browser<'_>, path: &str, link: &str) -> anyhow::Result<Answer> {
    let ticket = link.split("ticket=").nth(1).unwrap_or_default();
    let fields = [("strategy", "ticket"), ("ticket", ticket), ("password", "a long enough one")];
    browser.post(path, &fields).await
}

#[tokio::test]
async fn what_a_ticket_is_refused_for_is_refused_before_anything_happens() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let (_, new) = invite(&stage, "new@example.com").await?;
    let (invitation, known) = invite(&stage, SAM).await?;
    let members = stage.done("GET", "/organizations/acme/memberships", Value::Null).await?["total_count"].clone();
    stage.done("PATCH", "/organizations/acme", json!({ "max_allowed_memberships": members })).await?;
    let browser = Browser::open(&stage).await?;
    for _ in 0..2 {
        let full = bring(&browser, "/client/sign_ups", &new).await?;
        assert_eq!(full.code(), "organization_membership_quota_exceeded", "{}", full.text);
    }
    assert_eq!(stage.done("GET", "/users/count?query=new@example.com", Value::Null).await?["total_count"], 0);
    stage.done("PATCH", "/organizations/acme", json!({ "max_allowed_memberships": 20 })).await?;
    stage.done("POST", "/users/user_localSamStranger/ban", Value::Null).await?;
    assert_eq!(bring(&browser, "/client/sign_ins", &known).await?.code(), "user_banned");
    let found = stage.done("GET", &format!("/organizations/acme/invitations/{invitation}"), Value::Null).await?;
    assert_eq!(found["status"], "pending");
    assert_eq!(bring(&browser, "/client/sign_ups", &new).await?.status, 200);
    Ok(())
}

/// An invitation of somebody who has an account.
async fn invite_elsewhere(stage: &Stage) -> anyhow::Result<(String, String)> {
    let wanted = json!({ "email_address": MEL, "role": "org:viewer" });
    let made = stage.done("POST", "/organizations/globex/invitations", wanted).await?;
    let field = |name: &str| made.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok((field("id"), field("url")))
}

#[tokio::test]
async fn where_the_browser_calls_the_instance_itself_the_link_leads_there() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let host = stage.issuer.trim_start_matches("https://").to_owned();
    let fields = [("email_address", "new@example.com"), ("role", "org:viewer")];
    ada.post_to(&host, &format!("{ACME}/invitations"), &fields).await?;
    let mails = stage.control("GET", "/__control/outbox?to=new@example.com", Value::Null).await?;
    let link = mails.at("/0/link").as_str().unwrap_or_default().to_owned();
    assert!(link.starts_with(&format!("https://{host}/v1/tickets/accept?ticket=")), "{link}");
    Ok(())
}
