//! E-mail addresses and telephone numbers.

use serde_json::{Value, json};

use super::{ADA, MEL, code, id};
use crate::stage::Stage;

#[tokio::test]
async fn an_address_is_made_changed_and_removed() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({ "user_id": MEL, "email_address": "More@Example.com" });
    let made = stage.done("POST", "/email_addresses", wanted).await?;
    assert_eq!((&made["email_address"], &made["verification"]), (&json!("more@example.com"), &Value::Null));
    let path = format!("/email_addresses/{}", id(&made));
    assert_eq!(stage.done("GET", &path, Value::Null).await?, made);
    let changed = stage.done("PATCH", &path, json!({ "verified": true, "primary": true })).await?;
    assert_eq!(changed["verification"]["strategy"], "admin");
    let user = stage.done("GET", &format!("/users/{MEL}"), Value::Null).await?;
    assert_eq!(user["primary_email_address_id"], made["id"]);
    let gone = stage.done("DELETE", &path, Value::Null).await?;
    assert_eq!(gone, json!({ "object": "email_address", "id": id(&made), "deleted": true }));
    let user = stage.done("GET", &format!("/users/{MEL}"), Value::Null).await?;
    assert_eq!(user["primary_email_address_id"], user["email_addresses"][0]["id"], "the other one takes over");
    for (wanted, refusal) in [
        (json!({ "email_address": "x@example.com" }), code(422, "form_param_missing")),
        (json!({ "user_id": "user_nobody", "email_address": "x@example.com" }), code(404, "resource_not_found")),
        (json!({ "user_id": MEL, "email_address": "nonsense" }), code(422, "form_param_format_invalid")),
        (json!({ "user_id": MEL, "email_address": "ada+clerk_test@example.com" }), code(422, "form_identifier_exists")),
    ] {
        assert_eq!(stage.refused("POST", "/email_addresses", wanted.clone()).await?, refusal, "{wanted}");
    }
    assert_eq!(stage.refused("GET", &path, Value::Null).await?, code(404, "resource_not_found"));
    Ok(())
}

#[tokio::test]
async fn a_code_proves_an_address_and_says_how_it_went() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({ "user_id": MEL, "email_address": "more@example.com" });
    let made = stage.done("POST", "/email_addresses", wanted).await?;
    let path = format!("/email_addresses/{}", id(&made));
    let prepare = format!("{path}/prepare_verification");
    let attempt = format!("{path}/attempt_verification");
    let sent = stage.done("POST", &prepare, Value::Null).await?;
    assert_eq!((&sent["status"], &sent["strategy"]), (&json!("unverified"), &json!("email_code")));
    let right = stage.last_code("more@example.com").await?;
    let try_code = |code: &str| json!({ "verification_id": sent["id"], "code": code });
    let wrong = stage.done("POST", &attempt, try_code("wrong")).await?;
    assert_eq!((&wrong["status"], &wrong["attempts"]), (&json!("unverified"), &json!(1)));
    assert_eq!(stage.done("POST", &attempt, try_code(&right)).await?["status"], "verified");
    assert_eq!(stage.done("GET", &path, Value::Null).await?["verification"]["status"], "verified");
    let again = stage.refused("POST", &attempt, try_code(&right)).await?;
    assert_eq!(again, code(400, "verification_already_verified"));

    let sent = stage.done("POST", &prepare, Value::Null).await?;
    let try_code = |code: &str| json!({ "verification_id": sent["id"], "code": code });
    for expected in ["unverified", "unverified", "failed", "failed"] {
        assert_eq!(stage.done("POST", &attempt, try_code("wrong")).await?["status"], expected);
    }
    let sent = stage.done("POST", &prepare, Value::Null).await?;
    stage.clock.advance_seconds(10 * 60);
    let right = stage.last_code("more@example.com").await?;
    let late = json!({ "verification_id": sent["id"], "code": right });
    assert_eq!(stage.done("POST", &attempt, late).await?["status"], "expired");
    let unknown = json!({ "verification_id": "ver_nobody", "code": "1" });
    assert_eq!(stage.refused("POST", &attempt, unknown).await?, code(404, "resource_not_found"));
    Ok(())
}

#[tokio::test]
async fn one_identifier_replaces_all() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    for (status, verified, reserved) in
        [("verified", true, false), ("reserved", false, true), ("unverified", false, false)]
    {
        let wanted = json!({ "email_address": "one@example.com", "identification_status": status });
        let made = stage.done("PUT", &format!("/users/{ADA}/email_address"), wanted).await?;
        assert_eq!((made["verification"].is_object(), &made["reserved"]), (verified, &json!(reserved)), "{status}");
        let wanted = json!({ "phone_number": "+15555550111", "identification_status": status });
        let made = stage.done("PUT", &format!("/users/{ADA}/phone_number"), wanted).await?;
        assert_eq!((made["verification"].is_object(), &made["reserved"]), (verified, &json!(reserved)), "{status}");
    }
    let user = stage.done("GET", &format!("/users/{ADA}"), Value::Null).await?;
    assert_eq!(user["email_addresses"].as_array().map(Vec::len), Some(1));
    assert_eq!(user["primary_phone_number_id"], user["phone_numbers"][0]["id"]);
    let wrong = json!({ "email_address": "one@example.com", "identification_status": "perhaps" });
    let refused = stage.refused("PUT", &format!("/users/{ADA}/email_address"), wrong).await?;
    assert_eq!(refused, code(422, "form_param_value_invalid"));
    Ok(())
}

#[tokio::test]
async fn a_number_is_made_proven_and_becomes_a_second_factor() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({ "user_id": MEL, "phone_number": "+15555550123" });
    let made = stage.done("POST", "/phone_numbers", wanted.clone()).await?;
    let path = format!("/phone_numbers/{}", id(&made));
    assert_eq!(stage.done("GET", &path, Value::Null).await?, made);
    let early = stage.refused("PATCH", &path, json!({ "reserved_for_second_factor": true })).await?;
    assert_eq!(early, code(422, "form_param_value_invalid"), "not verified yet");
    let sent = stage.done("POST", &format!("{path}/prepare_verification"), Value::Null).await?;
    assert_eq!((&sent["strategy"], &sent["channel"]), (&json!("phone_code"), &json!("sms")));
    let attempt = json!({ "verification_id": sent["id"], "code": "424242" });
    let proven = stage.done("POST", &format!("{path}/attempt_verification"), attempt).await?;
    assert_eq!(proven["status"], "verified");
    let changed = stage.done("PATCH", &path, json!({ "reserved_for_second_factor": true })).await?;
    assert_eq!(changed["default_second_factor"], true);
    let user = stage.done("GET", &format!("/users/{MEL}"), Value::Null).await?;
    assert_eq!(user["two_factor_enabled"], true);
    let other =
        stage.refused("POST", "/phone_numbers", json!({ "user_id": ADA, "phone_number": "+15555550123" })).await?;
    assert_eq!(other, code(422, "form_identifier_exists"));
    assert_eq!(stage.done("DELETE", &path, Value::Null).await?["deleted"], true);
    let user = stage.done("GET", &format!("/users/{MEL}"), Value::Null).await?;
    assert_eq!((&user["two_factor_enabled"], &user["phone_numbers"]), (&json!(false), &json!([])));
    assert_eq!(stage.refused("DELETE", &path, Value::Null).await?, code(404, "resource_not_found"));
    Ok(())
}
