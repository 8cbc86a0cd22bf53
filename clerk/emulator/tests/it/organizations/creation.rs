//! Making, changing, showing and deleting organizations.

use serde_json::{Value, json};

use super::{ACME, ADA, MEL, SAM, id, refusal, refused};
use crate::{browser::Browser, stage::Stage};

#[tokio::test]
async fn who_may_not_make_one_does_not() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let sam = Browser::signed_in(&stage, SAM).await?;
    let person = "/users/user_localSamStranger";
    stage.done("PATCH", person, json!({ "create_organizations_limit": 1 })).await?;
    assert_eq!(sam.post("/organizations", &[("name", "First")]).await?.status, 200);
    let second = sam.post("/organizations", &[("name", "Second")]).await?;
    assert_eq!(refusal(&second), refused(403, "organization_quota_exceeded"));
    stage.done("PATCH", person, json!({ "create_organization_enabled": false })).await?;
    let third = sam.post("/organizations", &[("name", "Third")]).await?;
    assert_eq!(refusal(&third), refused(403, "user_create_organization_not_enabled"));
    Ok(())
}

#[tokio::test]
async fn names_and_slugs_have_rules() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    for (name, slug, wanted) in [
        ("", "", refused(422, "form_param_missing")),
        ("https://evil.test", "", refused(422, "form_param_format_invalid")),
        ("Fine", "Not fine", refused(422, "form_param_format_invalid")),
        ("Fine", "acme", refused(422, "form_identifier_exists")),
    ] {
        let fields = [("name", name), ("slug", slug)];
        assert_eq!(refusal(&ada.post("/organizations", &fields).await?), wanted, "{name} {slug}");
    }
    stage.done("PATCH", "/instance/organization_settings", json!({ "slug_disabled": true })).await?;
    let with_slug = [("name", "Fine"), ("slug", "fine")];
    assert_eq!(refusal(&ada.post("/organizations", &with_slug).await?), refused(403, "organization_slugs_disabled"));
    assert_eq!(ada.post("/organizations", &[("name", "Fine")]).await?.status, 200);
    assert_eq!(refusal(&ada.patch(ACME, &[("slug", "other")]).await?), refused(403, "organization_slugs_disabled"));
    assert_eq!(ada.patch(ACME, &[("name", "Acme 2"), ("slug", "acme")]).await?.status, 200, "the same slug");
    Ok(())
}

#[tokio::test]
async fn a_logo_comes_and_goes() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let logo = format!("{ACME}/logo");
    assert_eq!(refusal(&ada.delete(&logo).await?), refused(404, "image_not_found"));
    let set = ada.upload("PUT", &logo, "image/png").await?;
    assert_eq!((set.at("/response/has_image"), set.at("/response/object")), (json!(true), json!("organization")));
    assert_eq!(set.at("/response/image_url"), "data:image/png;base64,UElDVFVSRQ==");
    assert_eq!(refusal(&ada.upload("PUT", &logo, "text/html").await?), refused(422, "form_param_value_invalid"));
    let mel = Browser::signed_in(&stage, MEL).await?;
    let refused_here = refused(403, "missing_organization_permission");
    assert_eq!(refusal(&mel.upload("PUT", &logo, "image/png").await?), refused_here);
    assert_eq!(ada.delete(&logo).await?.at("/response/has_image"), false);
    Ok(())
}

#[tokio::test]
async fn one_is_deleted_by_who_may_while_they_may() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let (ada, mel) = (Browser::signed_in(&stage, ADA).await?, Browser::signed_in(&stage, MEL).await?);
    assert_eq!(refusal(&mel.delete(ACME).await?), refused(403, "missing_organization_permission"));
    stage.done("PATCH", "/organizations/acme", json!({ "admin_delete_enabled": false })).await?;
    assert_eq!(refusal(&ada.delete(ACME).await?), refused(403, "organization_admin_delete_not_enabled"));
    stage.done("PATCH", "/organizations/acme", json!({ "admin_delete_enabled": true })).await?;
    mel.switch("acme").await?;
    assert_eq!(
        ada.delete(ACME).await?.at("/response"),
        json!({ "object": "organization", "id": "org_localAcme", "deleted": true })
    );
    assert_eq!(refusal(&ada.get(ACME).await?), refused(404, "organization_not_found_or_unauthorized"));
    assert_eq!(mel.client().await?["sessions"][0]["last_active_organization_id"], Value::Null);
    Ok(())
}

#[tokio::test]
async fn an_instance_can_have_none() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    stage.done("PATCH", "/instance/organization_settings", json!({ "enabled": false })).await?;
    let off = refused(403, "organization_not_enabled_in_instance");
    assert_eq!(refusal(&ada.post("/organizations", &[("name", "One")]).await?), off);
    assert_eq!(refusal(&ada.get(ACME).await?), off);
    assert_eq!(refusal(&ada.get("/me/organization_invitations").await?), off);
    Ok(())
}

#[tokio::test]
async fn the_creator_has_the_role_of_creators_and_the_set_decides_the_roles() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let set = json!({
        "name": "Small", "key": "role_set:small", "roles": ["org:admin", "org:viewer"], "type": "initial",
        "default_role_key": "org:viewer", "creator_role_key": "org:admin",
    });
    stage.done("POST", "/role_sets", set).await?;
    let made = ada.post("/organizations", &[("name", "Smaller")]).await?;
    stage.done("PATCH", &format!("/organizations/{}", id(&made)), json!({ "role_set_key": "role_set:small" })).await?;
    let path = format!("/organizations/{}", id(&made));
    let roles = ada.get(&format!("{path}/roles?limit=20")).await?;
    assert_eq!(super::column(&roles, "/key"), [json!("org:admin"), json!("org:viewer")]);
    let fields = [("email_address", "a@example.com"), ("role", "org:member")];
    let outside = ada.post(&format!("{path}/invitations"), &fields).await?;
    assert_eq!(refusal(&outside), refused(422, "form_resource_not_found"));
    Ok(())
}
