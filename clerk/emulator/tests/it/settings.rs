//! Settings, the clock, and what tests ask the control API for.

use clerk_emulator::{Config, Profile, Roles, Seed, Settings, State};
use rand::{SeedableRng as _, rngs::StdRng};
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    persistence,
    stage::{ManualClock, NOON, Stage},
    tokens,
};

const ADA: &str = "ada+clerk_test@example.com";

fn with(settings: Settings) -> anyhow::Result<Stage> {
    let clock = ManualClock::new();
    let state = State::seeded(clock.clone(), StdRng::seed_from_u64(1))?;
    Stage::configured(state, clock, Config { settings, ..Config::default() })
}

#[tokio::test]
async fn a_new_application_is_as_clerk_sets_it_up() -> anyhow::Result<()> {
    let stage = with(Settings::of(Profile::New))?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let organizations = browser.get("/environment").await?.at("/organization_settings");
    assert_eq!(organizations["force_organization_selection"], true);
    assert_eq!(organizations["slug"], json!({ "disabled": true }));
    assert_eq!(organizations["max_allowed_memberships"], 5);
    assert_eq!(organizations["organization_creation_defaults"], json!({ "enabled": false }));
    browser.switch("acme").await?;
    let session = browser.client().await?["sessions"][0].clone();
    let claims = tokens::claims(&stage, &session["last_active_token"]["jwt"]).await?;
    assert_eq!((&claims["o"]["rol"], &claims["o"]["slg"]), (&json!("admin"), &Value::Null));
    Ok(())
}

#[tokio::test]
async fn who_may_sign_up_is_a_setting() -> anyhow::Result<()> {
    for (mode, code) in [("restricted", "sign_up_mode_restricted"), ("waitlist", "sign_up_restricted_waitlist")] {
        let (settings, _) = Settings::read("s.json", &json!({ "sign_up_mode": mode }).to_string(), Profile::Ours)?;
        let stage = with(settings)?;
        let browser = Browser::open(&stage).await?;
        assert_eq!(browser.get("/environment").await?.at("/user_settings/sign_up/mode"), mode);
        let refused = browser.post("/client/sign_ups", &[("email_address", "new@example.com")]).await?;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, code));
        let made_up = [("email_address", "new@example.com"), ("ticket", "x")];
        assert_eq!(browser.post("/client/sign_ups", &made_up).await?.code(), code);
        let invited = json!({ "email_address": "new@example.com" });
        let invitation = stage.done("POST", "/invitations", invited).await?;
        let ticket = invitation["url"].as_str().and_then(|url| url.rsplit('=').next()).unwrap_or_default().to_owned();
        let by_ticket = [("strategy", "ticket"), ("ticket", ticket.as_str())];
        let id = browser.post("/client/sign_ups", &by_ticket).await?.at("/response/id");
        let path = format!("/client/sign_ups/{}", id.as_str().unwrap_or_default());
        let other = [("email_address", "other@example.com"), ("password", "a long enough one")];
        assert_eq!(browser.patch(&path, &other).await?.code(), code, "the ticket was for somebody else");
    }
    Ok(())
}

#[tokio::test]
async fn factors_that_do_not_exist_are_neither_offered_nor_taken() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    let sign_in = async |strategy: &str| {
        let password = ("password", clerk_emulator::PASSWORD);
        browser.post("/client/sign_ins", &[("identifier", ADA), ("strategy", strategy), password]).await
    };
    stage.control("PATCH", "/__control/settings", json!({ "factors": ["email_code"] })).await?;
    assert_eq!(sign_in("password").await?.status, 422);
    let offered = sign_in("email_code").await?.at("/response/supported_first_factors");
    assert_eq!(offered.as_array().map(Vec::len), Some(1));
    assert_eq!(browser.get("/environment").await?.at("/user_settings/attributes/password/enabled"), false);
    stage.control("PATCH", "/__control/settings", json!({ "factors": ["password"] })).await?;
    assert_eq!(sign_in("email_code").await?.status, 422);
    assert_eq!(sign_in("password").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn settings_that_make_no_sense_are_refused_by_name() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let refused = stage.control("PATCH", "/__control/settings", json!({ "factors": [] })).await?;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "settings_invalid"));
    assert_eq!(refused.at("/errors/0/message"), "factors: nobody could sign in without any");
    let far = stage.control("POST", "/__control/clock", json!({ "advance_ms": i64::MAX })).await?;
    assert_eq!((far.status.as_u16(), far.code().as_str()), (422, "form_param_value_invalid"));
    assert_eq!(stage.control("GET", "/__control/clock", Value::Null).await?.status.as_u16(), 200);
    Ok(())
}

