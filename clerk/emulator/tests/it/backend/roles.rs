//! Roles, permissions and role sets.

use serde_json::{Value, json};

use super::{MEL, VIC, code, column, id};
use crate::stage::Stage;

#[tokio::test]
async fn a_role_is_made_given_changed_and_removed() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let before = stage.done("GET", "/organization_roles?order_by=%2Bkey", Value::Null).await?;
    assert_eq!(column(&before, "key"), ["org:admin", "org:member", "org:viewer"]);
    let permission = json!({ "name": "Read reports", "key": "org:reports:read", "description": "Looks at them" });
    let permission = stage.done("POST", "/organization_permissions", permission).await?;
    let wanted = json!({ "name": "Billing", "key": "org:billing", "permissions": [permission["id"]] });
    let made = stage.done("POST", "/organization_roles", wanted.clone()).await?;
    assert_eq!(
        (&made["permissions"][0]["key"], &made["is_creator_eligible"]),
        (&json!("org:reports:read"), &json!(false))
    );
    assert_eq!(stage.refused("POST", "/organization_roles", wanted).await?, code(422, "form_identifier_exists"));
    let path = format!("/organization_roles/{}", id(&made));
    stage.done("PATCH", &format!("/organizations/acme/memberships/{MEL}"), json!({ "role": "org:billing" })).await?;
    let changed = stage.done("PATCH", &path, json!({ "key": "org:finance", "name": "Finance" })).await?;
    assert_eq!((&changed["key"], &changed["id"]), (&json!("org:finance"), &made["id"]));
    let members = stage.done("GET", "/organizations/acme/memberships?role=org:finance", Value::Null).await?;
    assert_eq!(
        (&members["total_count"], &members["data"][0]["permissions"]),
        (&json!(1), &json!(["org:reports:read"]))
    );
    assert_eq!(stage.refused("DELETE", &path, Value::Null).await?, code(422, "organization_role_assigned_members"));

    let link = format!("{path}/permissions/perm_org_sys_memberships_read");
    assert_eq!(stage.done("POST", &link, Value::Null).await?["permissions"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        stage.refused("POST", &link, Value::Null).await?,
        code(409, "organization_role_permission_association_exists")
    );
    stage.done("DELETE", &link, Value::Null).await?;
    let gone = stage.refused("DELETE", &link, Value::Null).await?;
    assert_eq!(gone, code(404, "organization_role_permission_association_not_found"));

    stage.done("PATCH", &format!("/organizations/acme/memberships/{MEL}"), json!({ "role": "org:member" })).await?;
    assert_eq!(stage.done("DELETE", &path, Value::Null).await?["deleted"], true);
    assert_eq!(stage.refused("GET", &path, Value::Null).await?, code(404, "resource_not_found"));
    Ok(())
}

