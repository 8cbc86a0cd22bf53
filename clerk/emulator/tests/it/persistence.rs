//! What a folder keeps over a restart.

use std::{fs, path::Path};

use clerk_emulator::State;
use rand::{SeedableRng as _, rngs::StdRng};
use serde_json::json;

use crate::{
    browser::Browser,
    stage::{ManualClock, Stage},
};

pub(crate) fn start(folder: &Path, seed: u64) -> anyhow::Result<Stage> {
    let clock = ManualClock::new();
    Stage::with(State::open(folder, clock.clone(), StdRng::seed_from_u64(seed))?, clock)
}

#[tokio::test]
async fn keys_people_and_sessions_survive() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let first = start(folder.path(), 1)?;
    let browser = Browser::signed_in(&first, "ada+clerk_test@example.com").await?;
    browser.post("/organizations", &[("name", "Initech")]).await?;
    let (token, session_id) = (browser.token.clone(), browser.session_id.clone());
    let keys = first.backend("/v1/jwks").await?.json();
    let app_keys = (first.secret_key.clone(), first.publishable_key.clone());

    drop(first);
    let second = start(folder.path(), 2)?;
    assert_eq!((&second.secret_key, &second.publishable_key), (&app_keys.0, &app_keys.1));
    assert_eq!(second.backend("/v1/jwks").await?.json(), keys);
    assert_eq!(second.backend("/v1/organizations").await?.json()["total_count"], 3);
    let again = Browser { stage: &second, token, session_id, cookie: String::new(), jar: Default::default() };
    assert_eq!(again.client().await?["sessions"][0]["id"], again.session_id);
    Ok(())
}

#[tokio::test]
async fn a_rotated_key_survives() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let first = start(folder.path(), 1)?;
    first.control("POST", "/__control/rotate-key", serde_json::Value::Null).await?;
    let keys = first.backend("/v1/jwks").await?.json();
    drop(first);
    let second = start(folder.path(), 1)?;
    assert_eq!(second.backend("/v1/jwks").await?.json(), keys);
    Ok(())
}

#[test]
fn another_folder_is_another_instance() -> anyhow::Result<()> {
    let (one, two) = (tempfile::tempdir()?, tempfile::tempdir()?);
    assert_ne!(start(one.path(), 1)?.issuer, start(two.path(), 2)?.issuer);
    Ok(())
}

#[test]
fn a_broken_file_is_named_with_the_way_out() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("data.json"), "{}")?;
    let error = State::open(folder.path(), ManualClock::new(), StdRng::seed_from_u64(1)).map(|_| ());
    let text = format!("{:#}", error.err().unwrap_or_else(|| anyhow::anyhow!("it was opened")));
    assert!(text.contains("data.json; delete the folder to start from the seed"), "{text}");
    Ok(())
}

/// A folder that an older program left: `data.json`, written whole at each change.
#[tokio::test]
async fn a_folder_of_version_1_is_taken_over() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let old = folder.path().join("data.json");
    fs::write(&old, include_str!("version-1.json"))?;
    for _ in 0..2 {
        let stage = start(folder.path(), 1)?;
        assert_eq!(stage.secret_key, "sk_test_old");
        assert_eq!(stage.backend("/v1/users").await?.json()[0]["first_name"], "Olga");
        assert!(!old.exists());
    }
    Ok(())
}

#[test]
fn a_folder_of_another_version_is_named_with_the_way_out() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    drop(start(folder.path(), 1)?);
    let path = folder.path().join("data.journal");
    let newer = fs::read_to_string(&path)?.replacen("\"clerk_emulator\":2", "\"clerk_emulator\":3", 1);
    fs::write(&path, newer)?;
    let error = start(folder.path(), 1).map(|_| ()).expect_err("it was opened");
    let text = format!("{error:#}");
    assert!(text.contains("data.journal; delete the folder to start from the seed: "), "{text}");
    Ok(())
}

#[test]
fn a_folder_serves_one_at_a_time_and_names_its_owner() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let first = start(folder.path(), 1)?;
    let error = start(folder.path(), 1).map(|_| ()).expect_err("it was opened");
    let owner = format!("is in use by process {}; stop that one, or name another folder", std::process::id());
    assert!(error.to_string().contains(&owner), "{error}");
    drop(first);
    start(folder.path(), 1)?;
    Ok(())
}

/// What one change adds to the folder's files.
async fn bytes_of_a_change(stage: &Stage, folder: &Path) -> anyhow::Result<u64> {
    let size = || -> anyhow::Result<u64> {
        let files = fs::read_dir(folder)?.map(|file| Ok(file?.metadata()?.len()));
        files.sum::<anyhow::Result<u64>>()
    };
    let before = size()?;
    Browser::signed_in(stage, "ada+clerk_test@example.com").await?;
    Ok(size()?.saturating_sub(before))
}

#[tokio::test]
async fn a_change_writes_its_own_rows_however_many_people_there_are() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let stage = start(folder.path(), 1)?;
    Browser::signed_in(&stage, "ada+clerk_test@example.com").await?;
    let alone = bytes_of_a_change(&stage, folder.path()).await?;
    let crowd = json!({ "organization": "acme", "role": "org:member", "count": 2_000 });
    assert_eq!(stage.control("POST", "/__control/crowd", crowd).await?.status, 204);
    let among_many = bytes_of_a_change(&stage, folder.path()).await?;
    assert!(alone.abs_diff(among_many) < 100, "{alone} bytes alone, {among_many} among many");
    Ok(())
}

#[tokio::test]
async fn a_call_that_only_looks_writes_nothing() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let stage = start(folder.path(), 1)?;
    let browser = Browser::signed_in(&stage, "ada+clerk_test@example.com").await?;
    let path = folder.path().join("data.journal");
    let before = fs::metadata(&path)?.len();
    browser.get("/me").await?;
    browser.post(&format!("/client/sessions/{}/tokens", browser.session_id), &[]).await?;
    stage.backend("/v1/users").await?;
    assert_eq!(fs::metadata(&path)?.len(), before);
    Ok(())
}

#[cfg(unix)]
#[test]
fn secrets_are_readable_by_their_owner_only() -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir()?;
    start(folder.path(), 1)?;
    for name in ["data.journal", "signing-key.der"] {
        let mode = fs::metadata(folder.path().join(name))?.permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let data = fs::read_to_string(folder.path().join("data.journal"))?;
    assert!(!data.contains(clerk_emulator::PASSWORD), "no password in the clear");
    Ok(())
}
