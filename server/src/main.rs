//! The server: one binary with the app, its assets and its migrations.

mod api;
mod assets;
mod cli;
mod config;
mod content_security;
mod health;
mod identity;
#[cfg(debug_assertions)]
mod local_clerk;
mod middleware;
mod pages;
mod random;
mod refusal;
mod router;
mod routes;
mod serve;
mod startup;
mod state;
mod telemetry;
#[cfg(test)]
mod tests;
mod write_limit;

use std::{io::Write, process::ExitCode};

use clap::Parser;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    match cli::Cli::parse().answer()? {
        cli::Next::Print(text) => Ok(std::io::stdout().write_all(text.as_bytes())?),
        cli::Next::Serve(config) => startup::run(&config),
    }
}
