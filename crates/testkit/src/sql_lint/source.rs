//! The tables a statement reads, and whether each that belongs to tenants is bound to one.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use sqlparser::ast::{Expr, JoinConstraint, JoinOperator, TableFactor, TableWithJoins};

use super::condition::{conjuncts, equation, is_tenant_parameter, last_name, tenant_column};

/// The tables of one `FROM`, by the name the statement calls them.
pub(super) struct Sources<'a> {
    /// All of them.
    names: Vec<String>,
    /// Those that belong to tenants.
    to_bind: Vec<String>,
    /// Conditions of joins, each with the table it filters.
    joins: Vec<(String, &'a Expr)>,
}

/// The tables of a `FROM` that was checked.
pub(super) struct Scope {
    names: Vec<String>,
    bound: BTreeSet<String>,
}

impl Scope {
    /// Whether the value is the statement's tenant: `$1`, or the column of a bound table of this very query.
    pub(super) fn is_tenant(&self, value: &Expr) -> bool {
        let column = tenant_column(value).map(|table| match (table.as_str(), self.names.as_slice()) {
            ("", [only]) => only.clone(),
            _ => table,
        });
        is_tenant_parameter(value) || column.is_some_and(|table| self.bound.contains(&table))
    }
}

impl<'a> Sources<'a> {
    pub(super) fn new(tenant_tables: &[String], from: &'a [TableWithJoins]) -> Result<Self> {
        let mut sources = Self { names: Vec::new(), to_bind: Vec::new(), joins: Vec::new() };
        for table in from {
            sources.add(tenant_tables, &table.relation)?;
            for join in &table.joins {
                let name = sources.add(tenant_tables, &join.relation)?;
                if let Some(condition) = condition_of(&join.join_operator)? {
                    sources.joins.extend(conjuncts(condition).into_iter().map(|part| (name.clone(), part)));
                }
            }
        }
        Ok(sources)
    }

    fn add(&mut self, tenant_tables: &[String], factor: &TableFactor) -> Result<String> {
        let (table, alias) = match factor {
            TableFactor::Table { name, alias, .. } => (last_name(name).unwrap_or_default(), alias),
            // The query inside is checked where the visitor meets it; a function's rows are the caller's own.
            TableFactor::Derived { alias, .. }
            | TableFactor::UNNEST { alias, .. }
            | TableFactor::Function { alias, .. } => (String::new(), alias),
            other => bail!("not a plain table: {other}"),
        };
        let name = alias.as_ref().map_or(table.clone(), |alias| alias.name.value.to_lowercase());
        if self.names.contains(&name) && !name.is_empty() {
            bail!("two tables are called {name}");
        }
        if tenant_tables.contains(&table) {
            self.to_bind.push(name.clone());
        }
        self.names.push(name.clone());
        Ok(name)
    }

    /// How many of them belong to tenants.
    pub(super) fn tenant_tables(&self) -> usize {
        self.to_bind.len()
    }

    /// Every tenant's table must be bound by `condition` or its join. `outer` are the queries around.
    pub(super) fn check(self, condition: Option<&Expr>, outer: &[Scope]) -> Result<Scope> {
        let wheres = condition.map(conjuncts).unwrap_or_default();
        let mut bound = BTreeSet::new();
        // Each round may bind a table through one bound before.
        for _ in &self.to_bind {
            for name in &self.to_bind {
                let joined = self.joins.iter().filter(|(filtered, _)| filtered == name).map(|(_, part)| *part);
                if wheres.iter().copied().chain(joined).any(|part| self.binds(part, name, &bound, outer)) {
                    bound.insert(name.clone());
                }
            }
        }
        match self.to_bind.iter().find(|name| !bound.contains(*name)) {
            Some(name) => bail!("{name}: no condition that all rows must meet compares its tenant_id"),
            None => Ok(Scope { names: self.names, bound }),
        }
    }

    fn binds(&self, part: &Expr, name: &str, bound: &BTreeSet<String>, outer: &[Scope]) -> bool {
        equation(part).is_some_and(|(left, right)| {
            [(left, right), (right, left)].into_iter().any(|(column, value)| {
                tenant_column(column).is_some_and(|qualifier| self.means(&qualifier, name))
                    && self.is_bound(value, bound, outer)
            })
        })
    }

    /// Whether a column's qualifier names this table; none will do where there is but one.
    fn means(&self, qualifier: &str, name: &str) -> bool {
        qualifier == name || (qualifier.is_empty() && self.names.len() == 1)
    }

    /// The tenant's parameter; or the column of a bound table, here or in the nearest query around that has the table.
    fn is_bound(&self, value: &Expr, bound: &BTreeSet<String>, outer: &[Scope]) -> bool {
        let table = tenant_column(value).filter(|table| !table.is_empty());
        is_tenant_parameter(value)
            || table.is_some_and(|table| {
                if self.names.contains(&table) {
                    return bound.contains(&table);
                }
                let nearest = outer.iter().rev().find(|scope| scope.names.contains(&table));
                nearest.is_some_and(|scope| scope.bound.contains(&table))
            })
    }
}

pub(super) fn condition_of(operator: &JoinOperator) -> Result<Option<&Expr>> {
    let constraint = match operator {
        JoinOperator::Join(constraint)
        | JoinOperator::Inner(constraint)
        | JoinOperator::Left(constraint)
        | JoinOperator::LeftOuter(constraint)
        | JoinOperator::CrossJoin(constraint) => constraint,
        other => bail!("not an inner or left join: {other:?}"),
    };
    match constraint {
        JoinConstraint::On(condition) => Ok(Some(condition)),
        JoinConstraint::None => Ok(None),
        JoinConstraint::Using(_) | JoinConstraint::Natural => bail!("write the join's columns with ON"),
    }
}
