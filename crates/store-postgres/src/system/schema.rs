//! What is installed.

use async_trait::async_trait;
use store::Schema;

use crate::{
    error::Failure,
    migrations::{self, ALL},
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

pub(super) struct Look;

#[async_trait]
impl Unit for Look {
    type Outcome = Schema;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Schema>, Failure> {
        let (version, _) = version(work).await?;
        let state = migrations::state(work).await?;
        Ok(End::Commit(state.schema(ALL, format!("PostgreSQL {version}"))))
    }
}

/// The server's version as it writes it, without what a distribution adds, and as a number: 150018.
pub(super) async fn version(work: &mut Work<'_>) -> Result<(String, i32), sqlx::Error> {
    let (text, number): (String, i32) =
        work.row(sqlx::query(sql::catalog::VERSION)).await?.ok_or(sqlx::Error::RowNotFound)?;
    Ok((text.split(' ').next().unwrap_or_default().to_owned(), number))
}