#[tokio::test]
async fn turned_settings_and_the_clock_outlast_a_restart_until_others_are_configured() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let first = persistence::start(folder.path(), 1)?;
    first.control("PATCH", "/__control/settings", json!({ "token_life_seconds": 5 })).await?;
    first.control("POST", "/__control/clock", json!({ "advance_ms": 1_000 })).await?;
    drop(first);
    let second = persistence::start(folder.path(), 1)?;
    let settings = second.control("GET", "/__control/settings", Value::Null).await?.json();
    assert_eq!((&settings["token_life_seconds"], &settings["clock_offset_ms"]), (&json!(5), &json!(1_000)));
    drop(second);
    let clock = ManualClock::new();
    let state = State::open(folder.path(), clock.clone(), StdRng::seed_from_u64(1))?;
    let third = Stage::configured(state, clock, Config { settings: Settings::of(Profile::New), ..Config::default() })?;
    let settings = third.control("GET", "/__control/settings", Value::Null).await?.json();
    assert_eq!((&settings["token_life_seconds"], &settings["clock_offset_ms"]), (&json!(60), &json!(1_000)));
    Ok(())
}

#[tokio::test]
async fn the_clock_moves_for_sessions_codes_and_tickets() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let moved = stage.control("POST", "/__control/clock", json!({ "advance_ms": 60_000 })).await?;
    assert_eq!(moved.json(), json!({ "now_ms": NOON + 60_000, "offset_ms": 60_000 }));
    assert_eq!(stage.control("GET", "/__control/clock", Value::Null).await?.json(), moved.json());
    assert_eq!(browser.client().await?["sessions"][0]["id"], browser.session_id);
    let other = Browser::open(&stage).await?;
    let started = other.post("/client/sign_ins", &[("strategy", "email_code"), ("identifier", ADA)]).await?;
    let sign_in = started.at("/response/id");
    stage.control("POST", "/__control/clock", json!({ "advance_ms": 11 * 60 * 1_000 })).await?;
    let path = format!("/client/sign_ins/{}/attempt_first_factor", sign_in.as_str().unwrap_or_default());
    let late = other.post(&path, &[("strategy", "email_code"), ("code", "424242")]).await?;
    assert_eq!((late.status.as_u16(), late.code().as_str()), (400, "verification_expired"));
    stage.control("POST", "/__control/clock", json!({ "advance_ms": 7 * 24 * 60 * 60 * 1_000 })).await?;
    assert_eq!(browser.client().await?["sessions"][0], Value::Null, "the session has ended");
    let back = stage.control("POST", "/__control/clock", json!({ "advance_ms": -1 })).await?;
    assert_eq!(back.status, 422, "it does not go back");
    Ok(())
}

#[tokio::test]
async fn calls_are_limited_where_the_settings_ask_for_it() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let call = async || stage.ask("PATCH", "/users/user_localAdaAdmin", json!({ "first_name": "Eve" })).await;
    for _ in 0..20 {
        assert_eq!(call().await?.status, 200);
    }
    stage.control("PATCH", "/__control/settings", json!({ "rate_limits": true })).await?;
    for _ in 0..10 {
        assert_eq!(call().await?.status, 200);
    }
    let refused = call().await?;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (429, "too_many_requests"));
    assert_eq!(refused.header("retry-after"), "10");
    stage.control("POST", "/__control/clock", json!({ "advance_ms": 10_000 })).await?;
    assert_eq!(call().await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn what_was_asked_can_be_read() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let all = stage.control("GET", "/__control/requests", Value::Null).await?.json();
    let last = all.as_array().and_then(|all| all.last()).and_then(|entry| entry["seq"].as_u64()).unwrap_or_default();
    browser.patch("/me", &[("first_name", "Eve")]).await?;
    stage.backend("/v1/users/user_none").await?;
    stage.get("/nowhere").await?;
    let new = stage.control("GET", &format!("/__control/requests?since={last}"), Value::Null).await?.json();
    let entry = |seq: u64, api: &str, method: &str, path: &str, status: u16, code: Value| json!({ "seq": seq, "at_ms": NOON, "api": api, "method": method, "path": path, "status": status, "code": code });
    let expected = [
        entry(last + 1, "fapi", "PATCH", "/__clerk/v1/me", 200, Value::Null),
        entry(last + 2, "bapi", "GET", "/v1/users/user_none", 404, json!("resource_not_found")),
    ];
    assert_eq!(new, json!(expected));
    Ok(())
}

