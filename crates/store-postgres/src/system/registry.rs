//! The registry of tenants, page by page: all of them, or those that the purge has to visit.

use async_trait::async_trait;
use store::TenantRecord;

use crate::{
    error::Failure,
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

pub(super) struct List {
    pub(super) after: String,
    pub(super) limit: u32,
}

#[async_trait]
impl Unit for List {
    type Outcome = Vec<TenantRecord>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Vec<TenantRecord>>, Failure> {
        let statement = sqlx::query(sql::tenants::LIST).bind(&self.after).bind(i64::from(self.limit));
        let found: Vec<(String, i64, Option<i64>)> = work.rows(statement).await?;
        let record = |(id, created_at, removed_at)| TenantRecord { id, created_at, removed_at };
        Ok(End::Commit(found.into_iter().map(record).collect()))
    }
}

pub(super) struct ListWithDeleted {
    pub(super) deleted_before: i64,
    pub(super) after: String,
    pub(super) limit: u32,
}

#[async_trait]
impl Unit for ListWithDeleted {
    type Outcome = Vec<String>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Vec<String>>, Failure> {
        let statement = sqlx::query(sql::tenants::LIST_WITH_DELETED).bind(self.deleted_before).bind(&self.after);
        let found: Vec<(String,)> = work.rows(statement.bind(i64::from(self.limit))).await?;
        Ok(End::Commit(found.into_iter().map(|(id,)| id).collect()))
    }
}
