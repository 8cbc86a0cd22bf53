//! The configuration: read once at start, checked as a whole, every problem told at once.

mod clerk;
mod database;
mod env;
mod http;
mod keys;
mod local_clerk;
mod origin;
mod problem;
mod reader;
mod telemetry;
#[cfg(test)]
mod tests;
mod variables;

pub(crate) use self::{
    clerk::{Clerk, Instance, Keys},
    database::Database,
    env::Env,
    http::Http,
    local_clerk::LocalClerk,
    origin::Origin,
    problem::{Problem, Problems},
    telemetry::{LogFormat, Telemetry},
    variables::example,
};

/// Debug and release builds read the same variables but forgive different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BuildKind {
    /// Reads `.env`, starts the local Clerk without keys, has defaults for this machine.
    Debug,
    /// Reads the environment only and wants everything said.
    Release,
}

impl BuildKind {
    /// This build.
    pub(crate) const CURRENT: Self = if cfg!(debug_assertions) { Self::Debug } else { Self::Release };
}

/// Everything the server is told from outside.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Listening and reachability.
    pub(crate) http: Http,
    /// The Clerk instance.
    pub(crate) clerk: Clerk,
    /// The database.
    pub(crate) database: Database,
    /// Logging.
    pub(crate) telemetry: Telemetry,
    /// Things that are no problem but probably not meant.
    pub(crate) notes: Vec<String>,
}

impl Config {
    /// Reads everything.
    ///
    /// # Errors
    /// All problems of all parts.
    pub(crate) fn from_env(env: &Env, build: BuildKind) -> Result<Self, Problems> {
        let http = Http::from_env(env, build);
        let clerk = Clerk::from_env(env, build, http.as_ref().ok().map(|http| &http.public_origin));
        let database = Database::from_env(env);
        let telemetry = Telemetry::from_env(env, build);
        match (http, clerk, database, telemetry) {
            (Ok(http), Ok(clerk), Ok(database), Ok(telemetry)) => {
                Ok(Self { http, clerk, database, telemetry, notes: notes(env) })
            }
            (http, clerk, database, telemetry) => {
                let problems = [http.err(), clerk.err(), database.err(), telemetry.err()];
                Err(Problems(problems.into_iter().flatten().flatten().collect()))
            }
        }
    }
}

fn notes(env: &Env) -> Vec<String> {
    let mut notes: Vec<_> = env
        .names()
        .filter(|name| name.starts_with("CLERK_") && !variables::VARIABLES.iter().any(|known| known.name == *name))
        .map(|name| format!("{name} is set, but nothing reads it"))
        .collect();
    if env.has_unread_file() {
        notes.push("an .env file lies here; release builds read the environment only".to_owned());
    }
    notes
}
