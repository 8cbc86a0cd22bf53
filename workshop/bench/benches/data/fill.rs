//! Made-up projects: a fifth of them in one tenant, the rest over a thousand others.

#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

use std::{io::Write as _, time::Instant};

use anyhow::Result;
use domain::{Colour, Project, ProjectId, ProjectKey, ProjectStatus, Tenant, UserId};
use uuid::Builder;

use crate::engine::Engine;

const BATCH: usize = 1_000;
const OTHERS: usize = 999;
/// When the first one was made; one every second.
const BEGAN_MS: i64 = 1_700_000_000_000;

/// Every project has the first word, every second one each of the next two, and none both of them.
pub(crate) const EVERYWHERE: &str = "project";
pub(crate) const EVEN: &str = "lunar";
pub(crate) const ODD: &str = "solar";

/// Makes the projects numbered from `from` up to `to`.
pub(crate) async fn fill(engine: &Engine, from: usize, to: usize) -> Result<()> {
    let began = Instant::now();
    for start in (from..to).step_by(BATCH) {
        let numbers = start..(start + BATCH).min(to);
        let big: Vec<Project> = numbers
            .clone()
            .filter(|number| number.is_multiple_of(5))
            .map(|number| project(engine, number))
            .collect::<Result<_>>()?;
        engine.system.insert_projects(engine.scope.tenant(), &big).await?;
        let other = Tenant::Organization(format!("org_other{:04}", start / BATCH % OTHERS).parse()?);
        let rest: Vec<Project> = numbers
            .filter(|number| !number.is_multiple_of(5))
            .map(|number| project(engine, number))
            .collect::<Result<_>>()?;
        engine.system.insert_projects(&other, &rest).await?;
    }
    writeln!(std::io::stderr(), "{} projects made in {:.1} s", to - from, began.elapsed().as_secs_f64())?;
    Ok(())
}

fn project(engine: &Engine, number: usize) -> Result<Project> {
    let count = i64::try_from(number)?;
    let at = BEGAN_MS + count * 1_000;
    let mut random = [0_u8; 10];
    random[2..].copy_from_slice(&count.to_be_bytes());
    let id = ProjectId::new(Builder::from_unix_timestamp_millis(u64::try_from(at)?, &random).into_uuid());
    let word = if number.is_multiple_of(10) { EVEN } else { ODD };
    let owner = if number.is_multiple_of(1_000) {
        engine.scope.actor().clone()
    } else {
        format!("user_owner{}", number % 7).parse::<UserId>()?
    };
    Ok(Project {
        id,
        key: format!("B{number:09}").parse::<ProjectKey>()?,
        // Spread over the alphabet, so that the order by name is not the order of making.
        name: format!("{:06} {word} {EVERYWHERE} rare{number}x", number.wrapping_mul(7_919) % 1_000_003),
        description: "A made-up project with a line of text that is about as long as people write.".to_owned(),
        status: ProjectStatus::Active,
        colour: Colour::Slate,
        owner,
        created_by: engine.scope.actor().clone(),
        created_at: at,
        updated_at: at,
        deleted_at: None,
        version: 1,
    })
}
