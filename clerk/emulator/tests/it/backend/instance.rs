//! Settings of the instance, and the lists that belong to it.

use serde_json::{Value, json};

use super::{code, column, id};
use crate::{browser::Browser, stage::Stage};

#[tokio::test]
async fn settings_are_kept() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let answer =
        stage.ask("PATCH", "/instance", json!({ "allowed_origins": ["app://x"], "support_email": "a@b.c" })).await?;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (204, ""));
    stage.ask("PATCH", "/instance", json!({ "test_mode": true })).await?;
    let instance = stage.done("GET", "/instance", Value::Null).await?;
    assert_eq!(
        (&instance["allowed_origins"], &instance["environment_type"]),
        (&json!(["app://x"]), &json!("development"))
    );
    for (path, change, name) in [
        ("/instance/restrictions", json!({ "allowlist": true }), "allowlist"),
        ("/instance/protect", json!({ "rules_enabled": true }), "rules_enabled"),
        ("/instance/communication", json!({ "blocked_country_codes": ["DE"] }), "blocked_country_codes"),
        ("/instance/oauth_application_settings", json!({ "oauth_jwt_access_tokens": true }), "oauth_jwt_access_tokens"),
        ("/instance/organization_settings", json!({ "slug_disabled": true }), "slug_disabled"),
    ] {
        let changed = stage.done("PATCH", path, change.clone()).await?;
        assert_eq!(changed[name], change[name], "{path}");
        if path != "/instance/restrictions" {
            assert_eq!(stage.done("GET", path, Value::Null).await?, changed, "{path}");
        }
        assert_eq!(
            stage.refused("PATCH", path, json!({ "colour": 1 })).await?,
            code(422, "form_param_unknown"),
            "{path}"
        );
    }
    let wrong = json!({ "blocked_country_codes": ["germany"] });
    assert_eq!(stage.refused("PATCH", "/instance/communication", wrong).await?, code(422, "form_param_format_invalid"));
    Ok(())
}

#[tokio::test]
async fn settings_of_organizations_have_an_effect() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let path = "/instance/organization_settings";
    let settings = stage.done("GET", path, Value::Null).await?;
    assert_eq!(
        (&settings["creator_role"], &settings["domains_default_role"]),
        (&json!("org:admin"), &json!("org:member"))
    );
    let wanted = json!({
        "slug_disabled": true, "domains_enrollment_modes": ["automatic_suggestion"], "max_allowed_memberships": 3,
        "domains_default_role_id": "role_viewer",
    });
    assert_eq!(stage.done("PATCH", path, wanted).await?["domains_default_role"], "org:viewer");
    let slug = stage.refused("POST", "/organizations", json!({ "name": "A", "slug": "a" })).await?;
    assert_eq!(slug, code(403, "organization_slugs_disabled"));
    let mode = json!({ "name": "a.test", "enrollment_mode": "automatic_invitation" });
    let mode = stage.refused("POST", "/organizations/acme/domains", mode).await?;
    assert_eq!(mode, code(403, "organization_domain_enrollment_mode_not_enabled"));
    let full = json!({ "user_id": "user_localSamStranger", "role": "org:member" });
    let full = stage.refused("POST", "/organizations/acme/memberships", full).await?;
    assert_eq!(full, code(403, "organization_membership_quota_exceeded"));
    stage.done("PATCH", path, json!({ "domains_enabled": false })).await?;
    let domain = stage.refused("POST", "/organizations/acme/domains", json!({ "name": "a.test" })).await?;
    assert_eq!(domain, code(403, "organization_domains_not_enabled"));
    let weak = stage.refused("PATCH", path, json!({ "creator_role_id": "role_viewer" })).await?;
    assert_eq!(weak, code(422, "organization_missing_creator_role_permissions"));
    let unknown = stage.refused("PATCH", path, json!({ "creator_role_id": "role_none" })).await?;
    assert_eq!(unknown, code(422, "form_resource_not_found"));
    Ok(())
}

