//! Where an address leads to, and what its role sees there.

use async_trait::async_trait;
use store::Verdict;

use super::OpenError;
use crate::{
    address::Address,
    catalog::{Catalog, Look},
    connect::Database,
    error::is_forbidden,
    migrations::{self, ALL, State},
    sql,
};

/// What PostgreSQL calls the encoding that holds every text.
const UTF8: &str = "UTF8";

/// A database, as a role sees it.
pub(super) struct Here {
    pub(super) role: String,
    database: Identity,
    encoding: String,
    /// The table of migrations that it sees, if any.
    pub(super) table: Option<i64>,
    /// `None`: it may not see which migrations ran.
    pub(super) state: Option<State>,
}

/// Name, number, and when the server of it started: another server may have a database of that name and number, a copy
/// of this one's even, but did not start in the same microsecond.
type Identity = (String, i64, i64);

impl Here {
    /// Looks, as the role of the address.
    pub(super) async fn look(database: &Database, address: &Address) -> Result<Self, OpenError> {
        let looked = database.look(Looking).await;
        looked.map_err(|source| OpenError::Database { place: address.to_string(), source })
    }

    /// Refuses two addresses that do not lead to the same database.
    pub(super) fn must_be(
        &self,
        server: &Address,
        other: &Self,
        name: &'static str,
        address: &Address,
    ) -> Result<(), OpenError> {
        if self.database == other.database {
            return Ok(());
        }
        Err(OpenError::TwoDatabases { server: server.to_string(), name, other: address.to_string() })
    }

    /// Refuses a database that cannot hold every text.
    pub(super) fn must_hold_every_text(&self, address: &Address) -> Result<(), OpenError> {
        must_be_utf8(address, &self.encoding)
    }
}

/// Refuses a database of another encoding.
pub(crate) fn must_be_utf8(address: &Address, encoding: &str) -> Result<(), OpenError> {
    if is_utf8(encoding) {
        return Ok(());
    }
    let (place, name, encoding) = (address.to_string(), address.database().to_owned(), encoding.to_owned());
    Err(OpenError::Encoding { place, name, encoding })
}

/// Whether texts of every language fit in.
pub(crate) fn is_utf8(encoding: &str) -> bool {
    encoding == UTF8
}

/// Refuses what this binary cannot work with.
pub(crate) fn must_be_known(place: String, state: &State) -> Result<Verdict, OpenError> {
    ensure_known(place, state.verdict(ALL))
}

/// As [`must_be_known`], of a verdict.
pub(super) fn ensure_known(place: String, verdict: Verdict) -> Result<Verdict, OpenError> {
    match verdict {
        Verdict::TooNew(why) => Err(OpenError::NewerSchema { place, why }),
        Verdict::Changed(number) => Err(OpenError::ChangedMigration { place, number }),
        Verdict::UpToDate | Verdict::Behind | Verdict::Ahead { .. } => Ok(verdict),
    }
}

struct Looking;

#[async_trait]
impl Look for Looking {
    type Seen = Here;

    async fn at(&self, catalog: &mut Catalog<'_>) -> Result<Here, sqlx::Error> {
        let who: Option<Who> = catalog.row(sqlx::query(sql::catalog::WHO)).await?;
        let (role, name, number, start, encoding, table) = who.ok_or(sqlx::Error::RowNotFound)?;
        let state = match migrations::state(catalog).await {
            Err(error) if is_forbidden(&error) => None,
            outcome => Some(outcome?),
        };
        Ok(Here { role, database: (name, number, start), encoding, table, state })
    }
}

type Who = (String, String, i64, i64, String, Option<i64>);
