//! Sessions, clients, templates of their tokens, and the tokens that sign people in.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{ADA, MEL, SAM, code, column, id};
use crate::{browser::Browser, stage::Stage, tokens};

#[tokio::test]
async fn a_session_is_made_listed_and_revoked() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let made =
        stage.done("POST", "/sessions", json!({ "user_id": ADA, "active_organization_id": "org_localAcme" })).await?;
    assert_eq!((&made["status"], &made["last_active_organization_id"]), (&json!("active"), &json!("org_localAcme")));
    let path = format!("/sessions/{}", id(&made));
    assert_eq!(stage.done("GET", &path, Value::Null).await?, made);
    let token = stage.done("POST", &format!("{path}/tokens"), json!({ "expires_in_seconds": 600 })).await?;
    let claims = tokens::claims(&stage, &token["jwt"]).await?;
    assert_eq!((&claims["sub"], &claims["o"]["rol"]), (&json!(ADA), &json!("admin")));
    assert_eq!(claims["exp"].as_i64().zip(claims["iat"].as_i64()).map(|(end, start)| end - start), Some(600));
    assert_eq!(stage.refused("POST", &format!("{path}/tokens"), json!({ "expires_in_seconds": 29 })).await?.0, 422);

    stage.clock.advance_seconds(1);
    let revoked = stage.done("POST", &format!("{path}/revoke"), Value::Null).await?;
    assert_eq!(revoked["status"], "revoked");
    for (query, count) in
        [("status=revoked", 1), ("status=active", 0), ("user_id=user_localMelMember", 0), ("paginated=false", 1)]
    {
        let list = stage.done("GET", &format!("/sessions?user_id={ADA}&{query}"), Value::Null).await?;
        assert_eq!(column(&list, "id").len(), if query.starts_with("user") { 1 } else { count }, "{query}");
    }
    let page = stage.done("GET", "/sessions?paginated=true", Value::Null).await?;
    assert_eq!(page["total_count"], 1);
    assert_eq!(stage.refused("POST", &format!("{path}/tokens"), Value::Null).await?, code(404, "resource_not_found"));
    for (wanted, refusal) in [
        (json!({}), code(422, "form_param_missing")),
        (json!({ "user_id": "user_nobody" }), code(404, "resource_not_found")),
        (json!({ "user_id": MEL, "active_organization_id": "org_localGlobex" }), code(404, "resource_not_found")),
    ] {
        assert_eq!(stage.refused("POST", "/sessions", wanted.clone()).await?, refusal, "{wanted}");
    }
    assert_eq!(stage.refused("GET", "/sessions?status=any", Value::Null).await?, code(422, "form_param_value_invalid"));
    Ok(())
}

#[tokio::test]
async fn refreshing_falls_back_to_the_handshake() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let made = stage.done("POST", "/sessions", json!({ "user_id": ADA })).await?;
    let wanted = json!({ "expired_token": "a", "refresh_token": "b", "request_origin": "http://localhost:3000" });
    let refused = stage.refused("POST", &format!("/sessions/{}/refresh", id(&made)), wanted.clone()).await?;
    assert_eq!(refused, code(401, "refresh_token_not_found"));
    let unknown = stage.refused("POST", "/sessions/sess_none/refresh", wanted).await?;
    assert_eq!(unknown, code(401, "session_refresh_session_not_found"));
    Ok(())
}

