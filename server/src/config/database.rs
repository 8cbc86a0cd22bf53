//! Which database.

// begin postgres
mod postgres;
// end postgres

// begin examples
mod projects;
// end examples

use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};

// begin postgres
use self::postgres::Postgres;
// end postgres
use super::{BuildKind, reader::Reader};
use crate::database::{self, ADAPTERS, Adapter};

const URL: &str = "DATABASE_URL";
/// A hundred years.
const RETENTION_MAX: u32 = 36_500;

/// The database.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    /// `DATABASE_URL`. A secret: an address may carry a password.
    pub(crate) url: SecretString,
    /// What the address says.
    pub(crate) adapter: &'static dyn Adapter,
    // begin postgres
    /// What PostgreSQL alone is told.
    pub(crate) postgres: Postgres,
    // end postgres
    // begin examples
    /// `QUOTA_PROJECTS`; default 10,000. Projects of one tenant at most.
    pub(crate) quota: store::ProjectQuota,
    // end examples
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

impl Database {
    /// Reads it; `None`: its address is a problem.
    pub(super) fn read(reader: &mut Reader<'_>, reading: (BuildKind, Purpose)) -> Option<Self> {
        let address = address(reader, ADAPTERS, reading.0);
        // begin postgres
        let told = address.as_ref().map(|(url, adapter)| (url, *adapter));
        let postgres = Postgres::read(reader, told, reading);
        // end postgres
        // begin examples
        let quota = projects::quota(reader);
        // end examples
        let retention = reader.number("AUDIT_RETENTION_DAYS", 0, 0..=RETENTION_MAX);
        address.map(|(url, adapter)| Self {
            url,
            adapter,
            // begin postgres
            postgres,
            // end postgres
            // begin examples
            quota,
            // end examples
            audit_retention: Some(retention).filter(|days| *days > 0),
        })
    }
}

/// The address and what kind of database it is of; `None`: that is a problem.
fn address(
    reader: &mut Reader<'_>,
    adapters: &[&'static dyn Adapter],
    build: BuildKind,
) -> Option<(SecretString, &'static dyn Adapter)> {
    let folder = PathBuf::from(reader.text_or("DATA_DIR", ".data"));
    let default = || adapters.iter().find_map(|adapter| adapter.default_url(&folder));
    let Some(url) = reader.secret(URL).or_else(default) else {
        let here = if build == BuildKind::Debug { "; `bin/dev` starts one on this machine and sets it" } else { "" };
        reader.problem(URL, format!("set it to the address of the database, {}{here}", database::examples(adapters)));
        return None;
    };
    let adapter = database::of(adapters, url.expose_secret());
    if adapter.is_none() {
        reader.problem(URL, format!("must be {}", database::examples(adapters)));
    }
    Some((url, adapter?))
}

#[cfg(test)]
mod tests;
