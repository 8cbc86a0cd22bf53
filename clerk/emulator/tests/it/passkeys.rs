//! Passkeys: made, named, used in place of a password and after one, and refused when anything about them is wrong.

mod device;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    stage::{APP, Answer, Stage},
};
use device::{Device, Lie};

const ADA: &str = "ada+clerk_test@example.com";
const PASSKEY: (&str, &str) = ("strategy", "passkey");

async fn stage(settings: Value) -> anyhow::Result<Stage> {
    let stage = Stage::new()?;
    assert_eq!(stage.control("PATCH", "/__control/settings", settings).await?.status, 200);
    Ok(stage)
}

fn first_factor() -> Value {
    json!({ "factors": ["password", "email_code", "passkey"] })
}

fn nonce(answer: &Answer, pointer: &str) -> anyhow::Result<Value> {
    let text = answer.at(pointer);
    serde_json::from_str(text.as_str().with_context(|| format!("no nonce: {}", answer.text))?).context("no options")
}

async fn ask(browser: &Browser<'_>) -> anyhow::Result<(String, Value)> {
    let begun = browser.post("/me/passkeys", &[]).await?;
    let id = begun.at("/response/id").as_str().unwrap_or_default().to_owned();
    Ok((id, nonce(&begun, "/response/verification/nonce")?))
}

/// Makes a key for whoever is signed in.
async fn register(browser: &Browser<'_>, device: &mut Device) -> anyhow::Result<String> {
    let (id, options) = ask(browser).await?;
    let made = attempt(browser, &id, &device.create(&options, Lie::None)?).await?;
    assert_eq!(made.at("/response/verification/status"), "verified", "{}", made.text);
    Ok(id)
}

async fn attempt(browser: &Browser<'_>, id: &str, credential: &str) -> anyhow::Result<Answer> {
    let fields = [PASSKEY, ("public_key_credential", credential)];
    browser.post(&format!("/me/passkeys/{id}/attempt_verification"), &fields).await
}

/// Begins with whatever passkey there is; answers the attempt's path and the options.
async fn begin(browser: &Browser<'_>) -> anyhow::Result<(String, Value)> {
    let begun = browser.post("/client/sign_ins", &[PASSKEY]).await?;
    let path = format!("/client/sign_ins/{}", begun.at("/response/id").as_str().unwrap_or_default());
    Ok((path, nonce(&begun, "/response/first_factor_verification/nonce")?))
}

async fn prove(browser: &Browser<'_>, path: &str, credential: &str) -> anyhow::Result<Answer> {
    let fields = [PASSKEY, ("public_key_credential", credential)];
    browser.post(&format!("{path}/attempt_first_factor"), &fields).await
}

#[tokio::test]
async fn a_passkey_is_made_named_used_and_let_go() -> anyhow::Result<()> {
    let stage = stage(first_factor()).await?;
    let (browser, mut device) = (Browser::signed_in(&stage, ADA).await?, Device::new(APP)?);
    let id = register(&browser, &mut device).await?;
    let named = browser.patch(&format!("/me/passkeys/{id}"), &[("name", "Desk")]).await?;
    assert_eq!(named.at("/response/name"), "Desk", "{}", named.text);
    let other = Browser::open(&stage).await?;
    let (path, options) = begin(&other).await?;
    assert_eq!((options.get("rpId"), options.get("allowCredentials")), (Some(&json!("localhost")), Some(&json!([]))));
    let done = prove(&other, &path, &device.get(&options, Lie::None)?).await?;
    assert_eq!(done.at("/response/status"), "complete", "{}", done.text);
    assert_eq!(done.at("/client/sessions/0/user/passkeys/0/name"), "Desk");
    assert!(done.at("/client/sessions/0/user/passkeys/0/last_used_at").is_i64());
    // By name, too: then the device is told which keys there are.
    let known = Browser::open(&stage).await?.post("/client/sign_ins", &[("identifier", ADA)]).await?;
    assert!(known.at("/response/supported_first_factors").to_string().contains("passkey"), "{}", known.text);
    assert_eq!(browser.delete(&format!("/me/passkeys/{id}")).await?.at("/response/deleted"), true);
    let gone = Browser::open(&stage).await?;
    let (path, options) = begin(&gone).await?;
    assert_eq!(prove(&gone, &path, &device.get(&options, Lie::None)?).await?.code(), "passkey_not_registered");
    Ok(())
}

