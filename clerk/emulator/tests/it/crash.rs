//! The program killed while it writes: whatever it acknowledged is there after the next start.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc,
};

use anyhow::Context as _;

/// A running program; killed when dropped.
struct Program {
    child: Child,
    address: String,
    secret_key: String,
    /// It would fail to write into a closed one.
    _output: BufReader<ChildStdout>,
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn start(folder: &Path) -> anyhow::Result<Program> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clerk-emulator"))
        .args(["--listen", "127.0.0.1:0", "--state-dir"])
        .arg(folder)
        .env("RUST_LOG", "warn")
        .stdout(Stdio::piped())
        .spawn()?;
    let mut output = BufReader::new(child.stdout.take().context("no output")?);
    let (mut address, mut secret_key) = (None, None);
    for line in output.by_ref().lines() {
        let line = line?;
        secret_key = secret_key.or_else(|| line.strip_prefix("CLERK_SECRET_KEY=").map(str::to_owned));
        address = address.or_else(|| line.strip_prefix("CLERK_API_URL=http://").map(str::to_owned));
        if address.is_some() {
            break;
        }
    }
    let (address, secret_key) = (address.context("no address")?, secret_key.context("no key")?);
    Ok(Program { child, address, secret_key, _output: output })
}

/// The answer to a call, from its status on.
fn ask(program: (&str, &str), method: &str, path: &str, body: &str) -> anyhow::Result<String> {
    let (address, key) = program;
    let mut stream = TcpStream::connect(address)?;
    let head =
        format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\nConnection: close");
    let length = body.len();
    write!(stream, "{head}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// Makes actor tokens until the program is gone; tells of each that was acknowledged.
fn make_tokens(address: &str, key: &str, acknowledged: &mpsc::Sender<String>) {
    let body = r#"{ "user_id": "user_localAdaAdmin", "actor": { "sub": "user_localMelMember" } }"#;
    while let Ok(answer) = ask((address, key), "POST", "/v1/actor_tokens", body) {
        let Some((_, json)) = answer.split_once("\r\n\r\n") else { break };
        let Ok(token) = serde_json::from_str::<serde_json::Value>(json) else { break };
        let id = token.get("id").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        if acknowledged.send(id).is_err() {
            break;
        }
    }
}

#[test]
fn a_kill_loses_no_acknowledged_change() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut all = Vec::new();
    for round in 1..=3 {
        let program = start(folder.path())?;
        let (sender, acknowledged) = mpsc::channel();
        let writers: Vec<_> = (0..4)
            .map(|_| {
                let (address, key, sender) = (program.address.clone(), program.secret_key.clone(), sender.clone());
                std::thread::spawn(move || make_tokens(&address, &key, &sender))
            })
            .collect();
        drop(sender);
        all.extend(acknowledged.iter().take(40 * round));
        // The others are still writing.
        drop(program);
        all.extend(acknowledged.iter());
        writers.into_iter().for_each(|writer| writer.join().expect("a writer panicked"));
    }
    let program = start(folder.path())?;
    for id in &all {
        let path = format!("/v1/actor_tokens/{id}/revoke");
        let answer = ask((&program.address, &program.secret_key), "POST", &path, "")?;
        assert!(answer.starts_with("HTTP/1.1 200"), "{id} is lost: {answer}");
    }
    assert!(all.len() >= 240, "{}", all.len());
    Ok(())
}
