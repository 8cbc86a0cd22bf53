//! The server is killed at any moment while webhooks come in, again and again: whatever it had answered well is there, and
//! whatever was sent until it was answered well counts once. And it keeps up with a hundred of them a second.
#![cfg(unix)]

use std::{
    collections::BTreeSet,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use clerk_protocol::{Clock, WebhookSecret};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// Deliveries before each kill.
const BURST: usize = 8;

fn server(folder: &Path, address: SocketAddr, variables: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command.args(arguments).current_dir(folder).env_clear().envs(variables.iter().copied());
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let origin = format!("http://localhost:{}", address.port());
    let settings = [
        ("LISTEN_ADDRESS", address.to_string()),
        ("PUBLIC_ORIGIN", origin),
        ("CLERK_PUBLISHABLE_KEY", "pk_test_aW5jbHVkZWQua2F0eWRpZC05Mi5jbGVyay5hY2NvdW50cy5kZXYk".to_owned()),
        ("CLERK_SECRET_KEY", "sk_test_none".to_owned()),
        // Nobody listens there: Clerk is down all the time.
        ("CLERK_API_URL", "http://127.0.0.1:9".to_owned()),
        ("CLERK_WEBHOOK_SIGNING_SECRET", SECRET.to_owned()),
        ("RUST_LOG", "error".to_owned()),
    ];
    command.envs(settings).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// A person who was renamed so often.
fn body(person: usize, version: usize) -> String {
    let user = json!({
        "id": format!("user_{person}"), "first_name": format!("v{version}"), "created_at": 1, "updated_at": version,
        "email_addresses": [],
    });
    json!({"object": "event", "type": "user.updated", "timestamp": version, "instance_id": "ins_1", "data": user})
        .to_string()
}

/// The status of the answer to a delivery, if there was one.
async fn deliver(address: SocketAddr, id: String, body: String) -> Option<u16> {
    let seconds = clerk_axum::SystemClock.now_ms() / 1_000;
    let signature = WebhookSecret::parse(SECRET).ok()?.signature(&id, seconds, body.as_bytes());
    let head = format!(
        "POST /api/webhooks/clerk HTTP/1.1\r\nhost: localhost:{}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         svix-id: {id}\r\nsvix-timestamp: {seconds}\r\nsvix-signature: {signature}\r\nconnection: close\r\n\r\n{body}",
        address.port(),
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(head.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    str::from_utf8(answer.get(9..12)?).ok()?.parse().ok()
}

/// Started, and answering.
async fn started(folder: &Path, address: SocketAddr, variables: &[(&str, &str)]) -> Result<Child> {
    let mut child = server(folder, address, variables, &[]).spawn()?;
    for _ in 0..3_000 {
        if TcpStream::connect(address).await.is_ok() {
            return Ok(child);
        }
        ensure!(child.try_wait()?.is_none(), "the server did not start");
        tokio::time::timeout(Duration::from_millis(10), std::future::pending::<()>()).await.ok();
    }
    anyhow::bail!("the server does not answer")
}

/// So many cycles; what is in the copy at the end.
async fn survives(variables: &[(&str, &str)], cycles: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let said = server(folder, ([127, 0, 0, 1], 0).into(), variables, &["db", "migrate"]).output()?;
    ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let (mut unanswered, mut promised) = (Vec::new(), BTreeSet::new());
    for cycle in 1..=cycles {
        let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
        let mut child = started(folder, address, variables).await?;
        let new = (0..BURST).map(|person| (format!("msg_{cycle}x{person}"), body(person, cycle)));
        let mut senders = JoinSet::new();
        for (id, body) in unanswered.drain(..).chain(new) {
            senders.spawn(async move { (deliver(address, id.clone(), body.clone()).await, id, body) });
        }
        // At any moment of the first 50 milliseconds; the last one lives.
        let moment = Duration::from_micros((cycle as u64).wrapping_mul(7_919_993) % 50_000);
        tokio::time::timeout(moment, std::future::pending::<()>()).await.ok();
        if cycle < cycles {
            child.kill()?;
            child.wait()?;
        }
        while let Some(sent) = senders.join_next().await {
            match sent? {
                (Some(200), id, _) => _ = promised.insert(id),
                (_, id, body) => unanswered.push((id, body)),
            }
        }
        if cycle == cycles {
            ensure!(unanswered.is_empty(), "a server that lives answers: {unanswered:?}");
            settle(folder, variables).await?;
            child.kill()?;
            child.wait()?;
        }
    }
    ensure!(promised.len() == cycles * BURST, "{} of {}", promised.len(), cycles * BURST);
    for person in 0..BURST {
        let found = asked(folder, variables, &["people", "export", &format!("user_{person}"), "--json"])?;
        assert_eq!(found.pointer("/person/first_name"), Some(&json!(format!("v{cycles}"))), "{found}");
    }
    let all = asked(folder, variables, &["webhooks", "list", "--state", "applied", "--json", "--limit", "100000"])?;
    let applied: BTreeSet<String> =
        all.as_array().context("no list")?.iter().filter_map(|it| Some(it.get("id")?.as_str()?.to_owned())).collect();
    assert_eq!(applied, promised);
    Ok(())
}

fn asked(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Result<Value> {
    let mut command = server(folder, ([127, 0, 0, 1], 0).into(), variables, arguments);
    Ok(serde_json::from_slice(&command.stdout(Stdio::piped()).output()?.stdout)?)
}

/// Waits until nothing is to be done: what a killed server had taken comes back after ten seconds.
async fn settle(folder: &Path, variables: &[(&str, &str)]) -> Result<()> {
    for _ in 0..120 {
        if asked(folder, variables, &["jobs", "list", "--json"])? == json!([]) {
            return Ok(());
        }
        tokio::time::timeout(Duration::from_millis(500), std::future::pending::<()>()).await.ok();
    }
    anyhow::bail!("there still is something to do: {}", asked(folder, variables, &["jobs", "list", "--json"])?)
}

/// A hundred deliveries a second, while Clerk is down: each is answered well and applied. How long the slowest of a
/// hundred answers took, milliseconds.
async fn keeps_up(variables: &[(&str, &str)], seconds: usize) -> Result<i64> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let said = server(folder, ([127, 0, 0, 1], 0).into(), variables, &["db", "migrate"]).output()?;
    ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let mut child = started(folder, address, variables).await?;
    let (mut senders, mut ticks) = (JoinSet::new(), tokio::time::interval(Duration::from_millis(10)));
    let events = seconds * 100;
    for event in 1..=events {
        ticks.tick().await;
        senders.spawn(async move {
            let begun = clerk_axum::SystemClock.monotonic_ms();
            let status = deliver(address, format!("msg_{event}"), body(event % BURST, event)).await;
            (status, clerk_axum::SystemClock.monotonic_ms() - begun)
        });
    }
    let mut took = Vec::new();
    while let Some(answer) = senders.join_next().await {
        let (status, milliseconds) = answer?;
        ensure!(status == Some(200), "{status:?}");
        took.push(milliseconds);
    }
    settle(folder, variables).await?;
    child.kill()?;
    child.wait()?;
    let last = asked(folder, variables, &["people", "export", &format!("user_{}", events % BURST), "--json"])?;
    assert_eq!(last.pointer("/person/first_name"), Some(&json!(format!("v{events}"))), "{last}");
    took.sort_unstable();
    took.get(events * 99 / 100).copied().context("nothing was sent")
}

/// `KILL_CYCLES=1000` for more, `WEBHOOK_SECONDS=60` for longer.
fn number(variable: &str, default: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

// begin sqlite
#[tokio::test]
async fn killed_again_and_again_on_sqlite() -> Result<()> {
    survives(&[("DATABASE_URL", "sqlite:app.sqlite")], number("KILL_CYCLES", 25)).await
}

#[tokio::test]
async fn a_hundred_a_second_on_sqlite() -> Result<()> {
    let slowest = keeps_up(&[("DATABASE_URL", "sqlite:app.sqlite")], number("WEBHOOK_SECONDS", 1)).await?;
    println!("of a hundred answers 99 took at most {slowest} ms");
    Ok(())
}
// end sqlite

// begin postgres
#[tokio::test]
async fn killed_again_and_again_on_postgres() -> Result<()> {
    let database = testkit::postgres::Database::new().await?;
    let variables = [("DATABASE_URL", database.url()), ("DATABASE_OWNER_URL", database.owner_url())];
    survives(&variables, number("KILL_CYCLES", 25)).await
}

#[tokio::test]
async fn a_hundred_a_second_on_postgres() -> Result<()> {
    let database = testkit::postgres::Database::new().await?;
    let variables = [("DATABASE_URL", database.url()), ("DATABASE_OWNER_URL", database.owner_url())];
    let slowest = keeps_up(&variables, number("WEBHOOK_SECONDS", 1)).await?;
    println!("of a hundred answers 99 took at most {slowest} ms");
    Ok(())
}
// end postgres
