//! The local Clerk as a program of its own.

use std::{
    io::{self, IsTerminal as _},
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::Parser;
use clerk_emulator::{Config, Emulator, MARKER, MOUNT, Roles};

/// Clerk's APIs on this machine, for development and tests.
#[derive(Parser)]
struct Options {
    /// Address to listen on; keep it on loopback.
    #[arg(long, default_value = "127.0.0.1:4000")]
    listen: SocketAddr,
    /// Origin of the app.
    #[arg(long, default_value = "http://localhost:3000")]
    app_origin: String,
    /// Folder of the data and the signing key.
    #[arg(long, default_value = ".local-clerk")]
    state_dir: PathBuf,
    /// Folder with `clerk-js/dist` and `ui/dist`.
    #[arg(long, default_value = ".tools/clerk")]
    clerk_js_dir: PathBuf,
    /// Everybody needs an organization; nobody has a personal account.
    #[arg(long)]
    organization_required: bool,
    /// File of the roles and what they may do; without one, Clerk's default roles with no permission of the application's.
    #[arg(long)]
    roles: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
    let Options { listen, app_origin, state_dir, clerk_js_dir, organization_required, roles } = Options::parse();
    let roles = roles.map(|file| read_roles(&file)).transpose()?.unwrap_or_default();
    let config = Config { listen, app_origin, state_dir: Some(state_dir), clerk_js_dir, organization_required, roles };
    let emulator = Emulator::start(config).await?;
    print_environment(&emulator);
    tokio::signal::ctrl_c().await?;
    emulator.stop().await;
    Ok(())
}

fn read_roles(file: &Path) -> anyhow::Result<Roles> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    Roles::from_json(&text).with_context(|| file.display().to_string())
}

#[expect(clippy::print_stdout, reason = "the lines are made to be copied or read by a script")]
fn print_environment(emulator: &Emulator) {
    println!("# {MARKER}");
    println!("CLERK_PUBLISHABLE_KEY={}", emulator.publishable_key());
    println!("CLERK_SECRET_KEY={}", emulator.secret_key());
    println!("CLERK_API_URL={}", emulator.api_url());
    println!("CLERK_FAPI_URL={}", emulator.fapi_url());
    println!("CLERK_PROXY_URL={MOUNT}");
    for person in emulator.people() {
        println!("# {} / {} ({}, {})", person.email, person.password, person.role, person.organization);
    }
}
