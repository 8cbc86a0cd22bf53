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

use secrecy::SecretString;

pub(crate) use self::{
    clerk::{Clerk, Instance, Keys},
    database::Database,
    env::Env,
    http::{Browsers, Connections, Http, Rates, StrictTransport},
    local_clerk::{LocalClerk, roles},
    origin::{Origin, is_loopback_host},
    reader::Problems,
    telemetry::{LogFormat, Telemetry},
    variables::example,
    webhooks::Webhooks,
};
use self::{database::Purpose, reader::Reader};

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
    /// The same with the secret of a local Clerk, where none is set.
    pub(crate) fn with_webhook_secret(mut self, secret: Option<&SecretString>) -> Self {
        self.clerk.webhooks = self.clerk.webhooks.or_signed_with(secret);
        self
    }

    /// Reads everything.
    ///
    /// # Errors
    /// All problems of all parts.
    pub(crate) fn from_env(env: &Env, build: BuildKind) -> Result<Self, Problems> {
        let mut reader = Reader::new(env);
        let http = Http::read(&mut reader, build);
        let reach = (!reader.has_problems()).then_some(&http);
        let connections = Connections::read(&mut reader, build);
        let browsers = Browsers::read(&mut reader);
        let clerk = Clerk::read(&mut reader, build, reach);
        let database = Database::read(&mut reader, (build, Purpose::Serving));
        let rates = Rates::read(&mut reader);
        let telemetry = Telemetry::read(&mut reader, build);
        let notes = notes(env).into_iter().chain(http.note(env)).collect();
        let whole = |database| Self { http, connections, browsers, clerk, database, rates, telemetry, notes };
        reader.finish(database.map(whole))
    }
}

impl Database {
    /// Reads the database's variables alone: for commands that need nothing else.
    ///
    /// # Errors
    /// All of their problems.
    pub(crate) fn alone(env: &Env) -> Result<Self, Problems> {
        let mut reader = Reader::new(env);
        let database = Self::read(&mut reader, (BuildKind::CURRENT, Purpose::LookingAfter));
        reader.finish(database)
    }
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
