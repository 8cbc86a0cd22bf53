//! The system's own calls.

use anyhow::Result;
use tokio::task::JoinSet;

use super::{Open, world::World};

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
        assert_eq!(world.opened.system.claim_instance(issuer).await?, *remembered);
    }
    Ok(())
}

/// The readiness check passes on a healthy database.
pub async fn the_store_answers_a_ping(open: impl Open) -> Result<()> {
    Ok(World::new(open).await?.opened.system.ping().await?)
}
