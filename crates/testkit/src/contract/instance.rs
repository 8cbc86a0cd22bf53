//! The system's own calls.

use anyhow::Result;
use store::{Level, MigrationState};
use tokio::task::JoinSet;

use super::{Open, world::World};

crate::contract::cases! { $ instance {
    the_first_instance_keeps_the_database,
    the_store_answers_a_ping,
    the_schema_is_up_to_date,
    a_new_database_is_well,
} }

/// Whoever claims first is remembered, even when many claim at once.
pub async fn the_first_instance_keeps_the_database(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let mut tasks = JoinSet::new();
    for number in 0..16 {
        let system = world.opened.system.clone();
        tasks.spawn(async move { system.claim_instance(&format!("https://{number}.clerk.accounts.dev")).await });
    }
    let mut answers = Vec::new();
    while let Some(answer) = tasks.join_next().await {
        answers.push(answer??);
    }
    answers.sort();
    answers.dedup();
    let [remembered] = answers.as_slice() else {
        anyhow::bail!("several instances were told they own it: {answers:?}")
    };
    for issuer in [remembered.as_str(), "https://other.clerk.accounts.dev"] {
        assert_eq!(world.system().claim_instance(issuer).await?, *remembered);
    }
    Ok(())
}

/// The readiness check passes on a healthy database.
pub async fn the_store_answers_a_ping(open: impl Open) -> Result<()> {
    Ok(World::new(open).await?.system().ping().await?)
}

/// Every migration ran, and the engine names itself.
pub async fn the_schema_is_up_to_date(open: impl Open) -> Result<()> {
    let schema = World::new(open).await?.system().schema().await?;
    assert!(schema.engine.contains(|letter: char| letter.is_ascii_digit()), "{}", schema.engine);
    assert!(!schema.migrations.is_empty());
    for (number, title, standing) in schema.migrations {
        assert!(standing == MigrationState::Ran && number > 0 && !title.is_empty(), "{number} {title} {standing:?}");
    }
    Ok(())
}

/// The check that operators run finds nothing that must be mended.
pub async fn a_new_database_is_well(open: impl Open) -> Result<()> {
    let findings = World::new(open).await?.system().findings().await?;
    assert!(findings.iter().all(|finding| finding.level < Level::Problem && !finding.text.is_empty()), "{findings:?}");
    Ok(())
}