#[tokio::test]
async fn roles_that_are_needed_stay() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let mut ids = Vec::new();
    for (role, refusal) in [
        ("role_admin", "organization_role_default_creator_role"),
        ("role_member", "organization_role_domain_default_role"),
    ] {
        let refused = stage.refused("DELETE", &format!("/organization_roles/{role}"), Value::Null).await?;
        assert_eq!(refused, code(422, refusal), "{role}");
    }
    let weak = stage.refused("PATCH", "/organization_roles/role_admin", json!({ "permissions": [] })).await?;
    assert_eq!(weak, code(422, "organization_missing_creator_role_permissions"));
    stage.done("PATCH", &format!("/organizations/acme/memberships/{VIC}"), json!({ "role": "org:member" })).await?;
    let invited = json!({ "email_address": "x@example.com", "role": "org:viewer" });
    stage.done("POST", "/organizations/acme/invitations", invited).await?;
    let refused = stage.refused("DELETE", "/organization_roles/role_viewer", Value::Null).await?;
    assert_eq!(refused, code(422, "organization_role_exists_in_invitations"));
    for (wanted, refusal) in [
        (json!({ "name": "A" }), "form_param_missing"),
        (json!({ "name": "A", "key": "a" }), "form_param_format_invalid"),
        (json!({ "name": "A", "key": "org:a", "permissions": ["perm_none"] }), "form_resource_not_found"),
    ] {
        assert_eq!(stage.refused("POST", "/organization_roles", wanted.clone()).await?, code(422, refusal), "{wanted}");
    }
    let set = json!({
        "name": "Two", "default_role_key": "org:second", "creator_role_key": "org:boss", "roles": ["org:boss", "org:second"],
    });
    let admin = stage.done("GET", "/organization_roles/role_admin", Value::Null).await?;
    for (key, permissions) in [("org:boss", column(&admin["permissions"], "id")), ("org:second", vec![])] {
        let wanted = json!({ "name": "A", "key": key, "permissions": permissions });
        let made = stage.done("POST", "/organization_roles", wanted).await?;
        ids.push(id(&made).to_owned());
    }
    stage.done("POST", "/role_sets", set).await?;
    for (role, refusal) in
        ids.iter().zip(["organization_role_default_creator_role", "organization_role_domain_default_role"])
    {
        let refused = stage.refused("DELETE", &format!("/organization_roles/{role}"), Value::Null).await?;
        assert_eq!(refused, code(422, refusal), "a role set chose it");
    }
    for number in 5..10 {
        stage.done("POST", "/organization_roles", json!({ "name": "A", "key": format!("org:r{number}") })).await?;
    }
    let full = stage.refused("POST", "/organization_roles", json!({ "name": "A", "key": "org:more" })).await?;
    assert_eq!(full, code(403, "organization_instance_roles_quota_exceeded"));
    Ok(())
}

#[tokio::test]
async fn permissions_are_made_changed_and_removed_but_clerks_own_stay() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({ "name": "Read", "key": "org:reports:read" });
    let made = stage.done("POST", "/organization_permissions", wanted.clone()).await?;
    assert_eq!(made["type"], "user");
    assert_eq!(stage.refused("POST", "/organization_permissions", wanted).await?, code(422, "form_identifier_exists"));
    let path = format!("/organization_permissions/{}", id(&made));
    let changed = stage.done("PATCH", &path, json!({ "key": "org:reports:look", "name": "Look" })).await?;
    assert_eq!((&changed["key"], &changed["id"]), (&json!("org:reports:look"), &made["id"]));
    let found = stage.done("GET", "/organization_permissions?query=look&order_by=key", Value::Null).await?;
    assert_eq!(column(&found, "key"), ["org:reports:look"]);
    assert_eq!(stage.done("DELETE", &path, Value::Null).await?["deleted"], true);
    assert_eq!(stage.refused("GET", &path, Value::Null).await?, code(404, "resource_not_found"));
    let own = "/organization_permissions/perm_org_sys_memberships_manage";
    assert_eq!(stage.done("GET", own, Value::Null).await?["type"], "system");
    for method in ["PATCH", "DELETE"] {
        let refused = stage.refused(method, own, json!({ "name": "Mine" })).await?;
        assert_eq!(refused, code(403, "organization_system_permission_not_modifiable"), "{method}");
    }
    let system = json!({ "name": "A", "key": "org:sys_more:read" });
    assert_eq!(
        stage.refused("POST", "/organization_permissions", system).await?,
        code(422, "form_param_format_invalid")
    );
    Ok(())
}

