//! Verified domains, and how people come in through them.

use serde_json::json;

use super::{ACME, ADA, MEL, SAM, column, id, refusal, refused};
use crate::{browser::Browser, stage::Stage};

const AT_ACME: &str = "boss+clerk_test@acme.test";

/// A domain of Acme, proven by a code.
async fn verified(ada: &Browser<'_>, name: &str, mode: &str) -> anyhow::Result<String> {
    let made = ada.post(&format!("{ACME}/domains"), &[("name", name), ("enrollment_mode", mode)]).await?;
    let path = format!("{ACME}/domains/{}", id(&made));
    let address = format!("boss+clerk_test@{name}");
    ada.post(&format!("{path}/prepare_affiliation_verification"), &[("affiliation_email_address", &address)]).await?;
    let done = ada.post(&format!("{path}/attempt_affiliation_verification"), &[("code", "424242")]).await?;
    assert_eq!(done.at("/response/verification/status"), "verified", "{}", done.text);
    Ok(path)
}

/// Somebody new whose address is of a domain.
async fn sign_up<'a>(stage: &'a Stage, address: &str) -> anyhow::Result<Browser<'a>> {
    let mut browser = Browser::open(stage).await?;
    let fields = [("email_address", address), ("password", "a long enough one")];
    let path = format!("/client/sign_ups/{}", id(&browser.post("/client/sign_ups", &fields).await?));
    browser.post(&format!("{path}/prepare_verification"), &[("strategy", "email_code")]).await?;
    let code = [("strategy", "email_code"), ("code", "424242")];
    let done = browser.post(&format!("{path}/attempt_verification"), &code).await?;
    browser.session_id = done.at("/response/created_session_id").as_str().unwrap_or_default().to_owned();
    Ok(browser)
}

#[tokio::test]
async fn a_domain_is_proven_by_a_code_to_one_of_its_addresses() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let made = ada.post(&format!("{ACME}/domains"), &[("name", "Acme.test")]).await?;
    assert_eq!(
        (made.at("/response/name"), made.at("/response/enrollment_mode")),
        (json!("acme.test"), json!("manual_invitation"))
    );
    assert_eq!(made.at("/response/affiliation_verification"), json!(null));
    let path = format!("{ACME}/domains/{}", id(&made));
    let (prepare, attempt) =
        (format!("{path}/prepare_affiliation_verification"), format!("{path}/attempt_affiliation_verification"));
    assert_eq!(refusal(&ada.post(&attempt, &[("code", "1")]).await?), refused(400, "verification_missing"));
    let elsewhere = [("affiliation_email_address", "boss@other.test")];
    assert_eq!(refusal(&ada.post(&prepare, &elsewhere).await?), refused(422, "organization_domain_mismatch"));
    let prepared = ada.post(&prepare, &[("affiliation_email_address", "boss@acme.test")]).await?;
    assert_eq!(prepared.at("/response/affiliation_verification/status"), "unverified");
    assert_eq!(prepared.at("/response/affiliation_email_address"), "boss@acme.test");
    assert_eq!(refusal(&ada.post(&attempt, &[("code", "000000")]).await?), refused(422, "form_code_incorrect"));
    assert_eq!(ada.get(&path).await?.at("/response/affiliation_verification/attempts"), 1, "a wrong code counts");
    let code = stage.last_code("boss@acme.test").await?;
    let done = ada.post(&attempt, &[("code", &code)]).await?;
    assert_eq!(done.at("/response/verification/status"), "verified");
    assert_eq!(refusal(&ada.post(&attempt, &[("code", &code)]).await?), refused(400, "verification_already_verified"));
    assert_eq!(ada.get(&format!("{ACME}/domains?verified=true")).await?.at("/response/total_count"), 1);
    assert_eq!(
        ada.get(&format!("{ACME}/domains?enrollment_mode=automatic_invitation")).await?.at("/response/total_count"),
        0
    );
    assert_eq!(ada.delete(&path).await?.at("/response/deleted"), true);
    assert_eq!(refusal(&ada.get(&path).await?), refused(404, "resource_not_found"));
    Ok(())
}

#[tokio::test]
async fn a_domain_that_cannot_be_is_refused() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    verified(&ada, "acme.test", "manual_invitation").await?;
    let mel = Browser::signed_in(&stage, MEL).await?;
    let other = format!("/organizations/{}/domains", id(&mel.post("/organizations", &[("name", "Other")]).await?));
    for (name, mode, wanted) in [
        ("gmail.com", "", refused(422, "organization_domain_common")),
        ("acme.test", "", refused(422, "organization_domain_already_exists")),
        ("nonsense", "", refused(422, "form_param_format_invalid")),
        ("", "", refused(422, "form_param_missing")),
        ("other.test", "perhaps", refused(422, "organization_domain_enrollment_mode_invalid")),
    ] {
        assert_eq!(refusal(&mel.post(&other, &[("name", name), ("enrollment_mode", mode)]).await?), wanted, "{name}");
    }
    let again = ada.post(&format!("{ACME}/domains"), &[("name", "acme.test")]).await?;
    assert_eq!(refusal(&again), refused(422, "organization_domain_already_exists_same_organization"));
    let only = json!({ "domains_enrollment_modes": ["automatic_invitation"] });
    stage.done("PATCH", "/instance/organization_settings", only).await?;
    let off = mel.post(&other, &[("name", "b.test"), ("enrollment_mode", "automatic_suggestion")]).await?;
    assert_eq!(refusal(&off), refused(403, "organization_domain_enrollment_mode_not_enabled"));
    stage.done("PATCH", "/instance/organization_settings", json!({ "domains_enabled": false })).await?;
    let off = mel.post(&other, &[("name", "b.test")]).await?;
    assert_eq!(refusal(&off), refused(403, "organization_domains_not_enabled"));
    Ok(())
}

