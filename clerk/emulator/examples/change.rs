//! What a change costs among many people and organizations: `cargo run --release -p clerk-emulator --example change --
//! [PEOPLE] [ORGANIZATIONS]`. Prints percentiles of calls that write, from the first byte sent to the last one read, the time
//! of long lists, and what the process holds.

use std::time::{Duration, Instant};

use clerk_emulator::{Config, Emulator};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const CALLS: usize = 1_000;

/// Nobody takes what is sent there, so everything that is to be sent waits.
const NOBODY: &str = r#"{ "url": "http://127.0.0.1:9/" }"#;

/// Each is a list of 500.
const LISTS: [&str; 4] = ["users", "organizations", "organization_memberships", "organizations/acme/memberships"];

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
async fn main() -> anyhow::Result<()> {
    let number = |index, usual: usize| std::env::args().nth(index).map_or(Ok(usual), |text| text.parse());
    let (people, organizations) = (number(1, 10_000)?, number(2, 1_000)?);
    let folder = tempfile::tempdir()?;
    let config = Config { state_dir: Some(folder.path().to_owned()), ..Config::default() };
    let (emulator, start) = timed(Emulator::start(config)).await;
    let emulator = emulator?;
    println!("start, with a new key: {start:?}");
    let crowd = format!(r#"{{ "organization": "acme", "role": "org:member", "count": {people} }}"#);
    let (_, filling) = timed(ask(&emulator, "POST", "/__control/crowd", &crowd)).await;
    println!("{people} people at once: {filling:?}");
    let create = |index: usize| format!(r#"{{ "name": "Organization {index}", "created_by": "user_crowd{index}" }}"#);
    println!("{}", costs(&emulator, "a new organization", "POST", "/v1/organizations", organizations, create).await?);
    let actor = |_| r#"{ "user_id": "user_localAdaAdmin", "actor": { "sub": "user_localMelMember" } }"#.to_owned();
    println!("{}", costs(&emulator, "a change", "POST", "/v1/actor_tokens", CALLS, actor).await?);
    ask(&emulator, "POST", "/__control/webhooks", NOBODY).await?;
    let name = |index: usize| format!(r#"{{ "first_name": "Name {index}" }}"#);
    let path = "/v1/users/user_localAdaAdmin";
    println!("{}", costs(&emulator, "a change that is an event", "PATCH", path, CALLS, name).await?);
    for list in LISTS {
        let (answer, time) = timed(ask(&emulator, "GET", &format!("/v1/{list}?limit=500"), "")).await;
        println!("500 of {list}: {time:?}, {} KB", answer?.len() / 1_024);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{}", status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or("memory: not known here"));
    emulator.stop().await;
    Ok(())
}

/// Percentiles of so many calls.
async fn costs(
    emulator: &Emulator,
    what: &str,
    method: &str,
    path: &str,
    calls: usize,
    body: impl Fn(usize) -> String,
) -> anyhow::Result<String> {
    let mut costs = Vec::with_capacity(calls);
    for index in 0..calls {
        let (answer, cost) = timed(ask(emulator, method, path, &body(index))).await;
        let answer = answer?;
        anyhow::ensure!(answer.starts_with("HTTP/1.1 200"), "{what} was refused: {answer}");
        costs.push(cost);
    }
    costs.sort();
    let at = |percent: usize| costs.get(calls * percent / 100).copied().unwrap_or_default();
    let last = costs.last().copied().unwrap_or_default();
    Ok(format!("{what}: half within {:?}, 99 of 100 within {:?}, all within {last:?}", at(50), at(99)))
}

#[expect(clippy::disallowed_methods, reason = "it measures")]
async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let begun = Instant::now();
    (work.await, begun.elapsed())
}

async fn ask(emulator: &Emulator, method: &str, path: &str, body: &str) -> anyhow::Result<String> {
    let (url, key) = (emulator.api_url(), emulator.secret_key());
    let address = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await?;
    let head =
        format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAuthorization: Bearer {key}");
    let kind = format!("Content-Type: application/json\r\nContent-Length: {}", body.len());
    stream.write_all(format!("{head}\r\n{kind}\r\n\r\n{body}").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}