#[tokio::test]
async fn messages_say_where_what_and_how() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::open(&stage).await?;
    browser.post("/client/sign_ins", &[("strategy", "email_code"), ("identifier", ADA)]).await?;
    let mails = stage.control("GET", "/__control/outbox", Value::Null).await?.json();
    let expected = json!({ "to": ADA, "channel": "email", "code": "424242", "link": null, "template": "verification_code", "sent_at": NOON });
    assert_eq!(mails, json!([expected]));
    Ok(())
}

#[tokio::test]
async fn an_export_is_imported_into_another_instance() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    browser.post("/organizations", &[("name", "Initech")]).await?;
    let document = stage.control("GET", "/__control/export", Value::Null).await?.json();
    assert!(!document.to_string().contains(&stage.secret_key), "no keys");
    let folder = tempfile::tempdir()?;
    let other = persistence::start(folder.path(), 2)?;
    assert_eq!(other.control("POST", "/__control/import", document.clone()).await?.status, 204);
    assert_ne!(other.secret_key, stage.secret_key);
    drop(other);
    let other = persistence::start(folder.path(), 2)?;
    assert_eq!(other.backend("/v1/organizations").await?.json()["total_count"], 3);
    assert_eq!(other.control("GET", "/__control/export", Value::Null).await?.json(), document);
    Ok(())
}

#[tokio::test]
async fn an_import_that_cannot_be_read_changes_nothing() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let before = stage.control("GET", "/__control/export", Value::Null).await?.json();
    let document = |version: u64, data: Value| json!({ "clerk_emulator": version, "exported_at_ms": 0, "data": data });
    for (wrong, error) in [
        (document(1, json!({})), "it is of version 1, and this program reads version 2"),
        (document(2, json!({ "pets": { "cat": 1 } })), "there is no table \"pets\""),
        (document(2, json!({ "users": { "user_1": { "emails": 7 } } })), "users.user_1 is of another form"),
    ] {
        let refused = stage.control("POST", "/__control/import", wrong).await?;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "import_invalid"));
        let message = refused.at("/errors/0/message");
        assert!(message.as_str().is_some_and(|message| message.starts_with(error)), "{message}");
    }
    assert_eq!(stage.control("GET", "/__control/export", Value::Null).await?.json(), before);
    Ok(())
}

#[tokio::test]
async fn coverage_and_idleness_are_told() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let rows = stage.control("GET", "/__control/coverage", Value::Null).await?.json();
    let rows = rows.as_array().cloned().unwrap_or_default();
    assert_eq!(rows.len(), clerk_emulator::coverage().count());
    let jwks = rows.iter().find(|row| row["path"] == "/jwks").cloned().unwrap_or_default();
    assert_eq!((&jwks["api"], &jwks["method"], &jwks["state"]), (&json!("bapi"), &json!("GET"), &json!("built")));
    assert_eq!(stage.control("GET", "/__control/idle", Value::Null).await?.json()["idle"], true);
    Ok(())
}