#[tokio::test]
async fn lists_decide_who_signs_up() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let sign_up = async |address: &str| {
        let fields = [("email_address", address), ("password", "a long enough one")];
        anyhow::Ok(Browser::open(&stage).await?.post("/client/sign_ups", &fields).await?.code())
    };
    let blocked = stage.done("POST", "/blocklist_identifiers", json!({ "identifier": "*@evil.test" })).await?;
    assert_eq!(blocked["identifier_type"], "email_address");
    assert_eq!(sign_up("a@evil.test").await?, "", "the list is not switched on");
    stage.done("PATCH", "/instance/restrictions", json!({ "blocklist": true })).await?;
    assert_eq!(sign_up("b@evil.test").await?, "not_allowed_access");
    assert_eq!(
        stage.done("DELETE", &format!("/blocklist_identifiers/{}", id(&blocked)), Value::Null).await?["deleted"],
        true
    );
    assert_eq!(sign_up("c@evil.test").await?, "");

    stage.done("PATCH", "/instance/restrictions", json!({ "allowlist": true })).await?;
    assert_eq!(sign_up("d@example.com").await?, "not_allowed_access");
    let allowed =
        stage.done("POST", "/allowlist_identifiers", json!({ "identifier": "d@example.com", "notify": true })).await?;
    assert_ne!(allowed["invitation_id"], Value::Null);
    assert_eq!(sign_up("d@example.com").await?, "");
    assert_eq!(
        column(&stage.done("GET", "/allowlist_identifiers", Value::Null).await?, "identifier"),
        ["d@example.com"]
    );
    for list in ["/allowlist_identifiers", "/blocklist_identifiers"] {
        for (identifier, refusal) in
            [(json!("nonsense"), "form_param_format_invalid"), (Value::Null, "form_param_missing")]
        {
            let refused = stage.refused("POST", list, json!({ "identifier": identifier })).await?;
            assert_eq!(refused, code(422, refusal), "{list}");
        }
        stage.done("POST", list, json!({ "identifier": "+15555550100" })).await?;
        let twice = stage.refused("POST", list, json!({ "identifier": "+15555550100" })).await?;
        assert_eq!(twice, code(400, "duplicate_record"), "{list}");
        let unknown = stage.refused("DELETE", &format!("{list}/none"), Value::Null).await?;
        assert_eq!(unknown, code(404, "resource_not_found"), "{list}");
    }
    Ok(())
}

#[tokio::test]
async fn redirect_urls_are_listed() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let made = stage.done("POST", "/redirect_urls", json!({ "url": "my-app://oauth-callback" })).await?;
    let path = format!("/redirect_urls/{}", id(&made));
    assert_eq!(stage.done("GET", &path, Value::Null).await?, made);
    assert_eq!(stage.done("GET", "/redirect_urls", Value::Null).await?, json!([made]));
    let twice = stage.refused("POST", "/redirect_urls", json!({ "url": "my-app://oauth-callback" })).await?;
    assert_eq!(twice, code(400, "duplicate_record"));
    for url in ["nonsense", "javascript:alert(1)"] {
        let refused = stage.refused("POST", "/redirect_urls", json!({ "url": url })).await?;
        assert_eq!(refused, code(422, "form_param_format_invalid"), "{url}");
    }
    assert_eq!(stage.done("DELETE", &path, Value::Null).await?["deleted"], true);
    for method in ["GET", "DELETE"] {
        assert_eq!(stage.refused(method, &path, Value::Null).await?, code(404, "resource_not_found"));
    }
    Ok(())
}

#[tokio::test]
async fn who_waits_is_invited_or_rejected() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let first = stage.done("POST", "/waitlist_entries", json!({ "email_address": "A@example.com" })).await?;
    assert_eq!((&first["status"], &first["email_address"]), (&json!("pending"), &json!("a@example.com")));
    let again = stage.done("POST", "/waitlist_entries", json!({ "email_address": "a@example.com" })).await?;
    assert_eq!(again, first, "who waits already waits on");
    let more = json!([{ "email_address": "b@example.com" }, { "email_address": "c@example.com", "notify": false }]);
    let more = stage.done("POST", "/waitlist_entries/bulk", more).await?;
    let of = |entry: &Value, what: &str| format!("/waitlist_entries/{}{what}", id(entry));
    let invited = stage.done("POST", &of(&first, "/invite"), Value::Null).await?;
    assert_eq!((&invited["status"], &invited["invitation"]["status"]), (&json!("invited"), &json!("pending")));
    let twice = stage.refused("POST", &of(&first, "/invite"), Value::Null).await?;
    assert_eq!(twice, code(409, "waitlist_entry_already_invited"));
    assert_eq!(stage.done("POST", &of(&more[0], "/reject"), Value::Null).await?["status"], "rejected");
    let twice = stage.refused("POST", &of(&more[0], "/reject"), Value::Null).await?;
    assert_eq!(twice, code(409, "waitlist_entry_already_rejected"));
    for (query, count) in [("status=pending", 1), ("query=b%40", 1), ("order_by=-invited_at", 3)] {
        let list = stage.done("GET", &format!("/waitlist_entries?{query}"), Value::Null).await?;
        assert_eq!(list["total_count"], count, "{query}");
    }
    assert_eq!(
        stage.refused("DELETE", &of(&first, ""), Value::Null).await?,
        code(409, "waitlist_entry_already_invited")
    );
    assert_eq!(stage.done("DELETE", &of(&more[1], ""), Value::Null).await?["deleted"], true);
    assert_eq!(stage.refused("DELETE", &of(&more[1], ""), Value::Null).await?, code(404, "resource_not_found"));
    let wrong = json!({ "email_address": "nonsense" });
    assert_eq!(stage.refused("POST", "/waitlist_entries", wrong).await?, code(422, "form_param_format_invalid"));
    let many = json!(vec![json!({ "email_address": "x@example.com" }); 51]);
    assert_eq!(stage.refused("POST", "/waitlist_entries/bulk", many).await?, code(400, "bulk_size_exceeded"));
    Ok(())
}

