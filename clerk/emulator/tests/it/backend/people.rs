//! Users: listing, making, changing, keeping out.

use serde_json::{Value, json};

use super::{ADA, MEL, SAM, VIC, code, column, id};
use crate::{browser::Browser, stage::Stage};

#[tokio::test]
async fn filters_choose_people() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    for (query, expected) in [
        (format!("user_id[]={ADA}&user_id[]={MEL}"), vec![ADA, MEL]),
        (format!("user_id=-{ADA}&user_id=-{MEL}"), vec![SAM, VIC]),
        ("organization_id=org_localGlobex".to_owned(), vec![ADA, SAM]),
        ("organization_id=-org_localAcme".to_owned(), vec![SAM]),
        ("email_address_query=VIC".to_owned(), vec![VIC]),
        ("name_query=member".to_owned(), vec![MEL]),
        ("query=sam%2Bclerk".to_owned(), vec![SAM]),
        ("banned=true".to_owned(), vec![]),
        ("created_at_before=1".to_owned(), vec![]),
        ("username=nobody".to_owned(), vec![]),
    ] {
        let mut found = column(&stage.done("GET", &format!("/users?{query}"), Value::Null).await?, "id");
        found.sort();
        assert_eq!(found, expected, "{query}");
        let count = stage.done("GET", &format!("/users/count?{query}"), Value::Null).await?;
        assert_eq!(count["total_count"], expected.len(), "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn a_list_has_an_order_and_a_page() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let by = |query: &'static str| stage.done("GET", query, Value::Null);
    let names = column(&by("/users?order_by=%2Bfirst_name").await?, "first_name");
    assert_eq!(names, ["Ada", "Mel", "Sam", "Vic"]);
    assert_eq!(column(&by("/users?order_by=-email_address&limit=1").await?, "first_name"), ["Vic"]);
    stage.clock.advance_seconds(1);
    let newest = stage.person("new@example.com").await?;
    let list = by("/users?limit=2").await?;
    assert_eq!(column(&list, "id")[0], id(&newest), "newest first");
    let path = format!("/users?starting_after={}", id(&newest));
    assert_eq!(stage.done("GET", &path, Value::Null).await?.as_array().map(Vec::len), Some(4));
    for (query, refusal) in [
        ("limit=501", "form_param_value_invalid"),
        ("limit=0", "form_param_value_invalid"),
        ("offset=-1", "form_param_value_invalid"),
        ("limit=many", "form_param_type_invalid"),
        ("order_by=-password", "form_param_value_invalid"),
        ("banned=perhaps", "form_param_type_invalid"),
        ("starting_after=user_nobody", "form_param_value_invalid"),
    ] {
        let refused = stage.refused("GET", &format!("/users?{query}"), Value::Null).await?;
        assert_eq!(refused, code(422, refusal), "{query}");
    }
    let many: String = (0..101).map(|number| format!("user_id=user_{number}&")).collect();
    let refused = stage.refused("GET", &format!("/users?{many}"), Value::Null).await?;
    assert_eq!(refused, code(422, "form_param_array_size_exceeded"));
    Ok(())
}

#[tokio::test]
async fn somebody_is_made_and_signs_in() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({
        "external_id": "row-7", "first_name": "Nora", "last_name": "New", "username": "nora_new",
        "email_address": ["Nora@Example.com", "second@example.com"], "phone_number": ["+1 (555) 555-0100"],
        "email_address_identification_status": ["verified", "reserved"],
        "password": "a long enough one", "public_metadata": { "plan": "gold" }, "private_metadata": { "note": 1 },
        "created_at": "2012-10-20T07:15:20.902Z", "create_organizations_limit": 2, "delete_self_enabled": false,
    });
    let user = stage.done("POST", "/users", wanted).await?;
    assert_eq!(user["primary_email_address_id"], user["email_addresses"][0]["id"]);
    assert_eq!(user["email_addresses"][0]["email_address"], "nora@example.com");
    assert_eq!(user["email_addresses"][0]["verification"]["strategy"], "admin");
    assert_eq!(
        (&user["email_addresses"][1]["reserved"], &user["email_addresses"][1]["verification"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(user["phone_numbers"][0]["phone_number"], "+15555550100");
    assert_eq!((&user["created_at"], &user["delete_self_enabled"]), (&json!(1_350_717_320_902_i64), &json!(false)));
    assert_eq!(stage.done("GET", &format!("/users/{}", id(&user)), Value::Null).await?, user);
    let by_row = stage.done("GET", "/users?external_id=row-7", Value::Null).await?;
    assert_eq!(column(&by_row, "id"), [id(&user)]);

    let browser = Browser::open(&stage).await?;
    let fields = [("strategy", "password"), ("identifier", "nora@example.com"), ("password", "a long enough one")];
    assert_eq!(browser.post("/client/sign_ins", &fields).await?.at("/response/status"), "complete");
    Ok(())
}

#[tokio::test]
async fn who_cannot_be_made_is_told_why() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let taken = "ada+clerk_test@example.com";
    for (wanted, refusal) in [
        (json!({}), "form_data_missing"),
        (json!({ "email_address": ["a@example.com"] }), "form_data_missing"),
        (json!({ "email_address": [taken], "password": "a long enough one" }), "form_identifier_exists"),
        (json!({ "email_address": ["a@example.com"], "password": "short" }), "form_password_length_too_short"),
        (json!({ "email_address": ["a@example.com"], "password": "password123" }), "form_password_pwned"),
        (json!({ "email_address": ["nonsense"], "password": "a long enough one" }), "form_param_format_invalid"),
        (json!({ "email_address": ["a@example.com", "A@example.com"] }), "form_param_duplicate"),
        (json!({ "email_address": 7 }), "form_param_type_invalid"),
        (json!({ "phone_number": ["12"], "skip_password_requirement": true }), "form_param_format_invalid"),
        (json!({ "username": "ab" }), "form_username_invalid_length"),
        (json!({ "username": "a b c d" }), "form_username_invalid_character"),
        (json!({ "nickname": "x" }), "form_param_unknown"),
        (json!({ "created_at": "yesterday" }), "form_param_invalid_time"),
        (
            json!({ "email_address": ["a@example.com"], "email_address_identification_status": [] }),
            "form_param_array_length_mismatch",
        ),
        (
            json!({ "password_digest": "x", "password_hasher": "pbkdf2_sha256_django" }),
            "form_password_digest_invalid_code",
        ),
    ] {
        assert_eq!(stage.refused("POST", "/users", wanted.clone()).await?, code(422, refusal), "{wanted}");
    }
    let foreign = json!({ "email_address": ["a@example.com"], "password_digest": "x", "password_hasher": "bcrypt" });
    assert_eq!(stage.refused("POST", "/users", foreign).await?, code(501, "not_implemented"));
    assert_eq!(stage.done("GET", "/users/count", Value::Null).await?["total_count"], 4, "nobody was made");
    Ok(())
}

#[tokio::test]
async fn a_digest_of_another_system_is_a_password() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    // Django's example for "lètmein", salt "seasalt", 10000 rounds.
    let digest = "pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=";
    let wanted = json!({
        "email_address": ["a@example.com"], "password_digest": digest, "password_hasher": "pbkdf2_sha256_django",
    });
    let user = stage.done("POST", "/users", wanted).await?;
    let path = format!("/users/{}/verify_password", id(&user));
    assert_eq!(stage.done("POST", &path, json!({ "password": "l\u{e8}tmein" })).await?, json!({ "verified": true }));
    let wrong = stage.refused("POST", &path, json!({ "password": "letmein" })).await?;
    assert_eq!(wrong, code(422, "incorrect_password"));
    Ok(())
}

#[tokio::test]
async fn somebody_is_changed_and_removed() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let path = format!("/users/{MEL}");
    let changed =
        stage.done("PATCH", &path, json!({ "first_name": "Melissa", "last_name": null, "locale": "de-DE" })).await?;
    assert_eq!((&changed["first_name"], &changed["last_name"]), (&json!("Melissa"), &Value::Null));
    assert_eq!(changed["locale"], "de-DE");
    for (wanted, refusal) in [
        (json!({ "primary_email_address_id": "idn_nobody" }), "form_resource_not_found"),
        (json!({ "external_id": 7 }), "form_param_type_invalid"),
        (json!({ "email_address": ["x@example.com"] }), "form_param_unknown"),
    ] {
        assert_eq!(stage.refused("PATCH", &path, wanted.clone()).await?, code(422, refusal), "{wanted}");
    }
    stage.done("PATCH", &path, json!({ "external_id": "mine" })).await?;
    let taken = stage.refused("PATCH", &format!("/users/{VIC}"), json!({ "external_id": "mine" })).await?;
    assert_eq!(taken, code(422, "form_identifier_exists"));
    let gone = stage.done("DELETE", &path, Value::Null).await?;
    assert_eq!(gone, json!({ "object": "user", "id": MEL, "deleted": true }));
    for (method, path) in
        [("GET", path.clone()), ("PATCH", path.clone()), ("DELETE", path.clone()), ("POST", format!("{path}/ban"))]
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
async fn metadata_is_merged_or_replaced() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let path = format!("/users/{ADA}/metadata");
    let first = json!({ "public_metadata": { "a": { "b": 1, "c": 2 }, "d": 3 } });
    stage.done("PATCH", &path, first).await?;
    let merged =
        stage.done("PATCH", &path, json!({ "public_metadata": { "a": { "b": null }, "d": null, "e": 4 } })).await?;
    assert_eq!(merged["public_metadata"], json!({ "a": { "c": 2 }, "e": 4 }));
    let replaced = stage.done("PUT", &path, json!({ "public_metadata": { "x": 1 } })).await?;
    assert_eq!(replaced["public_metadata"], json!({ "x": 1 }));
    assert_eq!(replaced["private_metadata"], merged["private_metadata"], "what did not come stays");
    let large = json!({ "unsafe_metadata": { "text": "x".repeat(9_000) } });
    assert_eq!(stage.refused("PATCH", &path, large).await?, code(422, "form_param_exceeds_allowed_size"));
    assert_eq!(stage.refused("PATCH", &path, json!({ "first_name": "A" })).await?, code(422, "form_param_unknown"));
    Ok(())
}

