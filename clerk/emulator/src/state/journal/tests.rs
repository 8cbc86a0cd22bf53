//! The journal: what a crash, a power cut or a full disk leaves of it.

use serde_json::json;

use super::*;

fn header() -> Header {
    let secret = || "secret".to_owned();
    let instance = Instance { frontend_host: secret(), secret_key: secret(), browser_secret: secret() };
    Header { clerk_emulator: VERSION, instance }
}

fn rows(value: Value) -> Rows {
    serde_json::from_value(value).unwrap()
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.journal");
    (folder, path)
}

fn reopened(path: &Path) -> anyhow::Result<Rows> {
    Ok(Journal::open(path)?.context("no journal")?.2)
}

#[test]
fn the_newest_of_each_row_is_read_again() -> anyhow::Result<()> {
    let (_folder, path) = place();
    let mut journal = Journal::create(&path, &header(), &rows(json!({ "users": { "a": 1, "b": 2 } })))?;
    journal.append(&rows(json!({ "users": { "a": null, "b": 3 }, "sessions": { "a": "é\n" } })))?;
    assert_eq!(reopened(&path)?, rows(json!({ "users": { "b": 3 }, "sessions": { "a": "é\n" } })));
    assert_eq!(Journal::open(&path)?.context("no journal")?.1, header());
    Ok(())
}

#[test]
fn a_last_line_that_was_cut_off_is_dropped_wherever_it_was_cut() -> anyhow::Result<()> {
    let (_folder, path) = place();
    let mut journal = Journal::create(&path, &header(), &rows(json!({ "users": { "a": 1 } })))?;
    let before = fs::read(&path)?;
    journal.append(&rows(json!({ "users": { "b": 2 } })))?;
    let whole = fs::read(&path)?;
    for end in before.len()..whole.len() {
        fs::write(&path, &whole[..end])?;
        let (mut journal, _, found) = Journal::open(&path)?.context("no journal")?;
        assert_eq!(found, rows(json!({ "users": { "a": 1 } })), "cut at {end}");
        journal.append(&rows(json!({ "users": { "c": 3 } })))?;
        assert_eq!(reopened(&path)?, rows(json!({ "users": { "a": 1, "c": 3 } })), "written after the cut at {end}");
    }
    Ok(())
}

#[test]
fn damage_in_the_middle_is_named_and_nothing_is_lost_silently() -> anyhow::Result<()> {
    let (_folder, path) = place();
    let mut journal = Journal::create(&path, &header(), &rows(json!({ "users": { "a": 1 } })))?;
    journal.append(&rows(json!({ "users": { "b": 2 } })))?;
    let damaged = fs::read_to_string(&path)?.replace(r#""a":1"#, r#""a":7"#);
    fs::write(&path, damaged)?;
    let error = Journal::open(&path).expect_err("it was opened");
    assert_eq!(error.to_string(), "line 2 is damaged, and whole ones follow");
    Ok(())
}

#[test]
fn another_version_is_named() -> anyhow::Result<()> {
    let (_folder, path) = place();
    Journal::create(&path, &Header { clerk_emulator: 3, ..header() }, &Rows::new())?;
    let error = Journal::open(&path).expect_err("it was opened");
    assert_eq!(error.to_string(), "it is of version 3, and this program reads version 2");
    Ok(())
}

#[test]
fn what_was_replaced_is_dropped_while_changes_go_on() -> anyhow::Result<()> {
    let (_folder, path) = place();
    let mut journal = Journal::create(&path, &header(), &rows(json!({ "users": { "kept": 0 } })))?;
    journal.slack = 2_000;
    let mut longest = 0;
    for number in 1..=2_000 {
        journal.append(&rows(json!({ "users": { "changing": number } })))?;
        longest = longest.max(journal.length);
        if number % 100 == 0
            && let Some(compaction) = &journal.compaction
        {
            while !compaction.thread.is_finished() {
                std::thread::yield_now();
            }
        }
    }
    assert_eq!(reopened(&path)?, rows(json!({ "users": { "kept": 0, "changing": 2_000 } })));
    assert!(longest < 20_000, "it grew to {longest} bytes");
    assert_eq!(journal.length, fs::metadata(&path)?.len());
    Ok(())
}

/// `/dev/full` takes no byte, as a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_change_that_does_not_fit_is_an_error() -> anyhow::Result<()> {
    let (_folder, path) = place();
    let mut journal = Journal::create(&path, &header(), &Rows::new())?;
    journal.fill_up()?;
    assert!(journal.append(&rows(json!({ "users": { "a": 1 } }))).is_err());
    let error = journal.append(&rows(json!({}))).expect_err("it was written");
    assert!(error.to_string().contains("restart the local Clerk"), "{error}");
    assert_eq!(reopened(&path)?, Rows::new());
    Ok(())
}
