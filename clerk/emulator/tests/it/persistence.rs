//! What a folder keeps over a restart.

use std::{fs, path::Path};

use clerk_emulator::State;
use rand::{SeedableRng as _, rngs::StdRng};

use crate::{
    browser::Browser,
    stage::{ManualClock, Stage},
};

fn start(folder: &Path, seed: u64) -> anyhow::Result<Stage> {
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

    let second = start(folder.path(), 2)?;
    assert_eq!((&second.secret_key, &second.publishable_key), (&first.secret_key, &first.publishable_key));
    assert_eq!(second.backend("/v1/jwks").await?.json(), keys);
    assert_eq!(second.backend("/v1/organizations").await?.json()["total_count"], 3);
    let again = Browser { stage: &second, token, session_id };
    assert_eq!(again.client().await?["sessions"][0]["id"], again.session_id);
    Ok(())
}

#[tokio::test]
async fn a_rotated_key_survives() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let first = start(folder.path(), 1)?;
    first.control("POST", "/__control/rotate-key", serde_json::Value::Null).await?;
    let second = start(folder.path(), 1)?;
    assert_eq!(first.backend("/v1/jwks").await?.json(), second.backend("/v1/jwks").await?.json());
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

#[cfg(unix)]
#[test]
fn secrets_are_readable_by_their_owner_only() -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir()?;
    start(folder.path(), 1)?;
    for name in ["data.json", "signing-key.der"] {
        let mode = fs::metadata(folder.path().join(name))?.permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let data = fs::read_to_string(folder.path().join("data.json"))?;
    assert!(!data.contains(clerk_emulator::PASSWORD), "no password in the clear");
    Ok(())
}
