//! What PostgreSQL is told besides its address: its roles, and how far it is trusted.

use secrecy::{ExposeSecret, SecretString};

use super::{Purpose, URL};
use crate::{
    config::{BuildKind, reader::Reader},
    database::{self, Adapter},
};

const OWNER_URL: &str = "DATABASE_OWNER_URL";
const BACKUP_URL: &str = "DATABASE_BACKUP_URL";
const ALLOW_UNVERIFIED_TLS: &str = "DATABASE_ALLOW_UNVERIFIED_TLS";
const ALLOW_ANY_ROLE: &str = "DATABASE_ALLOW_ANY_ROLE";
const CONNECTIONS: &str = "DATABASE_CONNECTIONS";
const CONNECTIONS_DEFAULT: u32 = 10;
/// PostgreSQL itself takes 100 unless told otherwise; more than this is a slip of the finger.
const CONNECTIONS_MAX: u32 = 1_000;

/// Its settings.
#[derive(Clone, Debug)]
pub(crate) struct Postgres {
    /// `DATABASE_OWNER_URL`; default none. The owner of the tables.
    owner_url: Option<SecretString>,
    /// `DATABASE_BACKUP_URL`; default none. The role that may copy every tenant's rows.
    backup_url: Option<SecretString>,
    /// `DATABASE_ALLOW_ANY_ROLE`; default false. Whether a release build serves with a role that row-level security does
    /// not hold.
    pub(crate) any_role: bool,
    /// `DATABASE_CONNECTIONS`; default 10. Connections of this server at most.
    pub(crate) connections: u32,
}

impl Postgres {
    /// Reads them, for a database of this address and kind.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        address: Option<(&SecretString, &dyn Adapter)>,
        (build, purpose): (BuildKind, Purpose),
    ) -> Self {
        let adapter = address.map(|(_, adapter)| adapter);
        let settings = Self {
            owner_url: other_url(reader, adapter, OWNER_URL, "of the role that owns the tables"),
            backup_url: other_url(reader, adapter, BACKUP_URL, "of the role for backups"),
            connections: reader.number(CONNECTIONS, CONNECTIONS_DEFAULT, 1..=CONNECTIONS_MAX),
            any_role: allowance(reader, ALLOW_ANY_ROLE),
        };
        let unverified_tls = allowance(reader, ALLOW_UNVERIFIED_TLS);
        if build == BuildKind::Release && !unverified_tls {
            let own =
                address.filter(|(_, adapter)| adapter.name() == database::Postgres.name()).map(|(url, _)| (URL, url));
            must_be_verified(reader, own.into_iter().chain(settings.others()));
        }
        if build == BuildKind::Release && purpose == Purpose::Serving && !settings.any_role {
            must_not_know_too_much(reader, settings.others());
        }
        settings
    }

    /// The owner's address, where one is set.
    pub(crate) fn owner_url(&self) -> Option<&str> {
        self.owner_url.as_ref().map(ExposeSecret::expose_secret)
    }

    /// The address for backups, where one is set.
    pub(crate) fn backup_url(&self) -> Option<&str> {
        self.backup_url.as_ref().map(ExposeSecret::expose_secret)
    }

    /// The addresses that are set, each with its variable.
    pub(crate) fn others(&self) -> impl Iterator<Item = (&'static str, &SecretString)> {
        let others = [(OWNER_URL, &self.owner_url), (BACKUP_URL, &self.backup_url)];
        others.into_iter().filter_map(|(name, url)| Some((name, url.as_ref()?)))
    }
}

/// To another machine, passwords and rows go to whoever answers, unless the answer proves who that is.
fn must_be_verified<'a>(reader: &mut Reader<'_>, addresses: impl Iterator<Item = (&'static str, &'a SecretString)>) {
    for (name, url) in addresses {
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
fn must_not_know_too_much<'a>(
    reader: &mut Reader<'_>,
    addresses: impl Iterator<Item = (&'static str, &'a SecretString)>,
) {
    for (name, _) in addresses {
        if !reader.has_problem(name) {
            let message = format!(
                "must not be known to the process that serves: give it to `server db …` alone, and run `server db \
                 migrate` as a step of its own before the start; {ALLOW_ANY_ROLE}=true allows it"
            );
            reader.problem(name, message);
        }
    }
}

fn allowance(reader: &mut Reader<'_>, name: &'static str) -> bool {
    reader.choice(name, false, &[("true", true), ("false", false)])
}

fn other_url(
    reader: &mut Reader<'_>,
    adapter: Option<&dyn Adapter>,
    name: &'static str,
    whose: &str,
) -> Option<SecretString> {
    let url = reader.secret(name)?;
    let postgres = &database::Postgres;
    if database::of(&[postgres], url.expose_secret()).is_none() {
        reader.problem(name, format!("must be {}, {whose}", postgres.example()));
    } else if let Some(other) = adapter.filter(|adapter| adapter.name() != postgres.name()) {
        reader.problem(name, format!("is for {}, but {URL} is of {}: leave it away", postgres.name(), other.name()));
    }
    Some(url)
}

#[cfg(test)]
mod tests;
