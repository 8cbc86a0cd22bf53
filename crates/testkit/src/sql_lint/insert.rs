//! Inserts: the tenant of a new row is `$1`, and a conflict can only be with a row of that tenant.

use anyhow::{Context, Result, bail, ensure};
use sqlparser::ast::{
    ConflictTarget, Insert, OnConflict, OnConflictAction, OnInsert, Select, SelectItem, SetExpr, TableObject,
};

use super::{
    Reader, TENANT,
    condition::{is_tenant, is_tenant_parameter, last_name, moves_a_row},
    source::Sources,
};

impl Reader<'_> {
    pub(super) fn insert(&mut self, insert: &Insert) -> Result<()> {
        let TableObject::TableName(table) = &insert.table else { bail!("no table to insert into") };
        if self.belongs_to_tenants(table) {
            self.understood += 1;
            self.insert_into(insert).with_context(|| table.to_string())?;
        }
        self.enter(&[], None)
    }

    fn insert_into(&self, insert: &Insert) -> Result<()> {
        ensure!(insert.or.is_none() && !insert.replace_into, "REPLACE could overwrite a row: use ON CONFLICT");
        let column = insert.columns.iter().position(|column| last_name(column).as_deref() == Some(TENANT));
        let column = column.with_context(|| format!("the insert does not name {TENANT}"))?;
        let source = insert.source.as_ref().context("nothing to insert")?;
        ensure!(self.inserts_tenant(&source.body, column)?, "{TENANT} must be $1 or the {TENANT} of a bound table");
        match &insert.on {
            Some(OnInsert::OnConflict(on)) => check_conflict(on),
            Some(_) => bail!("only ON CONFLICT is understood"),
            None => Ok(()),
        }
    }

    fn inserts_tenant(&self, body: &SetExpr, column: usize) -> Result<bool> {
        Ok(match body {
            SetExpr::Values(values) => {
                values.rows.iter().all(|row| row.content.get(column).is_some_and(is_tenant_parameter))
            }
            SetExpr::Select(select) => self.selects_tenant(select, column)?,
            SetExpr::SetOperation { left, right, .. } => {
                self.inserts_tenant(left, column)? && self.inserts_tenant(right, column)?
            }
            _ => false,
        })
    }

    /// Whether this column of the query is the tenant; stars and the like move columns about, so none may stand before.
    fn selects_tenant(&self, select: &Select, column: usize) -> Result<bool> {
        let scope = Sources::new(self.tenant_tables, &select.from)?.check(select.selection.as_ref(), &self.scopes)?;
        let mut items = select.projection.iter().take(column + 1).map(|item| match item {
            SelectItem::UnnamedExpr(expression) | SelectItem::ExprWithAlias { expr: expression, .. } => {
                Some(expression)
            }
            _ => None,
        });
        ensure!(items.clone().all(|item| item.is_some()), "name the columns");
        Ok(items.nth(column).flatten().is_some_and(|value| scope.is_tenant(value)))
    }
}

fn check_conflict(on: &OnConflict) -> Result<()> {
    let OnConflictAction::DoUpdate(update) = &on.action else { return Ok(()) };
    ensure!(!moves_a_row(&update.assignments), "a row may not move to another tenant");
    match &on.conflict_target {
        Some(ConflictTarget::Columns(columns)) if columns.iter().any(is_tenant) => Ok(()),
        _ => bail!("the columns of the conflict must name {TENANT}"),
    }
}
