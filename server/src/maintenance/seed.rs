//! `server db seed`: made-up projects, as many as wanted, and the same ones for the same seed.
//!
//! They are inserted through the system's own port, a thousand per transaction, without audit entries. Ids and keys are
//! new in each run, so running it again adds more. Made-up tenants are called `org_seed000001` and so on; nobody can
//! sign in to them, but otherwise they are like any other.

mod batches;
mod interruption;
mod plan;
mod project;
mod vocabulary;

use std::{cell::Cell, pin::pin, sync::Arc};

use anyhow::Context;
use clap::Args;
use domain::Clock;
use domain::{InvalidId, Project, Tenant, UserId};
use futures::{StreamExt, stream};
use indicatif::HumanCount;
use store::SystemStore;

use self::batches::Batches;
pub(crate) use self::interruption::Interruption;
use super::{progress::Progress, removal::tenant_of};

/// What is to be made.
#[derive(Clone, Debug, Args)]
pub(crate) struct Arguments {
    /// How many projects to add.
    #[arg(long, value_name = "N")]
    projects: u64,
    /// Shared by how many made-up organizations: org_seed000001 and so on.
    #[arg(long, value_name = "M", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=999_999))]
    orgs: u32,
    /// The first organization gets one fifth of all projects, the others share the rest: a customer far larger than most.
    #[arg(long)]
    skewed: bool,
    /// One existing tenant instead: org_… or user_…; org_localAcme is the local Clerk's Acme.
    #[arg(long, value_name = "TENANT_ID", conflicts_with_all = ["orgs", "skewed"], value_parser = tenant_of)]
    into: Option<Tenant>,
    /// With --into: who owns them; user_…, given several times for several people.
    #[arg(long = "owner", value_name = "USER_ID", requires = "into", value_parser = user_of)]
    owners: Vec<UserId>,
    /// Another number gives other projects.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

fn user_of(id: &str) -> Result<UserId, String> {
    id.parse().map_err(|error: InvalidId| error.to_string())
}

/// Adds the projects, so many portions at once; begins no further one when the process is told to end.
pub(super) async fn run(
    system: &dyn SystemStore,
    clock: Arc<dyn Clock>,
    arguments: &Arguments,
    at_once: usize,
    mut interruption: Interruption,
) -> anyhow::Result<String> {
    let wanted = arguments.projects;
    let batches = Batches::new(plan::shares(arguments)?, clock).take_while(|_| !interruption.came());
    let mut progress = Progress::new(wanted, "projects");
    let mut added = 0;
    let outcome = add(system, batches, at_once, |count| {
        added += count;
        progress.set(added);
    });
    let outcome = outcome.await;
    progress.end();
    let (shown, of) = (HumanCount(added), HumanCount(wanted));
    let rest =
        format!("{shown} of {of} projects, which stay; --projects {} adds the rest", wanted.saturating_sub(added));
    outcome.with_context(|| format!("stopped after {rest}"))?;
    anyhow::ensure!(added == wanted, "interrupted after {rest}");
    Ok(format!("Added {shown} projects.\n"))
}

/// Adds all portions, and tells of each how large it was. After an error no further one is begun, but those on their way
/// are waited for: what they add stays, and counts.
async fn add(
    system: &dyn SystemStore,
    batches: impl Iterator<Item = Result<(Tenant, Vec<Project>), InvalidId>>,
    at_once: usize,
    mut added: impl FnMut(u64),
) -> anyhow::Result<()> {
    let has_failed = Cell::new(false);
    let batches = batches.take_while(|_| !has_failed.get());
    let inserted = stream::iter(batches).map(async |batch| {
        let (tenant, projects) = batch?;
        system.insert_projects(&tenant, &projects).await?;
        anyhow::Ok(u64::try_from(projects.len())?)
    });
    let mut inserted = pin!(inserted.buffer_unordered(at_once));
    let mut outcome = Ok(());
    while let Some(portion) = inserted.next().await {
        match portion {
            Ok(count) => added(count),
            Err(error) => {
                has_failed.set(true);
                outcome = outcome.and(Err(error));
            }
        }
    }
    outcome
}

#[cfg(test)]
mod tests;