#[tokio::test]
async fn people_are_invited_into_the_application() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({ "email_address": "New@example.com", "public_metadata": { "a": 1 }, "expires_in_days": 1 });
    let made = stage.done("POST", "/invitations", wanted.clone()).await?;
    assert_eq!((&made["status"], &made["revoked"]), (&json!("pending"), &json!(false)));
    let mails = stage.control("GET", "/__control/outbox?to=new@example.com", Value::Null).await?;
    assert_eq!(mails.at("/0/link"), made["url"]);
    assert_eq!(stage.refused("POST", "/invitations", wanted).await?, code(400, "duplicate_record"));
    let known = json!({ "email_address": "ada+clerk_test@example.com" });
    assert_eq!(stage.refused("POST", "/invitations", known).await?, code(422, "form_identifier_exists"));
    let known = json!({ "email_address": "ada+clerk_test@example.com", "ignore_existing": true, "notify": false });
    stage.clock.advance_seconds(1);
    let second = stage.done("POST", "/invitations", known).await?;
    let listed = stage.done("GET", "/invitations?order_by=email_address", Value::Null).await?;
    assert_eq!(column(&listed, "id"), [id(&second), id(&made)]);
    let revoke = format!("/invitations/{}/revoke", id(&made));
    assert_eq!(stage.done("POST", &revoke, Value::Null).await?["status"], "revoked");
    assert_eq!(stage.refused("POST", &revoke, Value::Null).await?, code(400, "invitation_already_revoked"));
    assert_eq!(column(&stage.done("GET", "/invitations", Value::Null).await?, "id"), [id(&second)]);
    let page = stage.done("GET", "/invitations?status=revoked&paginated=true", Value::Null).await?;
    assert_eq!(page["total_count"], 1);
    stage.clock.advance_seconds(30 * 24 * 60 * 60);
    assert_eq!(column(&stage.done("GET", "/invitations?status=expired", Value::Null).await?, "id"), [id(&second)]);
    let bulk = json!([{ "email_address": "x@example.com" }, { "email_address": "y@example.com" }]);
    assert_eq!(column(&stage.done("POST", "/invitations/bulk", bulk.clone()).await?, "status"), ["pending", "pending"]);
    for (rows, refusal) in [
        (bulk, code(400, "duplicate_record")),
        (json!([{ "email_address": "z@example.com", "expires_in_days": 366 }]), code(422, "form_param_value_invalid")),
        (
            json!([{ "email_address": "z@example.com" }, { "email_address": "z@example.com" }]),
            code(422, "form_param_duplicate"),
        ),
        (json!(vec![json!({}); 11]), code(400, "bulk_size_exceeded")),
    ] {
        assert_eq!(stage.refused("POST", "/invitations/bulk", rows.clone()).await?, refusal, "{rows}");
    }
    assert_eq!(
        stage.refused("POST", "/invitations/inv_none/revoke", Value::Null).await?,
        code(404, "resource_not_found")
    );
    Ok(())
}

#[tokio::test]
async fn a_sign_up_is_tied_to_the_applications_books() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let fields = [("email_address", "new+clerk_test@example.com"), ("password", "a long enough one")];
    let begun = browser.post("/client/sign_ups", &fields).await?.at("/response");
    let path = format!("/sign_ups/{}", id(&begun));
    let seen = stage.done("GET", &path, Value::Null).await?;
    assert_eq!(
        (&seen["status"], &seen["unverified_fields"]),
        (&json!("missing_requirements"), &json!(["email_address"]))
    );
    let tied = stage.done("PATCH", &path, json!({ "external_id": "row-1", "custom_action": true })).await?;
    assert_eq!((&tied["external_id"], &tied["custom_action"]), (&json!("row-1"), &json!(true)));
    let base = format!("/client/sign_ups/{}", id(&begun));
    browser.post(&format!("{base}/prepare_verification"), &[("strategy", "email_code")]).await?;
    browser.post(&format!("{base}/attempt_verification"), &[("strategy", "email_code"), ("code", "424242")]).await?;
    let done = stage.done("GET", &path, Value::Null).await?;
    assert_eq!(done["status"], "complete");
    let users = stage.done("GET", "/users?external_id=row-1", Value::Null).await?;
    assert_eq!(users[0]["id"], done["created_user_id"]);
    assert_eq!(
        stage.refused("PATCH", &path, json!({ "custom_action": false })).await?,
        code(403, "sign_up_cannot_be_updated")
    );
    assert_eq!(stage.refused("GET", "/sign_ups/sua_none", Value::Null).await?, code(404, "resource_not_found"));
    Ok(())
}