#[tokio::test]
async fn who_is_banned_or_locked_does_not_sign_in() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let address = "mel+clerk_test@example.com";
    let browser = Browser::signed_in(&stage, address).await?;
    let banned = stage.done("POST", &format!("/users/{MEL}/ban"), Value::Null).await?;
    assert_eq!(banned["banned"], true);
    assert_eq!(browser.client().await?["sessions"], json!([]), "banning ends sessions");
    let fields = [("strategy", "password"), ("identifier", address), ("password", clerk_emulator::PASSWORD)];
    let refused = Browser::open(&stage).await?.post("/client/sign_ins", &fields).await?;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "user_banned"));
    stage.done("POST", &format!("/users/{MEL}/unban"), Value::Null).await?;

    let locked = stage.done("POST", &format!("/users/{MEL}/lock"), Value::Null).await?;
    assert_eq!((&locked["locked"], &locked["lockout_expires_in_seconds"]), (&json!(true), &json!(3_600)));
    let refused = Browser::open(&stage).await?.post("/client/sign_ins", &fields).await?;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "user_locked"));
    stage.clock.advance_seconds(3_600);
    Browser::signed_in(&stage, address).await?;
    stage.done("POST", &format!("/users/{MEL}/lock"), Value::Null).await?;
    let unlocked = stage.done("POST", &format!("/users/{MEL}/unlock"), Value::Null).await?;
    assert_eq!((&unlocked["locked"], &unlocked["lockout_expires_in_seconds"]), (&json!(false), &Value::Null));
    Ok(())
}