#[tokio::test]
async fn a_domain_invites_by_itself_who_has_an_address_of_it() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let before = sign_up(&stage, "before+clerk_test@acme.test").await?;
    let path = verified(&ada, "acme.test", "automatic_invitation").await?;
    assert_eq!(ada.get(&path).await?.at("/response/total_pending_invitations"), 1);
    let after = sign_up(&stage, AT_ACME).await?;
    assert_eq!(ada.get(&path).await?.at("/response/total_pending_invitations"), 2);
    for browser in [&before, &after] {
        let own = browser.get("/me/organization_invitations?status=pending").await?;
        assert_eq!(column(&own, "/public_organization_data/name"), [json!("Acme")]);
    }
    let own = after.get("/me/organization_invitations?status=pending").await?;
    let invitation = column(&own, "/id").first().and_then(|id| id.as_str().map(str::to_owned)).unwrap_or_default();
    let accepted = after.post(&format!("/me/organization_invitations/{invitation}/accept"), &[]).await?;
    assert_eq!(
        (accepted.at("/response/status"), accepted.at("/response/role")),
        (json!("accepted"), json!("org:member"))
    );
    ada.delete(&path).await?;
    assert_eq!(before.get("/me/organization_invitations?status=pending").await?.at("/response/total_count"), 0);
    Ok(())
}

#[tokio::test]
async fn a_domain_suggests_people_ask_and_managers_decide() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let path = verified(&ada, "acme.test", "automatic_suggestion").await?;
    let boss = sign_up(&stage, AT_ACME).await?;
    let other = sign_up(&stage, "other+clerk_test@acme.test").await?;
    assert_eq!(ada.get(&path).await?.at("/response/total_pending_suggestions"), 2);
    let mut asked = Vec::new();
    for browser in [&boss, &other] {
        let own = browser.get("/me/organization_suggestions?status=pending&status=accepted").await?;
        assert_eq!(column(&own, "/public_organization_data/slug"), [json!("acme")]);
        let suggestion = column(&own, "/id").first().and_then(|id| id.as_str().map(str::to_owned)).unwrap_or_default();
        let accept = format!("/me/organization_suggestions/{suggestion}/accept");
        assert_eq!(browser.post(&accept, &[]).await?.at("/response/status"), "accepted");
        assert_eq!(
            refusal(&browser.post(&accept, &[]).await?),
            refused(400, "organization_suggestion_already_accepted")
        );
        asked.push(accept);
    }
    let sam = Browser::signed_in(&stage, SAM).await?;
    assert_eq!(refusal(&sam.post(&asked.concat(), &[]).await?).0, 501, "no such call");
    let requests = ada.get(&format!("{ACME}/membership_requests?status=pending")).await?;
    assert_eq!(requests.at("/response/total_count"), 2);
    let request = |address: &str| {
        let rows = requests.at("/response/data").as_array().cloned().unwrap_or_default();
        let row = rows.into_iter().find(|row| row["public_user_data"]["identifier"] == address);
        row.and_then(|row| row["id"].as_str().map(str::to_owned)).unwrap_or_default()
    };
    let decide = |address: &str, what: &str| format!("{ACME}/membership_requests/{}/{what}", request(address));
    assert_eq!(ada.post(&decide(AT_ACME, "accept"), &[]).await?.at("/response/status"), "accepted");
    assert_eq!(ada.post(&decide("other+clerk_test@acme.test", "reject"), &[]).await?.at("/response/status"), "revoked");
    let again = ada.post(&decide(AT_ACME, "accept"), &[]).await?;
    assert_eq!(refusal(&again), refused(404, "resource_not_found"));
    assert_eq!(boss.switch("acme").await?.status, 200);
    assert_eq!(
        other.get("/me/organization_suggestions?status=pending&status=accepted").await?.at("/response/total_count"),
        0
    );
    assert_eq!(other.get("/me/organization_memberships?paginated=true").await?.at("/response/total_count"), 0);
    Ok(())
}

#[tokio::test]
async fn another_mode_takes_back_what_is_open_when_asked() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let path = verified(&ada, "acme.test", "automatic_suggestion").await?;
    let boss = sign_up(&stage, AT_ACME).await?;
    let fields = [("enrollment_mode", "automatic_invitation"), ("delete_pending", "true")];
    let changed = ada.post(&format!("{path}/update_enrollment_mode"), &fields).await?;
    assert_eq!(changed.at("/response/enrollment_mode"), "automatic_invitation");
    assert_eq!(
        (changed.at("/response/total_pending_suggestions"), changed.at("/response/total_pending_invitations")),
        (json!(0), json!(1))
    );
    assert_eq!(boss.get("/me/organization_suggestions?status=pending").await?.at("/response/total_count"), 0);
    assert_eq!(boss.get("/me/organization_invitations?status=pending").await?.at("/response/total_count"), 1);
    Ok(())
}
