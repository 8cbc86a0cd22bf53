//! Where organizations are and were.

use sqlx::{SqliteConnection, SqlitePool, query, query_scalar};
use store::{ADDRESSES_MAX, StoreError};

use crate::{
    error::{self, Failure},
    sql,
    unit_of_work::Work,
};

/// Notes that an organization is at an address; it may be noted already.
pub(super) struct Noting {
    pub(super) organization: String,
    pub(super) slug: String,
    pub(super) now: i64,
}

impl Work for Noting {
    type Done = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), Failure> {
        let query = query(sql::addresses::NOTE).bind(&self.slug).bind(&self.organization).bind(self.now);
        query.execute(connection).await?;
        Ok(())
    }
}

/// Those that are or were there.
pub(super) async fn at(readers: &SqlitePool, slug: &str) -> Result<Vec<String>, StoreError> {
    let query = query_scalar(sql::addresses::LIST).bind(slug).bind(ADDRESSES_MAX);
    query.fetch_all(readers).await.map_err(error::of)
}
