//! `server webhooks fold`: any order of events ends the same, on every database; and what the other commands say of it.
#![cfg(unix)]

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

fn server(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command.args(arguments).current_dir(folder).env_clear().envs(variables.iter().copied());
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

/// What it answers to these lines.
fn answers(folder: &Path, variables: &[(&str, &str)], arguments: &[&str], input: &str) -> Result<Vec<Value>> {
    let mut command = server(folder, variables, arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    child.stdin.take().context("no input")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "{arguments:?}: {}", output.status);
    Ok(String::from_utf8(output.stdout)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn line(id: usize, event_type: &str, at_ms: i64, data: Value) -> String {
    let body = json!({"object": "event", "type": event_type, "timestamp": at_ms, "instance_id": "ins_1", "data": data});
    json!({"id": id, "svix_id": format!("msg_{id}"), "at_ms": at_ms, "body": body}).to_string()
}

fn events(suffix: &str) -> Vec<String> {
    let (user, organization) = (format!("user_{suffix}"), format!("org_{suffix}"));
    let person = |name: &str, updated_at: i64| json!({"id": user, "first_name": name, "last_name": null, "created_at": 1, "updated_at": updated_at, "email_addresses": []});
    let acme = json!({"id": organization, "name": "Acme", "slug": "acme", "created_at": 1, "updated_at": 2});
    let member = json!({
        "id": format!("orgmem_{suffix}"), "role": "org:admin", "permissions": ["org:sys_memberships:read"], "organization": acme,
        "public_user_data": {"user_id": user, "first_name": "Passing"}, "created_at": 3, "updated_at": 3,
    });
    vec![
        line(1, "user.created", 10, person("Ada", 10)),
        line(2, "user.updated", 20, person("Grace", 20)),
        line(3, "organization.created", 2, acme),
        line(4, "organizationMembership.created", 3, member),
        line(5, "email.created", 4, json!({"id": "ema_1", "body": "code"})),
    ]
}

/// The state without what tells one story's ids from another's.
fn state(answer: &Value, suffix: &str) -> Result<String> {
    let state = answer.get("state").context("no state")?;
    let kinds: Vec<&String> = state.as_object().context("no object")?.keys().collect();
    ensure!(kinds.len() == 5, "{kinds:?}");
    Ok(state.to_string().replace(suffix, ""))
}

fn any_order_ends_the_same(variables: &[(&str, &str)], url: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let said = server(folder.path(), variables, &["db", "migrate"]).output()?;
    ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let fold = ["webhooks", "fold", "--database", url];
    let dump = r#"{"id":"end","dump":true}"#;
    let forward = events("Forth");
    let input = format!("{}\nno line\n{dump}\n", forward.join("\n"));
    let answered = answers(folder.path(), &[], &fold, &input)?;
    assert_eq!(answered.len(), 7);
    let [created, .., mail, malformed, dumped] = answered.as_slice() else { anyhow::bail!("{answered:?}") };
    assert_eq!(*created, json!({"id": 1, "ok": true, "applied": true}));
    assert_eq!(mail["applied"], json!(false));
    assert_eq!(*malformed, json!({"id": null, "ok": false, "error": "malformed"}));
    assert_eq!(dumped["id"], json!("end"));
    let first = state(dumped, "Forth")?;
    assert!(
        first.contains("Grace") && !first.contains("Passing") && first.contains("org:sys_memberships:read"),
        "{first}"
    );
    let export = server(folder.path(), variables, &["people", "export", "user_Forth", "--json"]).output()?;
    let export: Value = serde_json::from_slice(&export.stdout)?;
    assert_eq!(export.pointer("/person/first_name"), Some(&json!("Grace")));
    assert_eq!(export.pointer("/memberships/0/role"), Some(&json!("org:admin")));
    let gone = line(9, "user.deleted", 30, json!({"id": "user_Forth", "object": "user", "deleted": true}));
    let mut backward = vec![gone, line(8, "organization.deleted", 30, json!({"id": "org_Forth", "deleted": true}))];
    backward.extend(events("Back").into_iter().rev());
    let answered = answers(folder.path(), &[], &fold, &format!("{}\n{dump}\n", backward.join("\n")))?;
    let second = state(answered.last().context("no answer")?, "Back")?;
    let tombstones = r#""tombstones":["org_Forth","user_Forth"]"#;
    assert_eq!(second.replace(tombstones, r#""tombstones":[]"#), first);
    Ok(())
}

// begin sqlite
#[test]
fn any_order_ends_the_same_on_sqlite() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("fold.db").display());
    any_order_ends_the_same(&[("DATABASE_URL", &url)], &url)
}
// end sqlite

// begin postgres
#[tokio::test]
async fn any_order_ends_the_same_on_postgres() -> Result<()> {
    let database = testkit::postgres::Database::new().await?;
    let variables = [("DATABASE_URL", database.url()), ("DATABASE_OWNER_URL", database.owner_url())];
    any_order_ends_the_same(&variables, database.url())
}
// end postgres
