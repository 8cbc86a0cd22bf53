//! Which database.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::{Env, Problem, reader::Reader};

const URL: &str = "DATABASE_URL";
const OWNER_URL: &str = "DATABASE_OWNER_URL";
const CONNECTIONS: &str = "DATABASE_CONNECTIONS";
const CONNECTIONS_DEFAULT: u32 = 10;
/// PostgreSQL itself takes 100 unless told otherwise; more than this is a slip of the finger.
const CONNECTIONS_MAX: u32 = 1_000;

/// The database.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    /// `DATABASE_URL`; default `app.sqlite` in the folder `DATA_DIR`, which defaults to `.data`. A secret: an address may carry a password.
    pub(crate) url: SecretString,
    /// What the address says.
    pub(crate) engine: Engine,
    /// `DATABASE_OWNER_URL`; default none. PostgreSQL only: the owner of the tables.
    pub(crate) owner_url: Option<SecretString>,
    /// `DATABASE_CONNECTIONS`; default 10. PostgreSQL only: connections of this server at most.
    pub(crate) connections: u32,
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
    pub(crate) fn from_env(env: &Env) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(env);
        let data_dir = PathBuf::from(reader.text_or("DATA_DIR", ".data"));
        let url = reader.secret(URL).unwrap_or_else(|| default_url(&data_dir));
        let engine = Engine::of(url.expose_secret());
        if engine.is_none() {
            reader.problem(URL, "must be sqlite:path/to/file.sqlite or postgres://user:password@host/database");
        }
        let engine = engine.unwrap_or(Engine::Sqlite);
        let owner_url = owner_url(&mut reader, engine);
        let connections = connections(&mut reader);
        reader.finish(Self { url, engine, owner_url, connections })
    }
}

fn default_url(data_dir: &Path) -> SecretString {
    SecretString::from(format!("sqlite:{}", data_dir.join("app.sqlite").display()))
}

fn owner_url(reader: &mut Reader<'_>, engine: Engine) -> Option<SecretString> {
    let url = reader.secret(OWNER_URL)?;
    if Engine::of(url.expose_secret()) != Some(Engine::Postgres) {
        reader.problem(OWNER_URL, "must be postgres://user:password@host/database, of the role that owns the tables");
    } else if engine == Engine::Sqlite && !reader.has_problem(URL) {
        reader.problem(OWNER_URL, "is for PostgreSQL, but DATABASE_URL is an SQLite file: leave it away");
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