#[tokio::test]
async fn several_are_banned_or_none() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let all = stage.done("POST", "/users/ban", json!({ "user_ids": [MEL, VIC] })).await?;
    assert_eq!((&all[0]["banned"], &all[1]["banned"]), (&json!(true), &json!(true)));
    assert_eq!(stage.done("GET", "/users/count?banned=true", Value::Null).await?["total_count"], 2);
    stage.done("POST", "/users/unban", json!({ "user_ids": [MEL, VIC] })).await?;
    let unknown = stage.refused("POST", "/users/ban", json!({ "user_ids": [MEL, "user_nobody"] })).await?;
    assert_eq!(unknown, code(404, "resource_not_found"));
    assert_eq!(stage.done("GET", "/users/count?banned=true", Value::Null).await?["total_count"], 0);
    let many = json!({ "user_ids": vec![MEL; 51] });
    assert_eq!(stage.refused("POST", "/users/ban", many).await?, code(422, "form_param_array_size_exceeded"));
    assert_eq!(stage.refused("POST", "/users/ban", Value::Null).await?, code(422, "form_param_missing"));
    Ok(())
}

#[tokio::test]
async fn passwords_are_checked_marked_and_removed() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let of = |what: &str| format!("/users/{SAM}/{what}");
    let right = json!({ "password": clerk_emulator::PASSWORD });
    assert_eq!(stage.done("POST", &of("verify_password"), right.clone()).await?["verified"], true);
    assert_eq!(stage.refused("POST", &of("verify_password"), json!({})).await?, code(422, "form_param_missing"));
    let marked = stage.done("POST", &of("password/set_compromised"), json!({ "revoke_all_sessions": true })).await?;
    assert_eq!(marked["requires_password_reset"], true);
    let unmarked = stage.done("POST", &of("password/unset_compromised"), Value::Null).await?;
    assert_eq!(unmarked["requires_password_reset"], false);
    let browser = Browser::signed_in(&stage, "sam+clerk_test@example.com").await?;
    let removed = stage.done("POST", &of("remove_password"), json!({ "sign_out_of_other_sessions": true })).await?;
    assert_eq!(removed["password_enabled"], false);
    assert_eq!(browser.client().await?["sessions"], json!([]));
    for what in ["verify_password", "password/set_compromised"] {
        let body = if what == "verify_password" { right.clone() } else { Value::Null };
        assert_eq!(stage.refused("POST", &of(what), body).await?, code(400, "no_password_set"), "{what}");
    }
    assert_eq!(stage.done("POST", &of("remove_password"), Value::Null).await?, removed, "nothing to remove");
    Ok(())
}

