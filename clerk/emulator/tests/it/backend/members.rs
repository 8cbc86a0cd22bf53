//! Memberships and invitations of organizations.

use serde_json::{Value, json};

use super::{ADA, MEL, SAM, VIC, code, column, id};
use crate::stage::Stage;

#[tokio::test]
async fn a_member_comes_changes_and_goes() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({ "user_id": SAM, "role": "org:member", "private_metadata": { "a": 1 } });
    let made = stage.done("POST", "/organizations/acme/memberships", wanted.clone()).await?;
    assert_eq!((&made["public_user_data"]["user_id"], &made["private_metadata"]), (&json!(SAM), &json!({ "a": 1 })));
    let again = stage.refused("POST", "/organizations/acme/memberships", wanted).await?;
    assert_eq!(again, code(400, "already_a_member_in_organization"));
    let path = format!("/organizations/acme/memberships/{SAM}");
    assert_eq!(stage.done("PATCH", &path, json!({ "role": "org:viewer" })).await?["role"], "org:viewer");
    let metadata = json!({ "public_metadata": { "seat": 1 }, "private_metadata": { "a": null } });
    let merged = stage.done("PATCH", &format!("{path}/metadata"), metadata).await?;
    assert_eq!((&merged["public_metadata"], &merged["private_metadata"]), (&json!({ "seat": 1 }), &json!({})));
    let gone = stage.done("DELETE", &path, Value::Null).await?;
    assert_eq!(
        (&gone["object"], &gone["role"]),
        (&json!("organization_membership"), &json!("org:viewer")),
        "the whole of it"
    );
    for method in ["PATCH", "DELETE"] {
        let refused = stage.refused(method, &path, json!({ "role": "org:viewer" })).await?;
        assert_eq!(refused, code(404, "resource_not_found"), "{method}");
    }
    for (wanted, refusal) in [
        (json!({ "user_id": SAM }), code(422, "form_param_missing")),
        (json!({ "user_id": SAM, "role": "org:none" }), code(422, "form_resource_not_found")),
        (json!({ "user_id": "user_nobody", "role": "org:member" }), code(404, "resource_not_found")),
    ] {
        assert_eq!(
            stage.refused("POST", "/organizations/acme/memberships", wanted.clone()).await?,
            refusal,
            "{wanted}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_last_who_manages_members_stays() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let path = format!("/organizations/acme/memberships/{ADA}");
    let needed = code(400, "organization_minimum_permissions_needed");
    assert_eq!(stage.refused("PATCH", &path, json!({ "role": "org:member" })).await?, needed);
    assert_eq!(stage.refused("DELETE", &path, Value::Null).await?, needed);
    stage.done("PATCH", &format!("/organizations/acme/memberships/{MEL}"), json!({ "role": "org:admin" })).await?;
    stage.done("DELETE", &path, Value::Null).await?;
    Ok(())
}

#[tokio::test]
async fn members_are_listed_by_what_they_are() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let people = |list: Value| {
        let rows = list["data"].as_array().cloned().unwrap_or_default();
        rows.iter()
            .map(|row| row["public_user_data"]["user_id"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    for (path, expected) in [
        ("/organizations/acme/memberships?order_by=%2Bfirst_name", vec![ADA, MEL, VIC]),
        ("/organizations/acme/memberships?order_by=-email_address", vec![VIC, MEL, ADA]),
        ("/organizations/acme/memberships?role=org:viewer&role=org:admin&order_by=first_name", vec![ADA, VIC]),
        ("/organizations/acme/memberships?query=mel", vec![MEL]),
        ("/organizations/acme/memberships?user_id=-user_localAdaAdmin&order_by=last_name", vec![MEL, VIC]),
        ("/organization_memberships?order_by=first_name&offset=4", vec![VIC]),
    ] {
        assert_eq!(people(stage.done("GET", path, Value::Null).await?), expected, "{path}");
    }
    for path in ["/organizations/acme/memberships?limit=501", "/organization_memberships?order_by=role"] {
        assert_eq!(stage.refused("GET", path, Value::Null).await?, code(422, "form_param_value_invalid"), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn somebody_is_invited_listed_and_revoked() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let base = "/organizations/acme/invitations";
    let wanted = json!({
        "email_address": "New@Example.com", "role": "org:viewer", "inviter_user_id": ADA, "expires_in_days": 1,
        "public_metadata": { "a": 1 }, "private_metadata": { "b": 2 }, "redirect_url": "http://localhost:3000/join?x=1",
    });
    let made = stage.done("POST", base, wanted.clone()).await?;
    assert_eq!((&made["status"], &made["email_address"]), (&json!("pending"), &json!("new@example.com")));
    assert_eq!((&made["inviter_id"], &made["public_inviter_data"]["first_name"]), (&json!(ADA), &json!("Ada")));
    let url = made["url"].as_str().unwrap_or_default();
    assert!(url.starts_with("http://localhost:3000/__clerk/v1/tickets/accept?ticket="), "{url}");
    let link = url.trim_start_matches("http://localhost:3000");
    let page = stage.get(link).await?.header("location").to_owned();
    assert!(
        page.starts_with("http://localhost:3000/join?x=1&__clerk_ticket=") && page.ends_with("&__clerk_status=sign_up"),
        "{page}"
    );
    let mails = stage.control("GET", "/__control/outbox?to=new@example.com", Value::Null).await?;
    assert_eq!((mails.at("/0/link"), mails.at("/0/template")), (json!(url), json!("organization_invitation")));
    assert_eq!(stage.refused("POST", base, wanted).await?, code(400, "organization_invitation_not_unique"));
    let path = format!("{base}/{}", id(&made));
    assert_eq!(stage.done("GET", &path, Value::Null).await?, made);
    for list in ["?status=pending", "/pending", "?query=NEW&order_by=email_address"] {
        assert_eq!(stage.done("GET", &format!("{base}{list}"), Value::Null).await?["total_count"], 1, "{list}");
    }
    let everywhere = stage.done("GET", "/organization_invitations?status=pending", Value::Null).await?;
    assert_eq!(everywhere["data"][0]["public_organization_data"]["name"], "Acme");

    let member = json!({ "requesting_user_id": VIC });
    let revoke = format!("{path}/revoke");
    assert_eq!(stage.refused("POST", &revoke, member).await?, code(403, "missing_organization_permission"));
    let stranger = json!({ "requesting_user_id": SAM });
    assert_eq!(stage.refused("POST", &revoke, stranger).await?, code(403, "not_a_member_in_organization"));
    let revoked = stage.done("POST", &revoke, json!({ "requesting_user_id": ADA })).await?;
    assert_eq!((&revoked["status"], &revoked["url"]), (&json!("revoked"), &Value::Null));
    assert_eq!(stage.refused("POST", &revoke, Value::Null).await?, code(404, "organization_invitation_not_pending"));
    assert_eq!(
        stage.refused("GET", &format!("{base}/orginv_none"), Value::Null).await?,
        code(404, "resource_not_found")
    );
    Ok(())
}

#[tokio::test]
async fn an_invitation_expires() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let base = "/organizations/acme/invitations";
    let wanted =
        json!({ "email_address": "new@example.com", "role": "org:viewer", "expires_in_days": 1, "notify": false });
    stage.done("POST", base, wanted.clone()).await?;
    let outbox = stage.control("GET", "/__control/outbox", Value::Null).await?;
    assert_eq!(outbox.json(), json!([]), "nobody was told");
    stage.clock.advance_seconds(24 * 60 * 60);
    assert_eq!(stage.done("GET", &format!("{base}?status=pending"), Value::Null).await?["total_count"], 0);
    assert_eq!(stage.done("GET", &format!("{base}?status=expired"), Value::Null).await?["total_count"], 1);
    stage.done("POST", base, wanted).await?;
    Ok(())
}

#[tokio::test]
async fn several_are_invited_or_none() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let base = "/organizations/acme/invitations/bulk";
    let row = |address: &str| json!({ "email_address": address, "role": "org:viewer" });
    let made = stage.done("POST", base, json!([row("a@example.com"), row("b@example.com")])).await?;
    assert_eq!(column(&made, "email_address"), ["a@example.com", "b@example.com"]);
    for (rows, refusal) in [
        (json!([row("c@example.com"), row("nonsense")]), code(422, "form_param_format_invalid")),
        (json!([row("c@example.com"), row("c@example.com")]), code(400, "organization_invitation_not_unique")),
        (
            json!([row("c@example.com"), row("mel+clerk_test@example.com")]),
            code(400, "already_a_member_in_organization"),
        ),
        (json!(vec![row("c@example.com"); 11]), code(400, "bulk_size_exceeded")),
        (json!({}), code(400, "request_body_invalid")),
    ] {
        assert_eq!(stage.refused("POST", base, rows.clone()).await?, refusal, "{rows}");
    }
    let pending = stage.done("GET", "/organizations/acme/invitations", Value::Null).await?;
    assert_eq!(pending["total_count"], 2, "nobody else");
    Ok(())
}

#[tokio::test]
async fn the_invitations_of_a_person_are_theirs() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({ "email_address": "sam+clerk_test@example.com", "role": "org:viewer" });
    let made = stage.done("POST", "/organizations/acme/invitations", wanted).await?;
    let link = made["url"].as_str().unwrap_or_default().trim_start_matches("http://localhost:3000");
    assert!(stage.get(link).await?.header("location").ends_with("__clerk_status=sign_in"), "{made}");
    let path = |user: &str| format!("/users/{user}/organization_invitations?status=pending");
    let theirs = stage.done("GET", &path(SAM), Value::Null).await?;
    assert_eq!((&theirs["total_count"], &theirs["data"][0]["id"]), (&json!(1), &made["id"]));
    assert_eq!(stage.done("GET", &path(MEL), Value::Null).await?["total_count"], 0);
    assert_eq!(stage.refused("GET", &path("user_nobody"), Value::Null).await?, code(404, "resource_not_found"));
    let wrong = format!("/users/{SAM}/organization_invitations?status=perhaps");
    assert_eq!(stage.refused("GET", &wrong, Value::Null).await?, code(422, "form_param_value_invalid"));
    Ok(())
}
