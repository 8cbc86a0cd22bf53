//! A transaction of one tenant: the only way to its tables.

use sqlx::{FromRow, PgConnection, Postgres, postgres::PgArguments, postgres::PgRow, query::Query};

use crate::statements::Statements;

/// A statement on its way.
pub(crate) type Statement = Query<'static, Postgres, PgArguments>;

/// The transaction that a unit of work runs in. Row-level security shows it the tenant's rows alone.
pub(crate) struct Work<'c> {
    connection: &'c mut PgConnection,
    tenant: &'c str,
    statements: &'c Statements,
}

impl<'c> Work<'c> {
    /// For a connection whose transaction was begun for the tenant; empty: for none.
    pub(crate) fn new(connection: &'c mut PgConnection, tenant: &'c str, statements: &'c Statements) -> Self {
        Self { connection, tenant, statements }
    }

    /// A statement whose first parameter, the tenant, is bound.
    pub(crate) fn query(&self, statement: &'static str) -> Statement {
        sqlx::query(self.statements.text(statement)).bind(self.tenant)
    }

    /// Runs a statement; how many rows it touched.
    pub(crate) async fn execute(&mut self, statement: Statement) -> Result<u64, sqlx::Error> {
        Ok(statement.execute(&mut *self.connection).await?.rows_affected())
    }

    /// The only row, if there is one.
    pub(crate) async fn row<T: for<'r> FromRow<'r, PgRow>>(
        &mut self,
        statement: Statement,
    ) -> Result<Option<T>, sqlx::Error> {
        let row = statement.fetch_optional(&mut *self.connection).await?;
        row.map(|row| T::from_row(&row)).transpose()
    }

    /// All rows.
    pub(crate) async fn rows<T: for<'r> FromRow<'r, PgRow>>(
        &mut self,
        statement: Statement,
    ) -> Result<Vec<T>, sqlx::Error> {
        let rows = statement.fetch_all(&mut *self.connection).await?;
        rows.iter().map(T::from_row).collect()
    }
}
