//! The program from outside: its flags, its one line of output, its way of saying what is wrong with a file.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use anyhow::Context as _;
use serde_json::{Value, json};

const PUBLISHABLE_KEY: &str = "pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk";

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clerk-emulator"));
    command.args(arguments).env("RUST_LOG", "warn").stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A program that is ready; killed when dropped.
struct Ready {
    child: Child,
    line: Value,
}

impl Drop for Ready {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn start(arguments: &[&str]) -> anyhow::Result<Ready> {
    let mut child = command(&["--json", "--listen", "127.0.0.1:0"]).args(arguments).spawn()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
    let line = serde_json::from_str(&line).with_context(|| format!("no line of JSON: {line}"));
    Ok(Ready { line: line?, child })
}

fn file(folder: &Path, name: &str, text: &str) -> anyhow::Result<String> {
    let path = folder.join(name);
    fs::write(&path, text)?;
    Ok(path.display().to_string())
}

fn lines(output: &Output) -> anyhow::Result<Vec<Value>> {
    let text = String::from_utf8(output.stdout.clone())?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

#[test]
fn one_line_says_that_it_is_ready() -> anyhow::Result<()> {
    let Ready { line, .. } =
        &start(&["--state-dir", "none", "--publishable-key", PUBLISHABLE_KEY, "--secret-key", "sk_test_mine"])?;
    let listen = line["listen"].as_str().context("no address")?;
    assert!(listen.starts_with("127.0.0.1:"), "{listen}");
    let expected = json!({
        "ready": true,
        "listen": listen,
        "fapi_url": format!("http://{listen}/__clerk"),
        "api_url": format!("http://{listen}"),
        "control_url": format!("http://{listen}/__control"),
        "publishable_key": PUBLISHABLE_KEY,
        "secret_key": "sk_test_mine",
        "issuer": "https://foo-bar-13.clerk.accounts.dev",
        "seeded": { "users": 4, "organizations": 2 },
    });
    assert_eq!(*line, expected);
    Ok(())
}

#[test]
fn an_endpoint_can_be_named_with_its_secret() -> anyhow::Result<()> {
    let (url, secret) = ("http://127.0.0.1:9/hook", "whsec_dGVzdA==");
    let ready = start(&["--state-dir", "none", "--webhook", url, "--webhook-secret", secret])?;
    assert_eq!(ready.line["webhooks"], json!([{ "url": url, "secret": secret }]));
    let output = command(&["--state-dir", "none", "--webhook", "http://example.com/"]).output()?;
    let error = String::from_utf8(output.stderr)?;
    assert!(
        error.contains("the webhook http://example.com/: url: webhooks go to http URLs of this machine"),
        "{error}"
    );
    Ok(())
}

#[test]
fn folders_run_beside_each_other_and_one_folder_serves_one() -> anyhow::Result<()> {
    let (one, two) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let place = |folder: &Path| folder.display().to_string();
    let first = start(&["--state-dir", &place(one.path())])?;
    let second = start(&["--state-dir", &place(two.path())])?;
    assert_ne!(first.line["listen"], second.line["listen"]);
    let third = command(&["--listen", "127.0.0.1:0", "--state-dir", &place(one.path())]).output()?;
    let error = String::from_utf8(third.stderr)?;
    let owner = format!(
        "is in use by process {}, listening on {}",
        first.child.id(),
        first.line["api_url"].as_str().unwrap_or("")
    );
    assert!(!third.status.success() && error.contains(&owner), "{error}");
    Ok(())
}

#[test]
fn a_seed_file_takes_the_place_of_the_built_in_people() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let seed = file(
        folder.path(),
        "seed.json",
        r#"{ "users": [{ "id": "user_eve", "email_addresses": ["eve@example.com"] }] }"#,
    )?;
    let ready = start(&["--state-dir", "none", "--seed", &seed])?;
    assert_eq!(ready.line["seeded"], json!({ "users": 1, "organizations": 0 }));
    Ok(())
}

#[test]
fn what_is_wrong_with_files_is_a_line_each_and_exit_code_2() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let seed = file(folder.path(), "seed.json", "{ \"users\": [\n{ \"id\": \"eve\" },\n{ \"password\": \"x\" }] }")?;
    let settings = file(folder.path(), "settings.json", "{\n \"sign_up_mode\": \"closed\" }")?;
    let output = command(&["--seed", &seed, "--settings", &settings, "--state-dir", "none"]).output()?;
    assert_eq!(output.status.code(), Some(2));
    let found = lines(&output)?;
    let places: Vec<Value> = found.iter().map(|line| json!([line["file"], line["line"], line["path"]])).collect();
    let expected = [
        json!([settings, 2, "sign_up_mode"]),
        json!([seed, 2, "users[0].id"]),
        json!([seed, 3, "users[1].password"]),
        json!([seed, 3, "users[1]"]),
    ];
    assert_eq!(places, expected);
    assert!(found.iter().all(|line| line["error"].is_string()));
    Ok(())
}

#[test]
fn settings_of_a_real_instance_become_a_file() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let environment = json!({
        "object": "environment",
        "auth_config": { "single_session_mode": false },
        "user_settings": { "sign_up": { "mode": "restricted" } },
        "organization_settings": { "enabled": true, "slug": { "disabled": true } },
    });
    let role = json!({ "object": "role", "key": "org:admin", "name": "Admin", "permissions": [{ "key": "org:sys_memberships:manage" }] });
    let environment = file(folder.path(), "environment.json", &environment.to_string())?;
    let roles = file(folder.path(), "roles.json", &json!({ "data": [role], "total_count": 1 }).to_string())?;
    let output = command(&["--import", &environment, &roles]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let settings = file(folder.path(), "settings.json", &text)?;
    assert_eq!(command(&["--check", "--settings", &settings]).output()?.status.code(), Some(0), "{text}");
    let settings: Value = serde_json::from_str(&text)?;
    assert_eq!((&settings["sign_up_mode"], &settings["organization_slugs"]), (&json!("restricted"), &json!(false)));
    let other = command(&["--import", &roles, "nowhere.json"]).output()?;
    assert!(!other.status.success() && String::from_utf8(other.stderr)?.contains("cannot read nowhere.json"));
    Ok(())
}

#[test]
fn a_check_reads_the_files_and_starts_nothing() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let state = folder.path().join("state").display().to_string();
    let good = file(folder.path(), "good.json", r#"{ "organization_slugs": false }"#)?;
    let output = command(&["--check", "--settings", &good, "--state-dir", &state]).output()?;
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    let output = command(&["--check", "--settings", "not-there.json", "--state-dir", &state]).output()?;
    assert_eq!((output.status.code(), lines(&output)?[0]["file"].clone()), (Some(2), json!("not-there.json")));
    assert!(!Path::new(&state).exists());
    Ok(())
}