#[tokio::test]
async fn second_factors_are_checked_and_removed() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let of = |what: &str| format!("/users/{ADA}/{what}");
    let check = |code: &str| json!({ "code": code });
    assert_eq!(stage.refused("POST", &of("verify_totp"), check("000000")).await?, code(400, "totp_disabled"));
    let secret = json!({ "totp_secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "backup_codes": ["one", "two"] });
    let user = stage.done("PATCH", &format!("/users/{ADA}"), secret).await?;
    assert_eq!((&user["totp_enabled"], &user["two_factor_enabled"]), (&json!(true), &json!(true)));
    assert_ne!(user["mfa_enabled_at"], Value::Null);
    let used = stage.done("POST", &of("verify_totp"), check("one")).await?;
    assert_eq!((&used["verified"], &used["code_type"]), (&json!(true), &json!("backup_code")));
    assert_eq!(stage.refused("POST", &of("verify_totp"), check("one")).await?, code(422, "totp_incorrect_code"));
    assert_eq!(stage.done("DELETE", &of("backup_code"), Value::Null).await?, json!({ "user_id": ADA }));
    assert_eq!(stage.done("DELETE", &of("totp"), Value::Null).await?, json!({ "user_id": ADA }));
    let user = stage.done("GET", &format!("/users/{ADA}"), Value::Null).await?;
    assert_eq!((&user["totp_enabled"], &user["backup_code_enabled"]), (&json!(false), &json!(false)));
    assert_ne!(user["mfa_disabled_at"], Value::Null);
    assert_eq!(stage.done("DELETE", &of("mfa"), Value::Null).await?, json!({ "user_id": ADA }));
    for what in ["passkeys/x", "web3_wallets/x", "external_accounts/x", "trusted_devices/x"] {
        assert_eq!(stage.refused("DELETE", &of(what), Value::Null).await?, code(404, "resource_not_found"), "{what}");
    }
    assert_eq!(stage.done("GET", &of("trusted_devices"), Value::Null).await?["total_count"], 0);
    assert_eq!(stage.done("GET", &of("oauth_access_tokens/oauth_google"), Value::Null).await?, json!([]));
    Ok(())
}

#[tokio::test]
async fn pictures_are_set_and_removed() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let path = format!("/v1/users/{ADA}/profile_image");
    let upload = |kind: &str| {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Type: {kind}\r\n\r\nbytes\r\n--x--\r\n"
        );
        let request = http::Request::post(&path).header("authorization", format!("Bearer {}", stage.secret_key));
        request.header("content-type", "multipart/form-data; boundary=x").body(body.into())
    };
    let user = stage.send(upload("image/png")?).await?;
    assert_eq!((user.at("/has_image"), user.at("/image_url")), (json!(true), json!("data:image/png;base64,Ynl0ZXM=")));
    let refused = stage.send(upload("text/html")?).await?;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "form_param_value_invalid"));
    let gone = stage.done("DELETE", &format!("/users/{ADA}/profile_image"), Value::Null).await?;
    assert_eq!(gone["has_image"], false);
    let again = stage.refused("DELETE", &format!("/users/{ADA}/profile_image"), Value::Null).await?;
    assert_eq!(again, code(404, "image_not_found"));
    Ok(())
}