#[tokio::test]
async fn a_passkey_that_is_not_right_proves_nothing() -> anyhow::Result<()> {
    let stage = stage(first_factor()).await?;
    let (signed_in, mut device) = (Browser::signed_in(&stage, ADA).await?, Device::new(APP)?);
    for lie in [Lie::Challenge, Lie::Origin, Lie::Host, Lie::Kind, Lie::Absent, Lie::Unverified] {
        let (id, options) = ask(&signed_in).await?;
        let refused = attempt(&signed_in, &id, &device.create(&options, lie)?).await?;
        assert_eq!(refused.code(), "passkey_authentication_failure", "{lie:?}: {}", refused.text);
    }
    let (id, _) = ask(&signed_in).await?;
    assert_eq!(attempt(&signed_in, &id, "{}").await?.code(), "passkey_invalid_public_key_credential");
    register(&signed_in, &mut device).await?;
    let (first, browser) = (Browser::open(&stage).await?, Browser::open(&stage).await?);
    let (path, options) = begin(&first).await?;
    assert_eq!(prove(&first, &path, &device.get(&options, Lie::None)?).await?.at("/response/status"), "complete");
    for lie in
        [Lie::Challenge, Lie::Origin, Lie::Host, Lie::Kind, Lie::Absent, Lie::Unverified, Lie::Signature, Lie::Counter]
    {
        let (path, options) = begin(&browser).await?;
        let refused = prove(&browser, &path, &device.get(&options, lie)?).await?;
        assert_eq!(refused.code(), "passkey_authentication_failure", "{lie:?}: {}", refused.text);
    }
    let (path, options) = begin(&browser).await?;
    let right = device.get(&options, Lie::None)?;
    stage.clock.advance_seconds(301);
    assert_eq!(prove(&browser, &path, &right).await?.code(), "verification_expired");
    assert_eq!(prove(&browser, &path, &right).await?.code(), "verification_missing", "a challenge is good once");
    Ok(())
}

#[tokio::test]
async fn a_passkey_of_somebody_else_does_not_do() -> anyhow::Result<()> {
    let stage = stage(first_factor()).await?;
    let mut device = Device::new(APP)?;
    register(&Browser::signed_in(&stage, "mel+clerk_test@example.com").await?, &mut device).await?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let mut own = Device::new(APP)?;
    register(&ada, &mut own).await?;
    let browser = Browser::open(&stage).await?;
    let begun = browser.post("/client/sign_ins", &[("identifier", ADA)]).await?;
    let path = format!("/client/sign_ins/{}", begun.at("/response/id").as_str().unwrap_or_default());
    let asked = browser.post(&format!("{path}/prepare_first_factor"), &[PASSKEY]).await?;
    let options = nonce(&asked, "/response/first_factor_verification/nonce")?;
    assert_eq!(options.pointer("/allowCredentials/0/id"), Some(&json!(own.id())), "{options}");
    assert_eq!(prove(&browser, &path, &device.get(&options, Lie::None)?).await?.code(), "passkey_not_registered");
    // A device that has a key for somebody already says so; the same key is not taken twice.
    let (id, options) = ask(&ada).await?;
    assert_eq!(options.pointer("/excludeCredentials/0/id"), Some(&json!(own.id())));
    let twice = attempt(&ada, &id, &own.create(&options, Lie::None)?).await?;
    assert_eq!(twice.code(), "passkey_invalid_verification", "{}", twice.text);
    Ok(())
}

