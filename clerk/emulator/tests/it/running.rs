//! The service on a socket: started, asked, stopped.

use std::{net::SocketAddr, path::PathBuf};

use clerk_emulator::{Config, Emulator, PEOPLE};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

async fn ask(address: &str, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn it_serves_until_it_is_stopped() -> anyhow::Result<()> {
    let emulator = Emulator::start(Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        app_origin: "http://localhost:3000".to_owned(),
        state_dir: None,
        clerk_js_dir: PathBuf::from("nowhere"),
        ..Config::default()
    })
    .await?;
    let address = emulator.api_url().trim_start_matches("http://").to_owned();
    assert_eq!(emulator.fapi_url(), format!("http://{address}/__clerk"));
    assert!(emulator.publishable_key().starts_with("pk_test_"));
    assert!(emulator.issuer().ends_with(".clerk.accounts.dev"));
    assert_eq!(emulator.people().len(), PEOPLE.len());
    assert!(ask(&address, "/__clerk/.well-known/jwks.json").await?.contains("\"RS256\""));
    assert!(ask(&address, "/__control/settings").await?.contains("\"token_life_seconds\":60"));

    emulator.stop().await;
    assert!(TcpStream::connect(&address).await.is_err(), "nobody listens any more");
    Ok(())
}