#[tokio::test]
async fn a_role_set_is_made_changed_and_replaced() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let first = stage.done("GET", "/role_sets", Value::Null).await?;
    assert_eq!((&first["total_count"], &first["data"][0]["type"]), (&json!(1), &json!("initial")));
    let wanted = json!({
        "name": "Small teams", "default_role_key": "org:member", "creator_role_key": "org:admin",
        "roles": ["org:admin", "org:member"],
    });
    let made = stage.done("POST", "/role_sets", wanted.clone()).await?;
    assert_eq!((&made["key"], &made["default_role"]["key"]), (&json!("role_set:small_teams"), &json!("org:member")));
    assert_eq!(stage.refused("POST", "/role_sets", wanted).await?, code(422, "form_identifier_exists"));
    let path = "/role_sets/role_set:small_teams";
    let changed = stage.done("PATCH", path, json!({ "name": "Teams", "description": "For few" })).await?;
    assert_eq!((&changed["name"], &changed["description"]), (&json!("Teams"), &json!("For few")));
    let more = stage.done("POST", &format!("{path}/roles"), json!({ "role_keys": ["org:viewer"] })).await?;
    assert_eq!(more["roles"].as_array().map(Vec::len), Some(3));
    stage.done("PATCH", "/organizations/acme", json!({ "role_set_key": "role_set:small_teams" })).await?;
    let swap = json!({ "role_key": "org:viewer", "to_role_key": "org:member" });
    let fewer = stage.done("POST", &format!("{path}/roles/replace"), swap).await?;
    assert_eq!(fewer["roles"][1]["members_count"], 2, "the viewer became a member");

    let target = json!({ "dest_role_set_key": "role_set:default" });
    let gone = stage.done("POST", &format!("{path}/replace"), target.clone()).await?;
    assert_eq!(gone["deleted"], true);
    assert_eq!(stage.done("GET", "/organizations/acme", Value::Null).await?["role_set_key"], "role_set:default");
    assert_eq!(stage.refused("GET", path, Value::Null).await?, code(404, "resource_not_found"));
    let itself = stage.refused("POST", "/role_sets/role_set:default/replace", target).await?;
    assert_eq!(itself, code(422, "form_param_value_invalid"));
    Ok(())
}

#[tokio::test]
async fn a_role_set_says_what_becomes_of_its_roles() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({
        "name": "Two", "key": "role_set:two", "default_role_key": "org:member", "creator_role_key": "org:admin",
        "roles": ["org:admin", "org:member"],
    });
    stage.done("POST", "/role_sets", wanted).await?;
    // Whoever is invited as one counts like whoever is one.
    stage.done("PATCH", &format!("/organizations/acme/memberships/{VIC}"), json!({ "role": "org:member" })).await?;
    let invited = json!({ "email_address": "x@example.com", "role": "org:viewer" });
    stage.done("POST", "/organizations/acme/invitations", invited).await?;
    let path = "/role_sets/role_set:default/replace";
    let to = |mappings: Value| json!({ "dest_role_set_key": "role_set:two", "reassignment_mappings": mappings });
    let missing = stage.refused("POST", path, to(json!({}))).await?;
    assert_eq!(missing, code(422, "organization_role_set_reassignment_mappings_missing"));
    let wrong = stage.refused("POST", path, to(json!({ "org:viewer": "org:viewer" }))).await?;
    assert_eq!(wrong, code(422, "organization_role_set_reassignment_mappings_invalid"));
    stage.done("POST", path, to(json!({ "org:viewer": "org:member" }))).await?;
    let invited = stage.done("GET", "/organizations/acme/invitations", Value::Null).await?;
    assert_eq!(invited["data"][0]["role"], "org:member");
    assert_eq!(stage.done("GET", "/role_sets/role_set:two", Value::Null).await?["type"], "initial");
    for (wanted, refusal) in [
        (json!({ "name": "A" }), "form_param_missing"),
        (
            json!({ "name": "A", "roles": ["org:none"], "default_role_key": "a", "creator_role_key": "b" }),
            "form_resource_not_found",
        ),
        (
            json!({ "name": "A", "roles": ["org:viewer"], "default_role_key": "org:viewer", "creator_role_key": "org:viewer" }),
            "organization_missing_creator_role_permissions",
        ),
    ] {
        assert_eq!(stage.refused("POST", "/role_sets", wanted.clone()).await?, code(422, refusal), "{wanted}");
    }
    Ok(())
}