#[tokio::test]
async fn a_passkey_is_a_second_factor() -> anyhow::Result<()> {
    let stage = stage(json!({ "second_factors": ["passkey"] })).await?;
    let mut device = Device::new(APP)?;
    register(&Browser::signed_in(&stage, ADA).await?, &mut device).await?;
    let browser = Browser::open(&stage).await?;
    let password = [("strategy", "password"), ("identifier", ADA), ("password", clerk_emulator::PASSWORD)];
    let begun = browser.post("/client/sign_ins", &password).await?;
    assert_eq!(begun.at("/response/status"), "needs_second_factor", "{}", begun.text);
    assert_eq!(begun.at("/response/supported_second_factors/0/strategy"), "passkey");
    let path = format!("/client/sign_ins/{}", begun.at("/response/id").as_str().unwrap_or_default());
    let asked = browser.post(&format!("{path}/prepare_second_factor"), &[PASSKEY]).await?;
    let options = nonce(&asked, "/response/second_factor_verification/nonce")?;
    let wrong = device.get(&options, Lie::Signature)?;
    let fields = |credential| [PASSKEY, ("public_key_credential", credential)];
    let refused = browser.post(&format!("{path}/attempt_second_factor"), &fields(&wrong)).await?;
    assert_eq!(refused.code(), "passkey_authentication_failure");
    let asked = browser.post(&format!("{path}/prepare_second_factor"), &[PASSKEY]).await?;
    let right = device.get(&nonce(&asked, "/response/second_factor_verification/nonce")?, Lie::None)?;
    let done = browser.post(&format!("{path}/attempt_second_factor"), &fields(&right)).await?;
    assert_eq!(done.at("/response/status"), "complete", "{}", done.text);
    assert_eq!(begin(&Browser::open(&stage).await?).await.err().map(|_| ()), Some(()), "it is no first factor here");
    Ok(())
}

#[tokio::test]
async fn a_passkey_proves_again_who_one_is() -> anyhow::Result<()> {
    let stage = stage(first_factor()).await?;
    let (browser, mut device) = (Browser::signed_in(&stage, ADA).await?, Device::new(APP)?);
    register(&browser, &mut device).await?;
    let path = format!("/client/sessions/{}/verify", browser.session_id);
    browser.post(&path, &[("level", "first_factor")]).await?;
    let asked = browser.post(&format!("{path}/prepare_first_factor"), &[PASSKEY]).await?;
    let right = device.get(&nonce(&asked, "/response/first_factor_verification/nonce")?, Lie::None)?;
    let fields = [PASSKEY, ("public_key_credential", right.as_str())];
    let done = browser.post(&format!("{path}/attempt_first_factor"), &fields).await?;
    assert_eq!(done.at("/response/status"), "complete", "{}", done.text);
    Ok(())
}

#[tokio::test]
async fn settings_switch_passkeys_on_and_off() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let at = |answer: Answer| {
        (answer.at("/user_settings/attributes/passkey/enabled"), answer.at("/user_settings/passkey_settings"))
    };
    let off = json!({ "allow_autofill": false, "show_sign_in_button": false, "satisfies_second_factor": true });
    assert_eq!(at(browser.get("/environment").await?), (json!(false), off.clone()));
    assert_eq!(browser.post("/me/passkeys", &[]).await?.code(), "feature_not_enabled");
    stage.control("PATCH", "/__control/settings", first_factor()).await?;
    let on = json!({ "allow_autofill": true, "show_sign_in_button": true, "satisfies_second_factor": true });
    assert_eq!(at(browser.get("/environment").await?), (json!(true), on));
    let quiet = json!({ "passkey_autofill": false, "passkey_button": false });
    stage.control("PATCH", "/__control/settings", quiet).await?;
    assert_eq!(at(browser.get("/environment").await?), (json!(true), off));
    Ok(())
}

#[tokio::test]
async fn a_passkey_that_was_only_asked_for_proves_nothing() -> anyhow::Result<()> {
    let stage =
        stage(json!({ "factors": ["password", "email_code", "passkey"], "second_factors": ["passkey"] })).await?;
    let mut device = Device::new(APP)?;
    register(&Browser::signed_in(&stage, ADA).await?, &mut device).await?;
    let browser = Browser::open(&stage).await?;
    let begun = browser.post("/client/sign_ins", &[("identifier", ADA)]).await?;
    let path = format!("/client/sign_ins/{}", begun.at("/response/id").as_str().unwrap_or_default());
    let reset = [("strategy", "reset_password_email_code"), ("code", "424242")];
    browser.post(&format!("{path}/prepare_first_factor"), &reset[..1]).await?;
    let proven = browser.post(&format!("{path}/attempt_first_factor"), &reset).await?;
    assert_eq!(proven.at("/response/status"), "needs_new_password", "{}", proven.text);
    let late = browser.post(&format!("{path}/prepare_first_factor"), &[PASSKEY]).await?;
    assert_eq!(late.code(), "client_state_invalid");
    let new = browser.post(&format!("{path}/reset_password"), &[("password", "another-long-password")]).await?;
    assert_eq!(new.at("/response/status"), "needs_second_factor", "{}", new.text);
    Ok(())
}
