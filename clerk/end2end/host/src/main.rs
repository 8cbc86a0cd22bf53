//! The host and a local Clerk of its own, in one process.

use std::{
    io::Write,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use clap::Parser;
use clerk_emulator::{Config, Emulator};
use clerk_host::server::{Place, router};
use tokio::net::TcpListener;

/// An app with Clerk and nothing else, for tests.
#[derive(Parser)]
struct Options {
    /// Port of the app.
    #[arg(long)]
    port: u16,
    /// Port of its local Clerk.
    #[arg(long)]
    clerk_port: u16,
    /// Folder of the program for the browser.
    #[arg(long)]
    program: PathBuf,
    /// Folder with `clerk-js/dist` and `ui/dist`.
    #[arg(long, default_value = ".tools/clerk")]
    clerk_js_dir: PathBuf,
    /// Everybody needs an organization.
    #[arg(long)]
    organization_required: bool,
    /// The browser talks to Clerk's own host, not through a proxy of the app's.
    #[arg(long)]
    direct: bool,
    /// Where the words of another language are.
    #[arg(long)]
    localization_url: Option<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let origin = format!("http://localhost:{}", options.port);
    let emulator = Emulator::start(Config {
        listen: (Ipv4Addr::LOCALHOST, options.clerk_port).into(),
        app_origin: origin.clone(),
        state_dir: None,
        clerk_js_dir: options.clerk_js_dir,
        organization_required: options.organization_required,
        ..Config::default()
    })
    .await?;
    let place = Place {
        origin: origin.clone(),
        program: options.program,
        direct: options.direct,
        localization_url: options.localization_url,
    };
    let router = router(&emulator, place)?.into_make_service_with_connect_info::<SocketAddr>();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
    writeln!(std::io::stdout(), "CLERK_PUBLISHABLE_KEY={}\nopen {origin}", emulator.publishable_key())?;
    axum::serve(listener, router).await?;
    Ok(())
}
