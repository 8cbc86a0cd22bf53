//! Organizations and their domains.

use serde_json::{Value, json};

use super::{ADA, MEL, SAM, code, column, id};
use crate::stage::Stage;

#[tokio::test]
async fn an_organization_is_made_changed_and_removed() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({
        "name": "Initech Inc.", "created_by": MEL, "max_allowed_memberships": 1, "public_metadata": { "a": 1 },
        "private_metadata": { "b": 2 }, "created_at": "2012-10-20T07:15:20.902Z",
    });
    let made = stage.done("POST", "/organizations", wanted).await?;
    assert_eq!((&made["slug"], &made["created_by"]), (&json!("initech-inc"), &json!(MEL)));
    assert_eq!((&made["max_allowed_memberships"], &made["created_at"]), (&json!(1), &json!(1_350_717_320_902_i64)));
    let path = format!("/organizations/{}", id(&made));
    let members = stage.done("GET", &format!("{path}/memberships"), Value::Null).await?;
    assert_eq!(column(&members, "role"), ["org:admin"], "the creator");
    let full =
        stage.refused("POST", &format!("{path}/memberships"), json!({ "user_id": ADA, "role": "org:member" })).await?;
    assert_eq!(full, code(403, "organization_membership_quota_exceeded"));
    let wanted =
        json!({ "name": "Initrode", "slug": "initrode", "admin_delete_enabled": false, "max_allowed_memberships": 0 });
    let changed = stage.done("PATCH", &path, wanted).await?;
    assert_eq!((&changed["slug"], &changed["admin_delete_enabled"]), (&json!("initrode"), &json!(false)));
    stage.done("POST", &format!("{path}/memberships"), json!({ "user_id": ADA, "role": "org:member" })).await?;
    assert_eq!(stage.done("GET", "/organizations/initrode", Value::Null).await?["id"], made["id"]);
    let merged =
        stage.done("PATCH", &format!("{path}/metadata"), json!({ "public_metadata": { "a": null, "c": 3 } })).await?;
    assert_eq!((&merged["public_metadata"], &merged["private_metadata"]), (&json!({ "c": 3 }), &json!({ "b": 2 })));
    let replaced = stage.done("PUT", &format!("{path}/metadata"), json!({ "private_metadata": {} })).await?;
    assert_eq!((&replaced["public_metadata"], &replaced["private_metadata"]), (&json!({ "c": 3 }), &json!({})));
    assert_eq!(stage.done("DELETE", &path, Value::Null).await?["deleted"], true);
    for (method, path) in
        [("GET", path.clone()), ("PATCH", path.clone()), ("DELETE", path.clone()), ("DELETE", format!("{path}/logo"))]
    {
        assert_eq!(
            stage.refused(method, &path, Value::Null).await?,
            code(404, "resource_not_found"),
            "{method} {path}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_an_organization_cannot_be_is_refused() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    for (wanted, refusal) in [
        (json!({}), code(422, "form_param_missing")),
        (json!({ "name": "x".repeat(257) }), code(422, "form_param_max_length_exceeded")),
        (json!({ "name": "see https://evil.test" }), code(422, "form_param_format_invalid")),
        (json!({ "name": "A", "slug": "acme" }), code(422, "form_identifier_exists")),
        (json!({ "name": "A", "slug": "No Slug" }), code(422, "form_param_format_invalid")),
        (json!({ "name": "A", "created_by": "user_nobody" }), code(400, "organization_creator_not_found")),
        (json!({ "name": "A", "max_allowed_memberships": -1 }), code(422, "form_param_value_invalid")),
        (json!({ "name": "A", "role_set_key": "role_set:none" }), code(422, "form_resource_not_found")),
        (json!({ "name": "A", "colour": "red" }), code(422, "form_param_unknown")),
    ] {
        assert_eq!(stage.refused("POST", "/organizations", wanted.clone()).await?, refusal, "{wanted}");
    }
    let metadata = json!({ "public_metadata": {} });
    assert_eq!(stage.refused("PATCH", "/organizations/acme", metadata).await?, code(422, "form_param_unknown"));
    Ok(())
}

