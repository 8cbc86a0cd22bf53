//! Members: added, listed, given roles, removed, leaving; and who may do that.

use serde_json::json;

use super::{ACME, ADA, MEL, SAM, VIC, column, refusal, refused};
use crate::{browser::Browser, stage::Stage};

#[tokio::test]
async fn members_are_found_by_role_and_words() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let people = |query: &str| {
        let (ada, path) = (&ada, format!("{ACME}/memberships?paginated=true{query}"));
        async move { anyhow::Ok(column(&ada.get(&path).await?, "/public_user_data/first_name")) }
    };
    assert_eq!(people("&role=org:viewer&role=org:member").await?, ["Mel", "Vic"].map(|name| json!(name)));
    for query in ["&query=VIEW", "&query=vic%2Bclerk", "&query=user_localVic", "&limit=1&offset=2"] {
        assert_eq!(people(query).await?, [json!("Vic")], "{query}");
    }
    let bare = ada.get(&format!("{ACME}/memberships")).await?;
    assert_eq!(bare.at("/response").as_array().map(Vec::len), Some(3), "without pages a bare list");
    Ok(())
}

#[tokio::test]
async fn somebody_is_added_while_there_are_seats() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let path = format!("{ACME}/memberships");
    let sam = [("user_id", "user_localSamStranger"), ("role", "org:member")];
    stage.done("PATCH", "/organizations/acme", json!({ "max_allowed_memberships": 3 })).await?;
    assert_eq!(refusal(&ada.post(&path, &sam).await?), refused(403, "organization_membership_quota_exceeded"));
    let invited = [("email_address", "new@example.com"), ("role", "org:member")];
    let full = ada.post(&format!("{ACME}/invitations"), &invited).await?;
    assert_eq!(
        refusal(&full),
        refused(403, "organization_membership_quota_exceeded"),
        "an invitation takes a seat too"
    );
    stage.done("PATCH", "/organizations/acme", json!({ "max_allowed_memberships": 4 })).await?;
    assert_eq!(ada.post(&path, &sam).await?.at("/response/role"), "org:member");
    assert_eq!(refusal(&ada.post(&path, &sam).await?), refused(400, "already_a_member_in_organization"));
    let nobody = [("user_id", "user_nobody"), ("role", "org:member")];
    assert_eq!(refusal(&ada.post(&path, &nobody).await?), refused(404, "resource_not_found"));
    Ok(())
}

#[tokio::test]
async fn the_last_manager_keeps_the_role_and_stays() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let own = format!("{ACME}/memberships/user_localAdaAdmin");
    let needed = refused(400, "organization_minimum_permissions_needed");
    assert_eq!(refusal(&ada.patch(&own, &[("role", "org:member")]).await?), needed);
    assert_eq!(refusal(&ada.delete(&own).await?), needed);
    assert_eq!(refusal(&ada.delete("/me/organization_memberships/org_localAcme").await?), needed);
    ada.patch(&format!("{ACME}/memberships/user_localMelMember"), &[("role", "org:admin")]).await?;
    assert_eq!(ada.delete("/me/organization_memberships/org_localAcme").await?.status, 200);
    assert_eq!(refusal(&ada.get(ACME).await?), refused(404, "organization_not_found_or_unauthorized"));
    Ok(())
}

#[tokio::test]
async fn permissions_decide_and_not_names_of_roles() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let recruiter = json!({
        "name": "Recruiter", "key": "org:recruiter",
        "permissions": ["perm_org_sys_memberships_read", "perm_org_sys_memberships_manage"],
    });
    stage.done("POST", "/organization_roles", recruiter).await?;
    let clerk = json!({ "name": "Clerk", "key": "org:clerk", "permissions": ["perm_org_sys_domains_read"] });
    stage.done("POST", "/organization_roles", clerk).await?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    for (person, role) in [("user_localMelMember", "org:recruiter"), ("user_localVicViewer", "org:clerk")] {
        assert_eq!(ada.patch(&format!("{ACME}/memberships/{person}"), &[("role", role)]).await?.status, 200, "{role}");
    }
    let (mel, vic) = (Browser::signed_in(&stage, MEL).await?, Browser::signed_in(&stage, VIC).await?);
    let invitation = [("email_address", SAM), ("role", "org:viewer")];
    let no = refused(403, "missing_organization_permission");
    assert_eq!(refusal(&vic.post(&format!("{ACME}/invitations"), &invitation).await?), no);
    assert_eq!(mel.post(&format!("{ACME}/invitations"), &invitation).await?.status, 200);
    for (path, may_mel, may_vic) in [
        ("/memberships", true, false),
        ("/roles", true, false),
        ("/invitations", true, false),
        ("/membership_requests", true, false),
        ("/domains", false, true),
        ("", true, true),
    ] {
        for (browser, may) in [(&mel, may_mel), (&vic, may_vic)] {
            let answer = browser.get(&format!("{ACME}{path}")).await?;
            assert_eq!(answer.status == 200, may, "{path} {}", answer.text);
            assert!(may || refusal(&answer) == no, "{path}");
        }
    }
    assert_eq!(refusal(&mel.patch(ACME, &[("name", "Mine")]).await?), no);
    assert_eq!(refusal(&vic.post(&format!("{ACME}/domains"), &[("name", "acme.test")]).await?), no);
    Ok(())
}
