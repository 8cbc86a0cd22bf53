//! The server: the app, its assets and its migrations in one program. `main.rs` is the binary; this library is all of it.

#![recursion_limit = "256"]

mod addresses;
mod assets;
mod cli;
mod commands;
pub mod compression;
mod config;
mod content_security;
mod database;
mod doctor;
#[cfg(any(test, feature = "test-harness"))]
pub mod harness;
mod health;
mod identity;
mod jobs;
mod layers;
#[cfg(debug_assertions)]
mod local_clerk;
mod maintenance;
mod members;
mod middleware;
mod one_line;
mod random;
mod rate_limits;
mod reconcile;
mod refusal;
mod rendering;
mod routes;
mod serve;
mod shared_layer;
mod standing;
mod startup;
mod state;
mod telemetry;
#[cfg(test)]
mod tests;
mod webhooks;

#[cfg(all(feature = "test-harness", not(debug_assertions)))]
compile_error!("the feature `test-harness` is for tests: a release must not hold it");

use std::{io::Write, process::ExitCode};

use clap::Parser;

/// Reads the command line and does what it says; the text of a failure goes to standard error.
pub fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {}", one_line::of(&error));
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<ExitCode> {
    let text = match cli::Cli::parse().answer()? {
        cli::Next::Print(text) => text,
        cli::Next::Maintain(database, command) => startup::runtime()?.block_on(maintenance::run(command, &database))?,
        cli::Next::LookInto(env, command) => startup::runtime()?.block_on(commands::run(command, &env))?,
        cli::Next::Examine(env) => {
            let report = startup::runtime()?.block_on(doctor::examine(&env));
            print(&report.to_string())?;
            return Ok(if report.has_problem() { ExitCode::FAILURE } else { ExitCode::SUCCESS });
        }
        cli::Next::Serve(config) => {
            startup::run(&config)?;
            String::new()
        }
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> std::io::Result<()> {
    std::io::stdout().write_all(text.as_bytes())
}