#[tokio::test]
async fn a_list_of_organizations_is_chosen_and_ordered() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let list = |query: &'static str| stage.done("GET", query, Value::Null);
    assert_eq!(column(&list("/organizations?order_by=%2Bname").await?, "name"), ["Acme", "Globex"]);
    assert_eq!(column(&list("/organizations?order_by=-members_count").await?, "name"), ["Acme", "Globex"]);
    assert_eq!(column(&list("/organizations?query=glo").await?, "name"), ["Globex"]);
    assert_eq!(column(&list("/organizations?user_id=user_localMelMember").await?, "name"), ["Acme"]);
    assert_eq!(column(&list("/organizations?organization_id=-org_localAcme").await?, "name"), ["Globex"]);
    let first =
        list("/organizations?limit=1&include_members_count=true&include_missing_member_with_elevated_permissions=true")
            .await?;
    assert_eq!(
        (&first["total_count"], &first["data"][0]["missing_member_with_elevated_permissions"]),
        (&json!(2), &json!(false))
    );
    assert!(first["data"][0]["members_count"].is_number());
    assert_eq!(list("/organizations").await?["data"][0].get("members_count"), None, "only when asked for");
    for query in ["limit=0", "order_by=slug", "include_members_count=perhaps"] {
        let (status, _) = stage.refused("GET", &format!("/organizations?{query}"), Value::Null).await?;
        assert_eq!(status, 422, "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn a_logo_is_set_and_removed() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Type: image/png\r\n\r\nbytes\r\n\
        --x\r\nContent-Disposition: form-data; name=\"uploader_user_id\"\r\n\r\nuser_localAdaAdmin\r\n--x--\r\n";
    let request = http::Request::put("/v1/organizations/acme/logo")
        .header("authorization", format!("Bearer {}", stage.secret_key));
    let request = request.header("content-type", "multipart/form-data; boundary=x");
    let acme = stage.send_body(request, body.to_owned()).await?;
    assert_eq!((acme.at("/has_image"), acme.at("/logo_url")), (json!(true), acme.at("/image_url")), "{}", acme.text);
    assert_eq!(stage.done("DELETE", "/organizations/acme/logo", Value::Null).await?["has_image"], false);
    assert_eq!(stage.refused("DELETE", "/organizations/acme/logo", Value::Null).await?, code(404, "image_not_found"));
    assert_eq!(stage.refused("PUT", "/organizations/acme/logo", json!({})).await?, code(422, "form_param_missing"));
    Ok(())
}

#[tokio::test]
async fn a_domain_is_made_verified_and_removed() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({ "name": "Acme.test", "enrollment_mode": "automatic_invitation", "verified": false });
    let made = stage.done("POST", "/organizations/acme/domains", wanted.clone()).await?;
    assert_eq!((&made["name"], &made["verification"]), (&json!("acme.test"), &Value::Null));
    let path = format!("/organizations/acme/domains/{}", id(&made));
    let changed =
        stage.done("PATCH", &path, json!({ "enrollment_mode": "manual_invitation", "verified": true })).await?;
    assert_eq!(
        (&changed["enrollment_mode"], &changed["verification"]["status"]),
        (&json!("manual_invitation"), &json!("verified"))
    );
    let owned = stage.done("POST", &format!("{path}/verify_ownership"), Value::Null).await?;
    assert_eq!(owned["ownership_verification"]["strategy"], "manual_override");
    let elsewhere = stage.refused("POST", "/organizations/globex/domains", json!({ "name": "acme.test" })).await?;
    assert_eq!(elsewhere, code(422, "organization_domain_already_exists"));
    for (wanted, refusal) in [
        (wanted, code(422, "organization_domain_already_exists_same_organization")),
        (json!({ "name": "gmail.com" }), code(422, "organization_domain_common")),
        (json!({ "name": "nonsense" }), code(422, "form_param_format_invalid")),
        (json!({ "name": "b.test", "enrollment_mode": "any" }), code(422, "form_param_value_invalid")),
        (json!({ "name": "b.test", "enrollment_mode": "enterprise_sso" }), code(501, "not_implemented")),
    ] {
        assert_eq!(stage.refused("POST", "/organizations/acme/domains", wanted.clone()).await?, refusal, "{wanted}");
    }
    let list = |path: &'static str| stage.done("GET", path, Value::Null);
    assert_eq!(list("/organizations/acme/domains?verified=true").await?["total_count"], 1);
    assert_eq!(list("/organizations/acme/domains?enrollment_mode=automatic_suggestion").await?["total_count"], 0);
    assert_eq!(list("/organization_domains?query=ACME&order_by=name").await?["total_count"], 1);
    assert_eq!(list("/organization_domains?organization_id=org_localGlobex").await?["total_count"], 0);
    assert_eq!(list("/organization_domains?enrollment_mode=-manual_invitation").await?["total_count"], 0);
    assert_eq!(stage.refused("GET", "/organization_domains?query=%20", Value::Null).await?.0, 422);
    assert_eq!(stage.done("DELETE", &path, Value::Null).await?["deleted"], true);
    assert_eq!(stage.refused("DELETE", &path, Value::Null).await?, code(404, "resource_not_found"));
    Ok(())
}

#[tokio::test]
async fn an_organization_takes_its_domains_and_invitations_with_it() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    stage.done("POST", "/organizations/globex/domains", json!({ "name": "globex.test" })).await?;
    let wanted = json!({ "email_address": "x@globex.test", "role": "org:member", "inviter_user_id": SAM });
    stage.done("POST", "/organizations/globex/invitations", wanted).await?;
    stage.done("DELETE", "/organizations/globex", Value::Null).await?;
    for path in ["/organization_domains", "/organization_invitations"] {
        assert_eq!(stage.done("GET", path, Value::Null).await?["total_count"], 0, "{path}");
    }
    assert_eq!(stage.done("GET", "/organization_memberships", Value::Null).await?["total_count"], 3);
    Ok(())
}
