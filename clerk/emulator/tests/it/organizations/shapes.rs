//! What the Frontend API answers of organizations and sessions, held against Clerk's published shapes.

use serde_json::Value;

use super::{ACME, ADA, MEL, SAM, id};
use crate::{backend::shapes::Shapes, browser::Browser, stage::Stage};

const PUBLISHED: &str = include_str!("../../../../published/shapes-fapi-2026-05-12.json");

#[tokio::test]
async fn every_resource_has_its_published_shape() -> anyhow::Result<()> {
    let (stage, shapes) = (Stage::new()?, Shapes::read(PUBLISHED)?);
    let (ada, sam) = (Browser::signed_in(&stage, ADA).await?, Browser::signed_in(&stage, SAM).await?);
    let mode = [("name", "example.com"), ("enrollment_mode", "automatic_suggestion")];
    let domain = format!("{ACME}/domains/{}", id(&ada.post(&format!("{ACME}/domains"), &mode).await?));
    let address = [("affiliation_email_address", "boss+clerk_test@example.com")];
    let prepared = ada.post(&format!("{domain}/prepare_affiliation_verification"), &address).await?;
    ada.post(&format!("{domain}/attempt_affiliation_verification"), &[("code", "424242")]).await?;
    let offered = sam.get("/me/organization_suggestions").await?;
    let accept = format!("/me/organization_suggestions/{}/accept", first(&offered, "/id"));
    let suggestion = sam.post(&accept, &[]).await?;
    let fields = [("email_address", "new@example.com"), ("role", "org:viewer")];
    let invitation = ada.post(&format!("{ACME}/invitations"), &fields).await?;
    let verify = format!("/client/sessions/{}/verify", ada.session_id);
    let begun = ada.post(&verify, &[("level", "first_factor")]).await?;
    let password = [("strategy", "password"), ("password", clerk_emulator::PASSWORD)];
    let proven = ada.post(&format!("{verify}/attempt_first_factor"), &password).await?;
    let sent = ada.upload("POST", "/me/profile_image", "image/png").await?;

    let mut all = vec![
        ("Client.OrganizationDomain", prepared.at("/response")),
        ("Client.OrganizationSuggestion", suggestion.at("/response")),
        ("Client.OrganizationInvitation", invitation.at("/response")),
        ("Client.SessionReverification", begun.at("/response")),
        ("Client.SessionReverification", proven.at("/response")),
        ("Image", sent.at("/response")),
        ("Client.Client", proven.at("/client")),
    ];
    for (shape, path) in [
        ("Client.Organization", ACME.to_owned()),
        ("Client.OrganizationDomain", domain),
        ("Client.Session", format!("/client/sessions/{}", ada.session_id)),
        ("Client.User", "/me".to_owned()),
    ] {
        all.push((shape, ada.get(&path).await?.at("/response")));
    }
    for (shape, path) in [
        ("Client.OrganizationMembership", format!("{ACME}/memberships?paginated=true")),
        ("Client.OrganizationMembershipRequest", format!("{ACME}/membership_requests")),
        ("Client.Role", format!("{ACME}/roles")),
        ("Client.OrganizationMembership", "/me/organization_memberships?paginated=true".to_owned()),
    ] {
        all.push((shape, ada.get(&path).await?.at("/response/data/0")));
    }
    let devices = ada.get("/me/sessions/active").await?.json();
    all.push(("Client.ActiveSession", devices[0].clone()));
    let mel = Browser::signed_in(&stage, MEL).await?;
    all.push(("ClerkErrors", mel.patch(ACME, &[("name", "Mine")]).await?.json()));

    let faults: Vec<String> = all.iter().flat_map(|(shape, value)| shapes.faults(shape, value)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

fn first(list: &crate::stage::Answer, field: &str) -> String {
    let value = list.at(&format!("/response/data/0{field}"));
    value.as_str().map_or_else(|| Value::to_string(&value), str::to_owned)
}
