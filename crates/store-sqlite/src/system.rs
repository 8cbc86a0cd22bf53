//! The system's own calls in SQLite.

use async_trait::async_trait;
use sqlx::{query, query_scalar};
use store::{StoreError, SystemStore};

use crate::{SqliteStore, error, sql, unit_of_work};

#[async_trait]
impl SystemStore for SqliteStore {
    async fn claim_instance(&self, issuer: &str) -> Result<String, StoreError> {
        let (issuer, now) = (issuer.to_owned(), self.clock.now_ms());
        unit_of_work::run(&self.writer, move |connection| {
            Box::pin(async move {
                query(sql::CLAIM_INSTANCE).bind(issuer).bind(now).execute(&mut *connection).await?;
                query_scalar(sql::GET_INSTANCE).fetch_one(connection).await
            })
        })
        .await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        query(sql::PING).execute(&self.readers).await.map_err(error::of)?;
        Ok(())
    }
}