#[tokio::test]
async fn a_seed_is_there_and_comes_back_after_a_reset() -> anyhow::Result<()> {
    let text = json!({
        "users": [
            { "id": "user_eve", "email_addresses": ["Eve@example.com"], "password": clerk_emulator::PASSWORD, "first_name": "Eve" },
            { "email_addresses": ["bob@example.com"] },
        ],
        "organizations": [{ "id": "org_pins", "name": "Pins & Co", "created_by": "eve@example.com" }],
        "memberships": [{ "user": "eve@example.com", "organization": "pins-co", "role": "org:admin" }],
        "invitations": [{ "id": "orginv_bob", "email_address": "bob@example.com", "organization": "org_pins", "role": "org:member" }],
        "domains": [{ "name": "pins.test", "organization": "pins-co", "enrollment_mode": "automatic_invitation", "verified": true }],
    });
    let seed = Seed::read("seed.json", &text.to_string(), &Roles::default())?;
    let (clock, config) = (ManualClock::new(), Config { seed: Some(seed), ..Config::default() });
    let state = State::of(&config, clock.clone(), StdRng::seed_from_u64(1))?;
    let stage = Stage::configured(state, clock, config)?;
    let mut before = Value::Null;
    for _ in 0..2 {
        let people = stage.control("GET", "/__control/users", Value::Null).await?.json();
        assert_eq!(people.as_array().map(Vec::len), Some(2));
        let members = stage.backend("/v1/organizations/pins-co/memberships").await?.json();
        let member = &members["data"][0];
        assert_eq!(
            (&member["public_user_data"]["identifier"], &member["role"]),
            (&json!("eve@example.com"), &json!("org:admin"))
        );
        let invitations = stage.backend("/v1/organizations/org_pins/invitations").await?.json();
        assert_eq!(
            (&invitations["data"][0]["id"], &invitations["data"][0]["status"]),
            (&json!("orginv_bob"), &json!("pending"))
        );
        let domain = stage.backend("/v1/organizations/org_pins/domains").await?.at("/data/0");
        assert_eq!(
            (&domain["name"], &domain["enrollment_mode"]),
            (&json!("pins.test"), &json!("automatic_invitation"))
        );
        assert_eq!(domain["verification"]["status"], "verified");
        Browser::signed_in(&stage, "eve@example.com").await?;
        assert_eq!(stage.control("POST", "/__control/reset", Value::Null).await?.status, 204);
        let ids = stage.control("GET", "/__control/users", Value::Null).await?.json()[1]["id"].clone();
        assert!(before.is_null() || before == ids, "ids that are not pinned stay as well");
        before = ids;
    }
    Ok(())
}

#[tokio::test]
async fn templates_of_the_settings_can_be_used() -> anyhow::Result<()> {
    let templates =
        json!([{ "name": "elsewhere", "claims": { "mail": "{{user.primary_email_address}}" }, "lifetime": 300 }]);
    let (settings, _) = Settings::read("s.json", &json!({ "jwt_templates": templates }).to_string(), Profile::Ours)?;
    let stage = with(settings)?;
    for _ in 0..2 {
        let template = stage.backend("/v1/jwt_templates").await?.json()[0].clone();
        assert_eq!((&template["name"], &template["lifetime"]), (&json!("elsewhere"), &json!(300)));
        stage.control("POST", "/__control/reset", Value::Null).await?;
    }
    Ok(())
}

#[tokio::test]
async fn organizations_are_set_here_or_by_the_backend_api() -> anyhow::Result<()> {
    let stage = with(Settings::of(Profile::New))?;
    let seats = async || {
        let settings = stage.backend("/v1/instance/organization_settings").await?;
        anyhow::Ok((settings.at("/max_allowed_memberships"), settings.at("/slug_disabled")))
    };
    assert_eq!(seats().await?, (json!(5), json!(true)));
    stage.control("PATCH", "/__control/settings", json!({ "max_allowed_memberships": 9 })).await?;
    assert_eq!(seats().await?, (json!(9), json!(true)));
    let change = json!({ "max_allowed_memberships": 3, "slug_disabled": false, "domains_enabled": false });
    stage.done("PATCH", "/instance/organization_settings", change).await?;
    stage.done("PATCH", "/instance/restrictions", json!({ "allowlist": true })).await?;
    let settings = stage.control("GET", "/__control/settings", Value::Null).await?.json();
    let expected = json!({ "max_allowed_memberships": 3, "organization_slugs": true, "organization_domains": false, "allowlist": true });
    for (name, value) in expected.as_object().into_iter().flatten() {
        assert_eq!(&settings[name], value, "{name}");
    }
    let environment = Browser::open(&stage).await?.get("/environment").await?.json();
    assert_eq!(environment["organization_settings"]["max_allowed_memberships"], 3);
    assert_eq!(environment["user_settings"]["sign_up"]["allowlist_only"], true);
    stage.control("PATCH", "/__control/settings", settings).await?;
    assert_eq!(seats().await?, (json!(3), json!(false)));
    Ok(())
}

#[tokio::test]
async fn several_run_in_one_process() -> anyhow::Result<()> {
    let (one, two) = (clerk_emulator::start(Config::default()).await?, clerk_emulator::start(Config::default()).await?);
    assert_ne!(one.address(), two.address());
    assert_eq!(one.population(), (4, 2));
    one.stop().await;
    two.stop().await;
    Ok(())
}