#[tokio::test]
async fn a_template_makes_other_tokens() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({ "name": "supabase", "claims": { "role": "member", "mail": "{{user.primary_email_address}}" }, "lifetime": 120 });
    let made = stage.done("POST", "/jwt_templates", wanted.clone()).await?;
    let path = format!("/jwt_templates/{}", id(&made));
    assert_eq!(stage.done("GET", &path, Value::Null).await?, made);
    let session = stage.done("POST", "/sessions", json!({ "user_id": ADA })).await?;
    let tokens_path = format!("/sessions/{}/tokens/supabase", id(&session));
    let token = stage.done("POST", &tokens_path, Value::Null).await?;
    let payload = |token: &Value| {
        let part = token["jwt"].as_str().unwrap_or_default().split('.').nth(1).unwrap_or_default().to_owned();
        serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).unwrap_or_default()).unwrap_or_default()
    };
    let claims = payload(&token);
    assert_eq!(
        (&claims["mail"], &claims["role"], &claims["sub"]),
        (&json!("ada+clerk_test@example.com"), &json!("member"), &json!(ADA))
    );
    assert_eq!(claims["exp"].as_i64().zip(claims["iat"].as_i64()).map(|(end, start)| end - start), Some(120));
    assert_eq!(claims.get("sid"), None);

    let own_key = json!({ "name": "supabase", "claims": {}, "custom_signing_key": true, "signing_algorithm": "HS256", "signing_key": "secret" });
    let changed = stage.done("PATCH", &path, own_key).await?;
    assert_eq!((&changed["signing_algorithm"], &changed["custom_signing_key"]), (&json!("HS256"), &json!(true)));
    let token = stage.done("POST", &tokens_path, Value::Null).await?;
    let header = token["jwt"].as_str().unwrap_or_default().split('.').next().unwrap_or_default().to_owned();
    assert!(String::from_utf8(URL_SAFE_NO_PAD.decode(header)?)?.contains("HS256"));
    for (wanted, refusal) in [
        (wanted, code(422, "form_identifier_exists")),
        (json!({ "name": "a" }), code(422, "form_param_missing")),
        (json!({ "name": "a", "claims": { "sub": "me" } }), code(400, "jwt_template_reserved_claim")),
        (json!({ "name": "a", "claims": {}, "lifetime": 29 }), code(422, "form_param_value_invalid")),
        (
            json!({ "name": "a", "claims": {}, "custom_signing_key": true, "signing_algorithm": "ES256" }),
            code(501, "not_implemented"),
        ),
    ] {
        assert_eq!(stage.refused("POST", "/jwt_templates", wanted.clone()).await?, refusal, "{wanted}");
    }
    assert_eq!(column(&stage.done("GET", "/jwt_templates", Value::Null).await?, "name"), ["supabase"]);
    assert_eq!(stage.done("DELETE", &path, Value::Null).await?["deleted"], true);
    assert_eq!(stage.refused("GET", &path, Value::Null).await?, code(404, "resource_not_found"));
    assert_eq!(stage.refused("POST", &tokens_path, Value::Null).await?, code(404, "resource_not_found"));
    Ok(())
}

#[tokio::test]
async fn clients_are_listed_and_verified() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let made = stage.done("POST", "/sessions", json!({ "user_id": ADA })).await?;
    let path = format!("/clients/{}", made["client_id"].as_str().unwrap_or_default());
    let client = stage.done("GET", &path, Value::Null).await?;
    assert_eq!((&client["session_ids"], &client["last_active_session_id"]), (&json!([id(&made)]), &made["id"]));
    assert_eq!(column(&stage.done("GET", "/clients", Value::Null).await?, "id"), [id(&client)]);
    assert_eq!(stage.refused("GET", "/clients/client_none", Value::Null).await?, code(404, "resource_not_found"));
    let wrong = stage.refused("POST", "/clients/verify", json!({ "token": "a.b.c" })).await?;
    assert_eq!(wrong, code(401, "authentication_invalid"));
    let browser = Browser::open(&stage).await?;
    let fields = [
        ("strategy", "password"),
        ("identifier", "mel+clerk_test@example.com"),
        ("password", clerk_emulator::PASSWORD),
    ];
    let cookies = browser.post("/client/sign_ins", &fields).await?.cookies();
    let cookie =
        cookies.iter().find_map(|cookie| cookie.strip_prefix("__client=")).and_then(|rest| rest.split(';').next());
    let verified = stage.done("POST", "/clients/verify", json!({ "token": cookie })).await?;
    assert_eq!(verified["sessions"][0]["user_id"], MEL);
    Ok(())
}

