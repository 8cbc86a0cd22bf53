//! Which database.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use store::ProjectQuota;

use super::{BuildKind, Env, Problem, reader::Reader};

const URL: &str = "DATABASE_URL";
const OWNER_URL: &str = "DATABASE_OWNER_URL";
const BACKUP_URL: &str = "DATABASE_BACKUP_URL";
const ALLOW_UNVERIFIED_TLS: &str = "DATABASE_ALLOW_UNVERIFIED_TLS";
const ALLOW_ANY_ROLE: &str = "DATABASE_ALLOW_ANY_ROLE";
const CONNECTIONS: &str = "DATABASE_CONNECTIONS";
const CONNECTIONS_DEFAULT: u32 = 10;
/// PostgreSQL itself takes 100 unless told otherwise; more than this is a slip of the finger.
const CONNECTIONS_MAX: u32 = 1_000;
const QUOTA_DEFAULT: u32 = 10_000;
/// A hundred years.
const RETENTION_MAX: u32 = 36_500;
/// More than was ever tried in one tenant.
const QUOTA_MAX: u32 = 1_000_000;

/// The database.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    /// `DATABASE_URL`; default `app.sqlite` in the folder `DATA_DIR`, which defaults to `.data`. A secret: an address may carry a password.
    pub(crate) url: SecretString,
    /// What the address says.
    pub(crate) engine: Engine,
    /// `DATABASE_OWNER_URL`; default none. PostgreSQL only: the owner of the tables.
    pub(crate) owner_url: Option<SecretString>,
    /// `DATABASE_BACKUP_URL`; default none. PostgreSQL only: the role that may copy every tenant's rows.
    pub(crate) backup_url: Option<SecretString>,
    /// `DATABASE_ALLOW_ANY_ROLE`; default false. Whether a release build serves with a role that row-level security does
    /// not hold.
    pub(crate) any_role: bool,
    /// `DATABASE_CONNECTIONS`; default 10. PostgreSQL only: connections of this server at most.
    pub(crate) connections: u32,
    /// `QUOTA_PROJECTS`; default 10,000. Projects of one tenant at most.
    pub(crate) quota: ProjectQuota,
    /// `AUDIT_RETENTION_DAYS`; default for ever. How long entries of the audit trail are kept.
    pub(crate) audit_retention: Option<u32>,
}

/// What the addresses are read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Answering the world: such a process knows no address that can do more than it needs.
    Serving,
    /// Commands of an operator.
    LookingAfter,
}

/// The kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// By the scheme of an address.
    fn of(url: &str) -> Option<Self> {
        match url.split_once(':')?.0 {
            "sqlite" => Some(Self::Sqlite),
            "postgres" | "postgresql" => Some(Self::Postgres),
            _ => None,
        }
    }
}

impl Database {
    /// Reads it.
    pub(super) fn from_env(env: &Env, build: BuildKind, purpose: Purpose) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(env);
        let data_dir = PathBuf::from(reader.text_or("DATA_DIR", ".data"));
        let url = reader.secret(URL).unwrap_or_else(|| default_url(&data_dir));
        let engine = Engine::of(url.expose_secret());
        if engine.is_none() {
            reader.problem(URL, "must be sqlite:path/to/file.sqlite or postgres://user:password@host/database");
        }
        let engine = engine.unwrap_or(Engine::Sqlite);
        let owner_url = other_url(&mut reader, engine, OWNER_URL, "of the role that owns the tables");
        let backup_url = other_url(&mut reader, engine, BACKUP_URL, "of the role for backups");
        let connections = connections(&mut reader);
        let quota = ProjectQuota::of(reader.number("QUOTA_PROJECTS", QUOTA_DEFAULT, 0..=QUOTA_MAX));
        let audit_retention =
            Some(reader.number("AUDIT_RETENTION_DAYS", 0, 0..=RETENTION_MAX)).filter(|days| *days > 0);
        let any_role = allowance(&mut reader, ALLOW_ANY_ROLE);
        let unverified_tls = allowance(&mut reader, ALLOW_UNVERIFIED_TLS);
        let database = Self { url, engine, owner_url, backup_url, any_role, connections, quota, audit_retention };
        if build == BuildKind::Release && !unverified_tls {
            database.must_be_verified(&mut reader);
        }
        if build == BuildKind::Release && purpose == Purpose::Serving && !any_role {
            database.must_not_know_too_much(&mut reader);
        }
        reader.finish(database)
    }

    /// The variables of PostgreSQL's addresses that are set.
    fn addresses(&self) -> impl Iterator<Item = (&'static str, &SecretString)> {
        let url = (self.engine == Engine::Postgres).then_some((URL, &self.url));
        let others = [(OWNER_URL, &self.owner_url), (BACKUP_URL, &self.backup_url)];
        url.into_iter().chain(others.into_iter().filter_map(|(name, url)| Some((name, url.as_ref()?))))
    }

    /// Off this machine, passwords and rows go to whoever answers, unless the answer proves who it is.
    fn must_be_verified(&self, reader: &mut Reader<'_>) {
        for (name, url) in self.addresses() {
            if !reader.has_problem(name) && store_postgres::is_verified(url.expose_secret()) == Some(false) {
                let message = format!(
                    "leaves this machine without knowing who answers: add ?sslmode=verify-full, and sslrootcert=FILE for a \
                     certificate authority of your own; {ALLOW_UNVERIFIED_TLS}=true allows it in a network that you trust"
                );
                reader.problem(name, message);
            }
        }
    }

    /// What the process does not know, nobody can get out of it.
    fn must_not_know_too_much(&self, reader: &mut Reader<'_>) {
        for (name, _) in self.addresses().filter(|(name, _)| *name != URL) {
            if !reader.has_problem(name) {
                let message = format!(
                    "must not be known to the process that serves: give it to `server db …` alone, and run `server db \
                     migrate` as a step of its own before the start; {ALLOW_ANY_ROLE}=true allows it"
                );
                reader.problem(name, message);
            }
        }
    }
}

fn allowance(reader: &mut Reader<'_>, name: &'static str) -> bool {
    reader.choice(name, false, &[("true", true), ("false", false)])
}

fn default_url(data_dir: &Path) -> SecretString {
    SecretString::from(format!("sqlite:{}", data_dir.join("app.sqlite").display()))
}

fn other_url(reader: &mut Reader<'_>, engine: Engine, name: &'static str, whose: &str) -> Option<SecretString> {
    let url = reader.secret(name)?;
    if Engine::of(url.expose_secret()) != Some(Engine::Postgres) {
        reader.problem(name, format!("must be postgres://user:password@host/database, {whose}"));
    } else if engine == Engine::Sqlite && !reader.has_problem(URL) {
        reader.problem(name, "is for PostgreSQL, but DATABASE_URL is an SQLite file: leave it away");
    }
    Some(url)
}

fn connections(reader: &mut Reader<'_>) -> u32 {
    let connections = reader.parsed(CONNECTIONS, CONNECTIONS_DEFAULT, "a number of connections, such as 10");
    if !(1..=CONNECTIONS_MAX).contains(&connections) {
        reader.problem(CONNECTIONS, format!("must be from 1 to {CONNECTIONS_MAX}"));
    }
    connections
}
