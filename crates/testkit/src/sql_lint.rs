//! Reads SQL as a reviewer would: every statement that touches a tenant's table must be bound to one tenant.
//!
//! Bound means: the table's `tenant_id` is compared with a parameter, or with the `tenant_id` of a table that is bound,
//! in a condition that all rows must meet. Shapes it does not understand are refused: better to rewrite a statement.

mod condition;
mod source;

use std::ops::ControlFlow;

use anyhow::{Context, Result, bail, ensure};
use sqlparser::{
    ast::{
        Delete, FromTable, Insert, LimitClause, ObjectName, OnConflict, OnConflictAction, OnInsert, Query, Select,
        SetExpr, Statement, TableObject, TableWithJoins, Update, UpdateTableFromKind, Visit, Visitor,
    },
    dialect::GenericDialect,
    parser::Parser,
};

use self::{
    condition::{is_bound_value, last_name},
    source::Sources,
};

const TENANT: &str = "tenant_id";

/// Checks one statement against the tables that belong to tenants.
///
/// # Errors
/// Says what is missing, or that the statement cannot be read.
pub fn check(statement: &str, tenant_tables: &[String]) -> Result<()> {
    let statements = Parser::parse_sql(&GenericDialect {}, statement).context("not readable as SQL")?;
    ensure!(statements.len() == 1, "{} statements in one text", statements.len());
    let mut reader = Reader { tenant_tables };
    match statements.visit(&mut reader) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(error),
    }
}

struct Reader<'a> {
    tenant_tables: &'a [String],
}

impl Visitor for Reader<'_> {
    type Break = anyhow::Error;

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<Self::Break> {
        go_on(match statement {
            Statement::Query(_) => Ok(()),
            Statement::Insert(insert) => self.insert(insert),
            Statement::Update(update) => self.update(update),
            Statement::Delete(delete) => self.delete(delete),
            other => Err(anyhow::anyhow!("not a kind of statement for a request: {other}")),
        })
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Self::Break> {
        let skips = match &query.limit_clause {
            Some(LimitClause::LimitOffset { offset, .. }) => offset.is_some(),
            Some(LimitClause::OffsetCommaLimit { .. }) => true,
            None => false,
        };
        go_on(if skips { Err(anyhow::anyhow!("OFFSET gets slower page by page: use a cursor")) } else { Ok(()) })
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Self::Break> {
        go_on(
            Sources::new(self.tenant_tables, &select.from).and_then(|sources| sources.check(select.selection.as_ref())),
        )
    }
}

fn go_on(outcome: Result<()>) -> ControlFlow<anyhow::Error> {
    outcome.map_or_else(ControlFlow::Break, ControlFlow::Continue)
}

impl Reader<'_> {
    fn belongs_to_tenants(&self, table: &ObjectName) -> bool {
        last_name(table).is_some_and(|name| self.tenant_tables.contains(&name))
    }

    fn update(&self, update: &Update) -> Result<()> {
        let mut tables = vec![update.table.clone()];
        match &update.from {
            Some(UpdateTableFromKind::AfterSet(from) | UpdateTableFromKind::BeforeSet(from)) => {
                tables.extend(from.clone())
            }
            None => {}
        }
        let moves = update.assignments.iter().any(|assignment| assignment.target.to_string().ends_with(TENANT));
        ensure!(!moves, "a row may not move to another tenant");
        Sources::new(self.tenant_tables, &tables)?.check(update.selection.as_ref())
    }

    fn delete(&self, delete: &Delete) -> Result<()> {
        let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
        let tables: Vec<TableWithJoins> = from.iter().chain(delete.using.iter().flatten()).cloned().collect();
        Sources::new(self.tenant_tables, &tables)?.check(delete.selection.as_ref())
    }

    fn insert(&self, insert: &Insert) -> Result<()> {
        let TableObject::TableName(table) = &insert.table else { bail!("no table to insert into") };
        if !self.belongs_to_tenants(table) {
            return Ok(());
        }
        ensure!(insert.or.is_none() && !insert.replace_into, "{table}: REPLACE could overwrite a row: use ON CONFLICT");
        let column = insert.columns.iter().position(|column| last_name(column).as_deref() == Some(TENANT));
        let column = column.with_context(|| format!("{table}: the insert does not name {TENANT}"))?;
        let source = insert.source.as_ref().with_context(|| format!("{table}: nothing to insert"))?;
        ensure!(inserts_bound_value(source, column), "{table}: {TENANT} must be a parameter or another {TENANT}");
        let conflict_is_the_tenants = match &insert.on {
            Some(OnInsert::OnConflict(on)) => names_tenant(on),
            Some(_) => false,
            None => true,
        };
        ensure!(conflict_is_the_tenants, "{table}: the conflict target must name {TENANT}");
        Ok(())
    }
}

fn inserts_bound_value(source: &Query, column: usize) -> bool {
    match source.body.as_ref() {
        SetExpr::Values(values) => values.rows.iter().all(|row| row.content.get(column).is_some_and(is_bound_value)),
        SetExpr::Select(select) => select.projection.get(column).is_some_and(condition::projects_bound_value),
        _ => false,
    }
}

fn names_tenant(on: &OnConflict) -> bool {
    let target = on.conflict_target.as_ref().map(ToString::to_string).unwrap_or_default();
    on.action == OnConflictAction::DoNothing || target.contains(TENANT)
}

#[cfg(test)]
mod tests;
