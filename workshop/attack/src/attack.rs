//! Tenants against each other, over HTTP: random sequences of everything that people can do, in six organizations and
//! two personal accounts at once, with each other's ids, cursors, slugs and names. Every answer must be the one that a
//! plain model of the tenant alone gives, and no byte of it may be another tenant's.
//!
//! `ATTACK_SEQUENCES` (500) sequences of `ATTACK_STEPS` (50) steps from `ATTACK_SEED` on; a sequence that fails is printed
//! with its seed, cut down to the steps that it takes.

mod arena;
mod ask;
mod cast;
mod choose;
mod client;
mod everything;
mod judge;
mod model;
mod panics;
mod report;
mod request;
mod sabotage;
mod scan;
mod sequence;
mod shrink;
mod step;

use std::env;

use server::harness::On;

use self::{arena::Arena, panics::watched, report::Tally};

fn number(variable: &str, default: u64) -> u64 {
    env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

async fn attack(on: On, nodes: usize, sequences: u64) -> anyhow::Result<()> {
    let arena = Arena::new(on, nodes).await?;
    let (first, count) = (number("ATTACK_SEED", 1), usize::try_from(number("ATTACK_STEPS", 50))?);
    let mut total = Tally::default();
    for seed in first..first + sequences {
        let steps = step::steps(seed, count);
        match sequence::run(&arena, seed, &steps).await {
            Ok(tally) => total.add(tally),
            Err(failure) => {
                let steps = shrink::shrink(&arena, seed, &steps).await;
                let failure = sequence::run(&arena, seed, &steps).await.err().unwrap_or(failure);
                let steps: Vec<String> = steps.iter().map(|step| format!("{step:?}")).collect();
                panic!("ATTACK_SEED={seed} ATTACK_SEQUENCES=1 on {on:?}: {failure}\n{}", steps.join("\n"));
            }
        }
    }
    eprintln!("{on:?}, {nodes} servers, {sequences} sequences: {total:?}");
    assert!(total.changes > 0 && total.refusals > 0 && total.errors > 0);
    Ok(())
}

#[test]
fn tenants_never_meet_on_sqlite() -> anyhow::Result<()> {
    watched(attack(On::Sqlite, 1, number("ATTACK_SEQUENCES", 500)))
}

#[test]
fn tenants_never_meet_on_postgres() -> anyhow::Result<()> {
    watched(attack(On::Postgres, 1, number("ATTACK_SEQUENCES", 500)))
}

#[test]
fn tenants_never_meet_on_two_servers() -> anyhow::Result<()> {
    watched(attack(On::Postgres, 2, number("ATTACK_SEQUENCES", 500).div_ceil(5)))
}
