//! What a change costs among many people: `cargo run --release -p clerk-emulator --example change -- [PEOPLE]`. Prints
//! percentiles of a call that writes, from the first byte sent to the last one read, and what the process holds.

use std::time::{Duration, Instant};

use clerk_emulator::{Config, Emulator};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const CALLS: usize = 1_000;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
async fn main() -> anyhow::Result<()> {
    let people: usize = std::env::args().nth(1).map_or(Ok(10_000), |count| count.parse())?;
    let folder = tempfile::tempdir()?;
    let config = Config { state_dir: Some(folder.path().to_owned()), ..Config::default() };
    let (emulator, start) = timed(Emulator::start(config)).await;
    let emulator = emulator?;
    println!("start, with a new key: {start:?}");
    let crowd = format!(r#"{{ "organization": "acme", "role": "org:member", "count": {people} }}"#);
    let (_, filling) = timed(ask(&emulator, "POST", "/__control/crowd", &crowd)).await;
    println!("{people} people at once: {filling:?}");
    let mut costs = Vec::with_capacity(CALLS);
    let body = r#"{ "user_id": "user_localAdaAdmin", "actor": { "sub": "user_localMelMember" } }"#;
    for _ in 0..CALLS {
        let (answer, cost) = timed(ask(&emulator, "POST", "/v1/actor_tokens", body)).await;
        anyhow::ensure!(answer?.starts_with("HTTP/1.1 200"), "a change was refused");
        costs.push(cost);
    }
    costs.sort();
    let at = |percent: usize| costs.get(CALLS * percent / 100).copied().unwrap_or_default();
    println!("a change: half within {:?}, 99 of 100 within {:?}, all within {:?}", at(50), at(99), costs.last());
    let (_, list) = timed(ask(&emulator, "GET", "/v1/users?limit=500", "")).await;
    println!("the first 500 people: {list:?}");
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{}", status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or("memory: not known here"));
    emulator.stop().await;
    Ok(())
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
