//! `server db …`: looking after the database. These commands need the database's variables and no others.

mod backup;
mod progress;
mod removal;
mod schema;
// begin examples
mod seed;
// end examples

use std::{path::PathBuf, sync::Arc};

use clap::Subcommand;
use clerk_axum::SystemClock;
use domain::Clock;

use crate::{config::Database, database};

pub(crate) use self::schema::{is_complete, verdict};

/// What to do with the database.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Runs the migrations that are missing, as the server does at its start: all of them or none.
    Migrate,
    /// Says which migrations ran and which are missing. Changes nothing.
    Status,
    // begin examples
    /// Adds made-up projects, to see and measure what many of them do. May be interrupted and run again to add more.
    Seed(seed::Arguments),
    // end examples
    /// Writes a consistent copy of the database into a file. The server may go on.
    Backup {
        /// The file to write; it must not exist yet.
        file: PathBuf,
    },
    /// Puts a backup in the place of the database. Stop every server first.
    Restore {
        /// The file that `backup` wrote.
        file: PathBuf,
    },
    /// Removes everything of a tenant for good, its audit trail included: after Clerk deleted the organization or person.
    /// May be interrupted and run again.
    RemoveTenant {
        /// The tenant: org_… or user_….
        tenant: String,
    },
}

/// Does it; returns what to say at the end.
pub(crate) async fn run(command: Command, database: &Database) -> anyhow::Result<String> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    match command {
        Command::Migrate => schema::migrate(database, clock).await,
        Command::Status => schema::status(database, clock).await,
        Command::Backup { file } => backup::write(database, &file).await,
        Command::Restore { file } => backup::restore(database, &file, clock).await,
        // begin examples
        Command::Seed(arguments) => {
            let interruption = seed::Interruption::awaited();
            let ports = database::open(database, Arc::clone(&clock)).await?;
            let at_once = database.adapter.writers(database);
            let said = seed::run(&*ports.system, clock, &arguments, at_once, interruption).await;
            ports.system.close().await;
            said
        }
        // end examples
        Command::RemoveTenant { tenant } => {
            let ports = database::open(database, clock).await?;
            let said = removal::run(&*ports.system, &*ports.inbox, &tenant).await;
            ports.system.close().await;
            said
        }
    }
}
