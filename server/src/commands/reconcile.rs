//! `server reconcile`: compares the copy of Clerk's people and organizations with Clerk, and heals what differs.

use std::{fmt::Write, sync::Arc};

use clap::Args;
use clerk_axum::{SystemClock, backend::SystemPace};
use domain::Clock;
use store::{IdGenerator, TimeOrderedIds};

use crate::{
    config::{BuildKind, Config, Env, Instance},
    database,
    identity::Identity,
    reconcile::{Options, Outcome, Parts},
};

/// How.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Arguments {
    /// Says what differs and changes nothing.
    #[arg(long)]
    dry_run: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Removes what is gone at Clerk however much that is.
    #[arg(long)]
    allow_mass_removal: bool,
}

/// Does it; returns what to say at the end. Needs Clerk's keys, so the whole configuration.
pub(super) async fn run(arguments: Arguments, env: &Env) -> anyhow::Result<String> {
    let config = Config::from_env(env, BuildKind::CURRENT)?;
    let Instance::Keys(keys) = &config.clerk.instance else {
        anyhow::bail!("there are no keys: set CLERK_PUBLISHABLE_KEY and CLERK_SECRET_KEY")
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let identity = Identity::of(&config, keys, Arc::clone(&clock))?;
    let ports = database::open(&config.database, Arc::clone(&clock)).await?;
    let said = async {
        // A first look at whose keys these are: by the publishable one. The comparison sees whether the secret one fits.
        crate::startup::claim(&*ports.system, &identity.instance).await?;
        let Arguments { dry_run, allow_mass_removal, .. } = arguments;
        let options = Options { dry_run, allow_mass_removal };
        let clerk = identity.clerk.backend().patient();
        let holder = TimeOrderedIds::new(Arc::clone(&clock)).uuid_v7().to_string();
        let (inbox, system) = (&*ports.inbox, &*ports.system);
        let parts = Parts { clerk: &clerk, inbox, system, pace: &SystemPace, clock: &*clock, holder: &holder };
        parts.reconcile(options).await
    };
    let outcome: anyhow::Result<Outcome> = said.await;
    ports.system.close().await;
    let outcome = outcome?;
    Ok(if arguments.json { format!("{}\n", serde_json::to_string(&outcome)?) } else { lines(&outcome) })
}

fn lines(outcome: &Outcome) -> String {
    let mut lines = String::new();
    for difference in &outcome.differences {
        let _ = writeln!(lines, "{:<14} {:<40} {}", difference.kind, difference.id, difference.what);
    }
    let (checked, found, healed) = (outcome.checked, outcome.differences.len(), outcome.healed);
    let _ = writeln!(lines, "Looked at {checked}; {found} differ, {healed} are healed.");
    lines
}