#[tokio::test]
async fn a_sign_in_token_signs_in_once() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({ "user_id": ADA, "org_id": "org_localGlobex", "expires_in_seconds": 60 });
    let token = stage.done("POST", "/sign_in_tokens", wanted.clone()).await?;
    let ticket = token["token"].as_str().unwrap_or_default();
    let fields = [("strategy", "ticket"), ("ticket", ticket)];
    let browser = Browser::open(&stage).await?;
    let signed_in = browser.post("/client/sign_ins", &fields).await?;
    assert_eq!(signed_in.at("/response/status"), "complete", "{}", signed_in.text);
    assert_eq!(signed_in.at("/client/sessions/0/last_active_organization_id"), "org_localGlobex");
    let again = Browser::open(&stage).await?.post("/client/sign_ins", &fields).await?;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (400, "sign_in_token_already_used_code"));
    let revoke = format!("/sign_in_tokens/{}/revoke", id(&token));
    assert_eq!(stage.refused("POST", &revoke, Value::Null).await?, code(400, "sign_in_token_cannot_be_revoked_code"));

    let other = stage.done("POST", "/sign_in_tokens", wanted.clone()).await?;
    let late = stage.done("POST", "/sign_in_tokens", wanted).await?;
    let revoked = stage.done("POST", &format!("/sign_in_tokens/{}/revoke", id(&other)), Value::Null).await?;
    assert_eq!(revoked["status"], "revoked");
    stage.clock.advance_seconds(60);
    for (token, refusal) in [(other, "sign_in_token_revoked_code"), (late, "sign_in_token_cannot_be_used_code")] {
        let ticket = token["token"].as_str().unwrap_or_default();
        let refused = Browser::open(&stage)
            .await?
            .post("/client/sign_ins", &[("strategy", "ticket"), ("ticket", ticket)])
            .await?;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (400, refusal));
    }
    for (wanted, refusal) in [
        (json!({}), code(422, "form_param_missing")),
        (json!({ "user_id": "user_nobody" }), code(404, "resource_not_found")),
        (json!({ "user_id": SAM, "org_id": "org_localAcme" }), code(403, "not_a_member_in_organization")),
        (json!({ "user_id": SAM, "expires_in_seconds": 0 }), code(422, "form_param_value_invalid")),
    ] {
        assert_eq!(stage.refused("POST", "/sign_in_tokens", wanted.clone()).await?, refusal, "{wanted}");
    }
    assert_eq!(
        stage.refused("POST", "/sign_in_tokens/sit_none/revoke", Value::Null).await?,
        code(404, "resource_not_found")
    );
    Ok(())
}

#[tokio::test]
async fn an_actors_session_is_short() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let wanted = json!({ "user_id": MEL, "actor": { "sub": "user_support" }, "session_max_duration_in_seconds": 60 });
    let token = stage.done("POST", "/actor_tokens", wanted).await?;
    let ticket = token["token"].as_str().unwrap_or_default();
    let browser = Browser::open(&stage).await?;
    browser.post("/client/sign_ins", &[("strategy", "ticket"), ("ticket", ticket)]).await?;
    let live = stage.done("GET", &format!("/sessions?user_id={MEL}&status=active"), Value::Null).await?;
    assert_eq!(live[0]["actor"], json!({ "sub": "user_support" }));
    stage.clock.advance_seconds(60);
    let over = stage.done("GET", &format!("/sessions?user_id={MEL}"), Value::Null).await?;
    assert_eq!(column(&over, "status"), ["expired"]);
    assert_eq!(
        stage.refused("POST", "/actor_tokens/act_none/revoke", Value::Null).await?,
        code(404, "resource_not_found")
    );
    Ok(())
}

#[tokio::test]
async fn a_testing_token_lasts_an_hour() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let token = stage.done("POST", "/testing_tokens", Value::Null).await?;
    assert_eq!(token["expires_at"], crate::stage::NOON / 1_000 + 3_600);
    Ok(())
}
