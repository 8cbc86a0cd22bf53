//! Listing, making, changing organizations, and who may.

mod creation;
mod domains;
mod invitations;
mod links;
mod members;
mod shapes;

use serde_json::{Value, json};

use crate::{
    browser::Browser,
    stage::{Answer, Stage},
    tokens,
};

const ADA: &str = "ada+clerk_test@example.com";
const MEL: &str = "mel+clerk_test@example.com";
const VIC: &str = "vic+clerk_test@example.com";
const SAM: &str = "sam+clerk_test@example.com";
const ACME: &str = "/organizations/org_localAcme";

/// Status and code of a refusal.
fn refusal(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// One field of every row of a list.
fn column(answer: &Answer, field: &str) -> Vec<Value> {
    let rows = answer.at("/response/data").as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| row.pointer(field).cloned().unwrap_or_default()).collect()
}

fn id(answer: &Answer) -> String {
    answer.at("/response/id").as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_switcher_lists_ones_own() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let memberships = browser.get("/me/organization_memberships?paginated=true&limit=10&offset=0").await?.json();
    let rows = memberships["response"]["data"].as_array().cloned().unwrap_or_default();
    let names: Vec<_> = rows.iter().map(|row| (&row["organization"]["name"], &row["role"])).collect();
    assert_eq!(names, [(&json!("Acme"), &json!("org:admin")), (&json!("Globex"), &json!("org:member"))]);
    for path in ["/me/organization_invitations?status=pending", "/me/organization_suggestions?status=pending"] {
        assert_eq!(browser.get(path).await?.json()["response"], json!({ "data": [], "total_count": 0 }));
    }
    let second = browser.get("/me/organization_memberships?paginated=true&limit=1&offset=1").await?.json();
    assert_eq!(second["response"]["data"][0]["organization"]["name"], "Globex");
    assert_eq!(second["response"]["total_count"], 2);
    Ok(())
}

#[tokio::test]
async fn a_creator_becomes_admin() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let made = browser.post("/organizations", &[("name", "Initech Inc."), ("slug", "")]).await?.json();
    assert_eq!(made["response"]["slug"], "initech-inc");
    let memberships = made["client"]["sessions"][0]["user"]["organization_memberships"].as_array().cloned();
    assert!(memberships.into_iter().flatten().any(|row| row["organization"]["id"] == made["response"]["id"]));
    let session = browser.switch("initech-inc").await?.json()["response"].clone();
    let claims = tokens::claims(&stage, &session["last_active_token"]["jwt"]).await?;
    assert_eq!(claims["o"]["rol"], "admin");

    let taken = browser.post("/organizations", &[("name", "Other"), ("slug", "acme")]).await?;
    assert_eq!((taken.status.as_u16(), taken.code().as_str()), (422, "form_identifier_exists"));
    Ok(())
}

#[tokio::test]
async fn members_look_admins_manage_strangers_see_nothing() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let mel = Browser::signed_in(&stage, MEL).await?;
    assert_eq!(
        mel.get("/organizations/org_localAcme/memberships?paginated=true").await?.json()["response"]["total_count"],
        3
    );
    let refused = mel.patch("/organizations/org_localAcme", &[("name", "Mine")]).await?;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "missing_organization_permission"));
    assert_eq!(mel.delete("/organizations/org_localAcme/memberships/user_localVicViewer").await?.status, 403);

    let sam = Browser::signed_in(&stage, SAM).await?;
    assert_eq!(sam.get("/organizations/org_localAcme").await?.status, 404);
    assert_eq!(sam.get("/organizations/org_localAcme/memberships").await?.status, 404);

    let ada = Browser::signed_in(&stage, ADA).await?;
    let renamed = ada.patch("/organizations/org_localAcme", &[("name", "Acme & Sons")]).await?.json();
    assert_eq!((&renamed["response"]["name"], &renamed["response"]["slug"]), (&json!("Acme & Sons"), &json!("acme")));
    let path = "/organizations/org_localAcme/memberships/user_localVicViewer";
    assert_eq!(ada.patch(path, &[("role", "org:member")]).await?.json()["response"]["role_name"], "Member");
    let roles = ada.get("/organizations/org_localAcme/roles").await?.json();
    assert_eq!(roles["response"]["total_count"], 3);
    Ok(())
}

#[tokio::test]
async fn one_who_is_removed_falls_back_to_the_personal_account() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let mel = Browser::signed_in(&stage, MEL).await?;
    mel.switch("acme").await?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    ada.delete("/organizations/org_localAcme/memberships/user_localMelMember").await?;
    let client = mel.client().await?;
    assert_eq!(client["sessions"][0]["last_active_organization_id"], Value::Null);
    assert_eq!(client["sessions"][0]["user"]["organization_memberships"], json!([]));
    Ok(())
}

#[tokio::test]
async fn an_invited_person_accepts_in_their_switcher() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let fields = [("email_address", SAM), ("email_address", ""), ("role", "org:viewer")];
    let sent = ada.post("/organizations/org_localAcme/invitations/bulk", &fields).await?.json();
    assert_eq!(sent["response"].as_array().map(Vec::len), Some(1));
    let member = [("email_address", MEL), ("role", "org:viewer")];
    let refused = ada.post("/organizations/org_localAcme/invitations/bulk", &member).await?;
    assert_eq!(refused.code(), "already_a_member_in_organization");

    let sam = Browser::signed_in(&stage, SAM).await?;
    let listed = sam.get("/me/organization_invitations?status=pending").await?.json();
    let invitation = listed["response"]["data"][0].clone();
    assert_eq!(invitation["public_organization_data"]["name"], "Acme");
    let path = format!("/me/organization_invitations/{}/accept", invitation["id"].as_str().unwrap_or_default());
    assert_eq!(sam.post(&path, &[]).await?.json()["response"]["status"], "accepted");
    assert_eq!(sam.switch("acme").await?.status, 200);
    assert_eq!(sam.delete("/me/organization_memberships/org_localAcme").await?.json()["response"]["deleted"], true);
    Ok(())
}

#[tokio::test]
async fn a_revoked_invitation_is_gone() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let fields = [("email_address", "new@example.com"), ("role", "org:member")];
    let sent = ada.post("/organizations/acme/invitations", &fields).await?.json()["response"].clone();
    let path = format!("/organizations/acme/invitations/{}/revoke", sent["id"].as_str().unwrap_or_default());
    assert_eq!(ada.post(&path, &[]).await?.json()["response"]["status"], "revoked");
    let pending = ada.get("/organizations/acme/invitations?status=pending").await?.json();
    assert_eq!(pending["response"]["total_count"], 0);
    Ok(())
}
