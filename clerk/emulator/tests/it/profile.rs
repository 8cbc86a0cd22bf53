//! One's own profile: name, addresses, password, devices, the end.

use serde_json::json;

use crate::{browser::Browser, stage::Stage};

const MEL: &str = "mel+clerk_test@example.com";

#[tokio::test]
async fn a_name_is_changed_and_piggybacked() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let answer = browser.patch("/me", &[("first_name", "Melanie"), ("last_name", "")]).await?.json();
    assert_eq!(
        (&answer["response"]["first_name"], &answer["response"]["last_name"]),
        (&json!("Melanie"), &json!(null))
    );
    assert_eq!(answer["client"]["sessions"][0]["user"]["first_name"], "Melanie");
    Ok(())
}

#[tokio::test]
async fn an_address_is_added_proven_and_made_primary() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let added = browser.post("/me/email_addresses/", &[("email_address", "mel@example.com")]).await?.json();
    let id = added["response"]["id"].as_str().unwrap_or_default().to_owned();
    let early = browser.patch("/me", &[("primary_email_address_id", &id)]).await?.json();
    assert_ne!(early["response"]["primary_email_address_id"], json!(id), "not proven yet");

    let base = format!("/me/email_addresses/{id}");
    browser.post(&format!("{base}/prepare_verification"), &[("strategy", "email_code")]).await?;
    let code = stage.last_code("mel@example.com").await?;
    let proven = browser.post(&format!("{base}/attempt_verification"), &[("code", &code)]).await?.json();
    assert_eq!(proven["response"]["verification"]["status"], "verified");
    let primary = browser.patch("/me", &[("primary_email_address_id", &id)]).await?.json();
    assert_eq!(primary["response"]["primary_email_address_id"], json!(id));
    assert_eq!(browser.delete(&base).await?.code(), "identification_deletion_failed");
    assert_eq!(browser.delete("/me/email_addresses/idn_localMelMember").await?.json()["response"]["deleted"], true);
    Ok(())
}

#[tokio::test]
async fn a_new_password_signs_other_devices_out() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let other = Browser::signed_in(&stage, MEL).await?;
    assert_eq!(browser.get("/me/sessions/active").await?.json().as_array().map(Vec::len), Some(2));
    let wrong = [("current_password", "wrong"), ("new_password", "another password")];
    assert_eq!(browser.post("/me/change_password", &wrong).await?.code(), "form_password_incorrect");
    let right = [
        ("current_password", clerk_emulator::PASSWORD),
        ("new_password", "another password"),
        ("sign_out_of_other_sessions", "true"),
    ];
    assert_eq!(browser.post("/me/change_password", &right).await?.status, 200);
    assert_eq!(other.client().await?["sessions"], json!([]));
    assert_eq!(browser.get("/me").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn another_device_is_signed_out_but_only_ones_own() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let here = Browser::signed_in(&stage, MEL).await?;
    let there = Browser::signed_in(&stage, MEL).await?;
    let ada = Browser::signed_in(&stage, "ada+clerk_test@example.com").await?;
    let revoked = here.post(&format!("/me/sessions/{}/revoke", there.session_id), &[]).await?;
    assert_eq!(revoked.json()["response"]["status"], "revoked");
    assert_eq!(there.client().await?["sessions"], json!([]));
    assert_eq!(here.post(&format!("/me/sessions/{}/revoke", ada.session_id), &[]).await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn one_may_leave_for_good() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let gone = browser.delete("/me").await?.json();
    assert_eq!(gone["response"], json!({ "object": "user", "id": "user_localMelMember", "deleted": true }));
    assert_eq!(gone["client"]["sessions"], json!([]));
    assert_eq!(stage.backend("/v1/users/count").await?.json()["total_count"], 3);
    assert_eq!(browser.get("/me").await?.status, 401);
    Ok(())
}

#[tokio::test]
async fn metadata_is_merged_by_its_own_call_and_refused_by_the_other() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let old = browser
        .patch("/me?__clerk_api_version=2025-11-10", &[("unsafe_metadata", "{\"a\":{\"b\":1},\"c\":2}")])
        .await?;
    assert_eq!(old.at("/response/unsafe_metadata"), json!({ "a": { "b": 1 }, "c": 2 }));
    for version in ["2026-05-12", "2026-08-20"] {
        let new = browser.patch(&format!("/me?__clerk_api_version={version}"), &[("unsafe_metadata", "{}")]).await?;
        assert_eq!((new.status.as_u16(), new.code().as_str()), (422, "form_param_unknown"), "{version}");
    }
    let merged = browser.patch("/me/metadata", &[("unsafe_metadata", "{\"a\":{\"d\":3},\"c\":null}")]).await?;
    assert_eq!(merged.at("/response/unsafe_metadata"), json!({ "a": { "b": 1, "d": 3 } }));
    let broken = browser.patch("/me/metadata", &[("unsafe_metadata", "[1]")]).await?;
    assert_eq!((broken.status.as_u16(), broken.code().as_str()), (422, "form_param_value_invalid"));
    let unknown = browser.get("/me?__clerk_api_version=2019-01-01").await?;
    assert_eq!((unknown.status.as_u16(), unknown.code().as_str()), (400, "api_version_invalid"));
    Ok(())
}

#[tokio::test]
async fn a_picture_comes_and_goes() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let set = browser.upload("POST", "/me/profile_image", "image/png").await?;
    assert_eq!(
        (set.at("/response/object"), set.at("/client/sessions/0/user/has_image")),
        (json!("image"), json!(true))
    );
    assert_eq!(set.at("/response/public_url"), "data:image/png;base64,UElDVFVSRQ==");
    assert_eq!(browser.delete("/me/profile_image").await?.at("/response/deleted"), true);
    let again = browser.delete("/me/profile_image").await?;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (404, "image_not_found"));
    Ok(())
}

#[tokio::test]
async fn a_first_organization_is_offered_a_name() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let off = browser.get("/me/organization_creation_defaults").await?;
    assert_eq!(off.at("/response/form/name"), "");
    stage.control("PATCH", "/__control/settings", json!({ "organization_creation_defaults": true })).await?;
    let on = browser.get("/me/organization_creation_defaults").await?;
    assert_eq!(
        on.at("/response/form"),
        json!({ "name": "Example", "slug": "example", "logo": null, "blur_hash": null })
    );
    assert_eq!(on.at("/response/advisory"), json!(null));
    stage.done("POST", "/organizations/globex/domains", json!({ "name": "example.com" })).await?;
    let warned = browser.get("/me/organization_creation_defaults").await?;
    assert_eq!(warned.at("/response/advisory/meta/organization_name"), "Globex");
    Ok(())
}

#[tokio::test]
async fn a_password_is_removed_by_who_knows_it() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, MEL).await?;
    let wrong = browser.post("/me/remove_password", &[("current_password", "wrong")]).await?;
    assert_eq!((wrong.status.as_u16(), wrong.code().as_str()), (422, "form_password_incorrect"));
    let own = [("current_password", clerk_emulator::PASSWORD)];
    assert_eq!(browser.post("/me/remove_password", &own).await?.at("/response/password_enabled"), false);
    let again = browser.post("/me/remove_password", &own).await?;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (400, "no_password_set"));
    Ok(())
}
