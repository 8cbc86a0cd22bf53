//! Reads SQL as a reviewer would: every statement that touches a tenant's table must be bound to one tenant.
//!
//! Bound means: the table's `tenant_id` is compared with `$1`, the first parameter of every statement, or with the
//! `tenant_id` of a table that is bound, in a condition that all rows must meet. Shapes it does not understand are
//! refused: better to rewrite a statement.

mod condition;
mod insert;
mod mutants;
mod names;
mod source;

use std::ops::ControlFlow;

use anyhow::{Context, Result, bail, ensure};
use sqlparser::{
    ast::{
        Delete, FromTable, LimitClause, ObjectName, Query, Select, SetExpr, Statement, TableWithJoins, Update,
        UpdateTableFromKind, Visit, Visitor,
    },
    dialect::{Dialect, GenericDialect, PostgreSqlDialect},
    parser::{Parser, ParserError},
};

use self::{
    condition::{last_name, moves_a_row},
    source::{Scope, Sources},
};

pub use self::{mutants::mutants, names::check_names};

const TENANT: &str = "tenant_id";

/// Checks one statement against the tables that belong to tenants.
///
/// # Errors
/// Says what is missing, or that the statement cannot be read.
pub fn check(statement: &str, tenant_tables: &[String]) -> Result<()> {
    let statements = parsed(statement).context("not readable as SQL")?;
    ensure!(statements.len() == 1, "{} statements in one text", statements.len());
    let mut reader = Reader { tenant_tables, scopes: Vec::new(), seen: 0, understood: 0 };
    if let ControlFlow::Break(error) = statements.visit(&mut reader) {
        return Err(error);
    }
    ensure!(reader.seen == reader.understood, "a tenant's table stands where none is expected");
    Ok(())
}

/// How a text may be read: as SQL of no database in particular where that is possible.
const DIALECTS: &[&dyn Dialect] = &[
    &GenericDialect {},
    // It reads `MATERIALIZED` too, which is not this dialect's alone.
    &PostgreSqlDialect {},
    // begin sqlite
    &sqlparser::dialect::SQLiteDialect {},
    // end sqlite
];

/// Read in the first way that works; where none does, what is wrong with it in the first one.
pub(crate) fn parsed(statement: &str) -> Result<Vec<Statement>, ParserError> {
    let mut read = DIALECTS.iter().map(|dialect| Parser::parse_sql(*dialect, statement));
    let first = read.next().unwrap_or_else(|| Ok(Vec::new()));
    first.or_else(|error| read.find_map(Result::ok).ok_or(error))
}

struct Reader<'a> {
    tenant_tables: &'a [String],
    /// The tables that a column may name, those of the innermost query last.
    scopes: Vec<Scope>,
    /// Tenants' tables met anywhere.
    seen: usize,
    /// Tenants' tables met where they are checked. Must come to the same.
    understood: usize,
}

impl Visitor for Reader<'_> {
    type Break = anyhow::Error;

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<Self::Break> {
        go_on(match statement {
            Statement::Query(_) => self.enter(&[], None),
            Statement::Insert(insert) => self.insert(insert),
            Statement::Update(update) => self.update(update),
            Statement::Delete(delete) => self.delete(delete),
            other => Err(anyhow::anyhow!("not a kind of statement for a request: {other}")),
        })
    }

    fn post_visit_statement(&mut self, _: &Statement) -> ControlFlow<Self::Break> {
        self.scopes.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Self::Break> {
        go_on(is_readable(query))
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Self::Break> {
        go_on(self.enter(&select.from, select.selection.as_ref()))
    }

    fn post_visit_select(&mut self, _: &Select) -> ControlFlow<Self::Break> {
        self.scopes.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, table: &ObjectName) -> ControlFlow<Self::Break> {
        self.seen += usize::from(self.belongs_to_tenants(table));
        ControlFlow::Continue(())
    }
}

fn go_on(outcome: Result<()>) -> ControlFlow<anyhow::Error> {
    outcome.map_or_else(ControlFlow::Break, ControlFlow::Continue)
}

fn is_readable(query: &Query) -> Result<()> {
    let skips = match &query.limit_clause {
        // No page is one row long: that is the place where something ends.
        Some(LimitClause::LimitOffset { limit: Some(limit), offset, .. }) => {
            offset.is_some() && limit.to_string() != "1"
        }
        Some(LimitClause::LimitOffset { offset, .. }) => offset.is_some(),
        Some(LimitClause::OffsetCommaLimit { .. }) => true,
        None => false,
    };
    ensure!(!skips, "OFFSET gets slower page by page: use a cursor");
    ensure!(query.pipe_operators.is_empty(), "write the query without pipes");
    is_plain(&query.body)
}

fn is_plain(body: &SetExpr) -> Result<()> {
    match body {
        SetExpr::Select(select) => ensure!(select.into.is_none(), "SELECT INTO makes a table"),
        SetExpr::SetOperation { left, right, .. } => return is_plain(left).and_then(|()| is_plain(right)),
        SetExpr::Query(_) | SetExpr::Values(_) => {}
        SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) => {}
        other => bail!("not a plain query: {other}"),
    }
    Ok(())
}

impl Reader<'_> {
    fn belongs_to_tenants(&self, table: &ObjectName) -> bool {
        last_name(table).is_some_and(|name| self.tenant_tables.contains(&name))
    }

    /// Checks the tables of a query or statement, and lets what is inside of it see them.
    fn enter(&mut self, from: &[TableWithJoins], condition: Option<&sqlparser::ast::Expr>) -> Result<()> {
        let sources = Sources::new(self.tenant_tables, from)?;
        self.understood += sources.tenant_tables();
        let scope = sources.check(condition, &self.scopes)?;
        self.scopes.push(scope);
        Ok(())
    }

    fn update(&mut self, update: &Update) -> Result<()> {
        let mut tables = vec![update.table.clone()];
        match &update.from {
            Some(UpdateTableFromKind::AfterSet(from) | UpdateTableFromKind::BeforeSet(from)) => {
                tables.extend(from.clone())
            }
            None => {}
        }
        ensure!(update.or.is_none(), "UPDATE OR … could overwrite a row");
        ensure!(!moves_a_row(&update.assignments), "a row may not move to another tenant");
        self.enter(&tables, update.selection.as_ref())
    }

    fn delete(&mut self, delete: &Delete) -> Result<()> {
        let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
        let tables: Vec<TableWithJoins> = from.iter().chain(delete.using.iter().flatten()).cloned().collect();
        ensure!(delete.tables.is_empty(), "name the one table behind FROM");
        self.enter(&tables, delete.selection.as_ref())
    }
}

#[cfg(test)]
mod tests;
