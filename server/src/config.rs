//! The configuration: read once at start, checked as a whole, every problem told at once.

mod clerk;
mod database;
mod env;
mod http;
mod local_clerk;
mod origin;
mod reader;
mod telemetry;
#[cfg(test)]
mod tests;
mod variables;
mod webhooks;

use self::database::Purpose;
pub(crate) use self::{
    clerk::{Clerk, Instance, Keys},
    database::Database,
    env::Env,
    http::{Browsers, Connections, Http, Rates, StrictTransport},
    local_clerk::{LocalClerk, roles},
    origin::{Origin, is_loopback_host},
    reader::{Problem, Problems},
    telemetry::{LogFormat, Telemetry},
    variables::example,
    webhooks::Webhooks,
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
    /// How many connections.
    pub(crate) connections: Connections,
    /// What browsers are told.
    pub(crate) browsers: Browsers,
    /// The Clerk instance.
    pub(crate) clerk: Clerk,
    /// The database.
    pub(crate) database: Database,
    /// How much may be asked.
    pub(crate) rates: Rates,
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
        let connections = Connections::from_env(env, build);
        let browsers = Browsers::from_env(env);
        let clerk = Clerk::from_env(env, build, http.as_ref().ok());
        let database = Database::from_env(env, (build, Purpose::Serving));
        let rates = Rates::from_env(env);
        let telemetry = Telemetry::from_env(env, build);
        let file = file_problem(env);
        match (http, connections, browsers, clerk, database, rates, telemetry, file) {
            (Ok(http), Ok(connections), Ok(browsers), Ok(clerk), Ok(database), Ok(rates), Ok(telemetry), None) => {
                let notes = notes(env).into_iter().chain(http.note(env)).collect();
                Ok(Self { http, connections, browsers, clerk, database, rates, telemetry, notes })
            }
            (http, connections, browsers, clerk, database, rates, telemetry, file) => {
                let file = file.map(|problem| vec![problem]);
                let reached = [file, http.err(), connections.err(), browsers.err()];
                let problems = [clerk.err(), database.err(), rates.err(), telemetry.err()];
                Err(Problems(reached.into_iter().chain(problems).flatten().flatten().collect()))
            }
        }
    }
}

impl Database {
    /// Reads the database's variables alone: for commands that need nothing else.
    ///
    /// # Errors
    /// All of their problems.
    pub(crate) fn alone(env: &Env) -> Result<Self, Problems> {
        let database = Self::from_env(env, (BuildKind::CURRENT, Purpose::LookingAfter));
        match (database, file_problem(env)) {
            (Ok(database), None) => Ok(database),
            (database, file) => Err(Problems(file.into_iter().chain(database.err().into_iter().flatten()).collect())),
        }
    }
}

/// A line that cannot be read must not vanish: the variable on it would count as not set.
fn file_problem(env: &Env) -> Option<Problem> {
    let lines = env.unreadable_lines();
    let message = format!("{lines} of its lines cannot be read; values with spaces need double quotes");
    (lines > 0).then(|| Problem::new(".env", message))
}

fn notes(env: &Env) -> Vec<String> {
    let mut notes: Vec<_> = env
        .names()
        .filter(|name| name.starts_with("CLERK_") && !variables::names().any(|known| known == *name))
        .map(|name| format!("{name} is set, but nothing reads it"))
        .collect();
    let foreign = env.names().filter(|name| name.starts_with("NEXT_PUBLIC_CLERK_"));
    notes.extend(foreign.map(|name| format!("{name} is Next.js' name and not read here; .env.example has ours")));
    if env.has_unread_file() {
        notes.push("an .env file lies here; release builds read the environment only".to_owned());
    }
    notes
}
