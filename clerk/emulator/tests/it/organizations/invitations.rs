//! Invitations as the organization sends them and as the invited person sees them.

use serde_json::{Value, json};

use super::{ACME, ADA, MEL, SAM, column, id, refusal, refused};
use crate::{browser::Browser, stage::Stage};

const NEW: &str = "new@example.com";

#[tokio::test]
async fn invitations_are_mailed_listed_and_taken_back() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let path = format!("{ACME}/invitations");
    let made = ada.post(&path, &[("email_address", "New@Example.com"), ("role", "org:viewer")]).await?;
    assert_eq!((made.at("/response/email_address"), made.at("/response/status")), (json!(NEW), json!("pending")));
    let mails = stage.control("GET", "/__control/outbox?to=new@example.com", Value::Null).await?;
    assert_eq!(mails.at("/0/template"), "organization_invitation");
    let quiet = [("email_address", "quiet@example.com"), ("role", "org:viewer"), ("notify", "false")];
    ada.post(&path, &quiet).await?;
    let mails = stage.control("GET", "/__control/outbox?to=quiet@example.com", Value::Null).await?;
    assert_eq!(mails.json(), json!([]));
    let inviter = stage.done("GET", &format!("/organizations/acme/invitations/{}", id(&made)), Value::Null).await?;
    assert_eq!(inviter["inviter_id"], "user_localAdaAdmin");

    let listed = |status: &str| {
        let (ada, path) = (&ada, format!("{path}?{status}"));
        async move { anyhow::Ok(column(&ada.get(&path).await?, "/email_address")) }
    };
    assert_eq!(listed("status=pending").await?.len(), 2);
    let revoke = format!("{path}/{}/revoke", id(&made));
    assert_eq!(ada.post(&revoke, &[]).await?.at("/response/status"), "revoked");
    assert_eq!(refusal(&ada.post(&revoke, &[]).await?), refused(404, "organization_invitation_not_pending"));
    assert_eq!(listed("status=revoked").await?, [json!(NEW)]);
    stage.clock.advance_seconds(31 * 24 * 60 * 60);
    let ada = Browser::signed_in(&stage, ADA).await?;
    let expired = ada.get(&format!("{path}?status=expired")).await?;
    assert_eq!(column(&expired, "/email_address"), [json!("quiet@example.com")]);
    let wrong = ada.get(&format!("{path}?status=perhaps")).await?;
    assert_eq!(refusal(&wrong), refused(422, "form_param_value_invalid"));
    Ok(())
}

#[tokio::test]
async fn all_of_them_are_invited_or_nobody() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let path = format!("{ACME}/invitations/bulk");
    let many: Vec<String> = (0..11).map(|number| format!("n{number}@example.com")).collect();
    let too_many: Vec<&str> = many.iter().map(String::as_str).collect();
    for (addresses, wanted) in [
        (vec![NEW, MEL], refused(400, "already_a_member_in_organization")),
        (vec![NEW, "nonsense"], refused(422, "form_param_format_invalid")),
        (vec![NEW, NEW], refused(400, "organization_invitation_not_unique")),
        (vec![""], refused(422, "form_param_missing")),
        (too_many, refused(400, "bulk_size_exceeded")),
    ] {
        let mut fields: Vec<(&str, &str)> = addresses.iter().map(|address| ("email_address", *address)).collect();
        fields.push(("role", "org:member"));
        assert_eq!(refusal(&ada.post(&path, &fields).await?), wanted, "{addresses:?}");
    }
    assert_eq!(ada.get(&format!("{ACME}/invitations")).await?.at("/response/total_count"), 0);
    let outbox = stage.control("GET", "/__control/outbox", Value::Null).await?;
    assert_eq!(outbox.json(), json!([]));
    let fields = [("email_address", NEW), ("email_address", ""), ("role", "org:member")];
    assert_eq!(ada.post(&path, &fields).await?.status, 200);
    let again = ada.post(&path, &fields).await?;
    assert_eq!(refusal(&again), refused(400, "organization_invitation_not_unique"));
    for role in ["", "org:none"] {
        let fields = [("email_address", "b@example.com"), ("role", role)];
        assert_eq!(ada.post(&path, &fields).await?.status, 422, "{role}");
    }
    Ok(())
}

#[tokio::test]
async fn the_invited_person_accepts_once_and_only_their_own() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let made = ada.post(&format!("{ACME}/invitations"), &[("email_address", SAM), ("role", "org:viewer")]).await?;
    let accept = format!("/me/organization_invitations/{}/accept", id(&made));
    let mel = Browser::signed_in(&stage, MEL).await?;
    assert_eq!(refusal(&mel.post(&accept, &[]).await?), refused(404, "resource_not_found"));
    let sam = Browser::signed_in(&stage, SAM).await?;
    let accepted = sam.post(&accept, &[]).await?;
    assert_eq!(accepted.at("/response/status"), "accepted");
    let own = accepted.at("/client/sessions/0/user/organization_memberships").as_array().cloned().unwrap_or_default();
    let role = own.iter().find(|row| row["organization"]["slug"] == "acme").map(|row| row["role"].clone());
    assert_eq!(role, Some(json!("org:viewer")));
    assert_eq!(refusal(&sam.post(&accept, &[]).await?), refused(400, "organization_invitation_already_accepted"));
    let revoke = format!("{ACME}/invitations/{}/revoke", id(&made));
    assert_eq!(refusal(&ada.post(&revoke, &[]).await?), refused(400, "organization_invitation_already_accepted"));
    Ok(())
}
