//! Commands that look into what Clerk told, into the queue, and after one person: `server webhooks`, `jobs`, `people`. They
//! need the database's variables and no others; `server reconcile` asks Clerk, too.

mod fold;
mod jobs;
mod people;
mod reconcile;
mod webhooks;

use std::sync::Arc;

use clap::Subcommand;
use clerk_axum::SystemClock;
use domain::Clock;

use crate::{
    config::{Database, Env, Problems},
    database::{self, Ports},
};

/// What to look into.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Looks into the webhooks that were taken in.
    #[command(subcommand)]
    Webhooks(webhooks::Command),
    /// Looks into the queue of what is to be done.
    #[command(subcommand)]
    Jobs(jobs::Command),
    /// Says or erases what is kept of one person.
    #[command(subcommand)]
    People(people::Command),
    /// Compares the copy of Clerk's people and organizations with Clerk, and heals what differs.
    Reconcile(reconcile::Arguments),
}

/// Does it; returns what to say at the end.
pub(crate) async fn run(command: Command, env: &Env) -> anyhow::Result<String> {
    if let Command::Reconcile(arguments) = command {
        return reconcile::run(arguments, env).await;
    }
    let database = command.database(env)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let ports = database::open(&database, Arc::clone(&clock)).await?;
    let said = command.run(&ports, &*clock).await;
    ports.system.close().await;
    said
}

impl Command {
    /// The one that the command names, or that of the variables.
    fn database(&self, env: &Env) -> Result<Database, Problems> {
        match self {
            Self::Webhooks(webhooks::Command::Fold { database: Some(url) }) => {
                Database::alone(&env.with("DATABASE_URL", url))
            }
            _ => Database::alone(env),
        }
    }

    async fn run(self, ports: &Ports, clock: &dyn Clock) -> anyhow::Result<String> {
        match self {
            Self::Webhooks(command) => webhooks::run(command, ports).await,
            Self::Jobs(command) => jobs::run(command, ports).await,
            Self::People(command) => people::run(command, ports, clock).await,
            Self::Reconcile(_) => Ok(String::new()),
        }
    }
}
