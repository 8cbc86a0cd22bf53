//! `cargo make bench-data`: what the data layer costs, beside the raw query in the same run, at a thousand and at a million
//! projects, on both databases. `BENCH_PROJECTS` (1,000,000) and `BENCH_DATABASES` (`sqlite,postgres`) make it smaller.
//!
//! One tenant has a fifth of all projects. A figure is a wall time; `×` compares with the raw query (bytes through the same
//! driver, on PostgreSQL inside of BEGIN and COMMIT) measured in turns with it, round by round.
#![expect(clippy::print_stdout, reason = "a bench reports on stdout")]

mod engine;
mod fill;
mod measure;
mod questions;
mod report;

use std::sync::Arc;

use anyhow::Result;

use self::engine::Engine;

/// Projects in the small run.
const SMALL: usize = 1_000;

fn main() -> Result<()> {
    let projects = number("BENCH_PROJECTS", 1_000_000)?;
    let databases = std::env::var("BENCH_DATABASES").unwrap_or_else(|_| "sqlite,postgres".to_owned());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        for name in databases.split(',') {
            let engine = Arc::new(Engine::open(name).await?);
            println!("\n# {}\n", engine.version().await?);
            run(&engine, projects).await?;
        }
        Ok(())
    })
}

async fn run(engine: &Arc<Engine>, projects: usize) -> Result<()> {
    fill::fill(engine, 0, SMALL).await?;
    let small = questions::ask(engine, SMALL / 5).await?;
    fill::fill(engine, SMALL, projects).await?;
    engine.settle().await?;
    let large = questions::ask(engine, projects / 5).await?;
    report::print(&small, &large, projects);
    let ours = measure::throughput(engine, questions::first_page).await?;
    let raw = measure::throughput(engine, |engine| async move { engine.raw_first_page().await }).await?;
    report::print_throughput(ours, raw);
    Ok(())
}

fn number(variable: &str, default: usize) -> Result<usize> {
    match std::env::var(variable) {
        Ok(text) => Ok(text.parse()?),
        Err(_) => Ok(default),
    }
}
