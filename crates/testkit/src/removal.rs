//! Whether the statements that remove a tenant remove all of it, by what the database itself says of its tables.

use anyhow::{Context, Result, bail, ensure};
use sqlparser::ast::{FromTable, Statement, TableFactor};

use crate::sql_lint::parsed;

/// A foreign key.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The table that has it.
    pub child: String,
    /// The table whose rows it names.
    pub parent: String,
    /// Whether a row goes with the one it names.
    pub cascades: bool,
    /// Whether each row names one: none of the key's columns may be empty.
    pub is_required: bool,
}

/// Checks that statements, one after the other, remove the rows of every tenant table, and that none is kept by a row that
/// names what it removes.
///
/// # Errors
/// Says which table is forgotten, or which two are in the wrong order.
pub fn check(tenant_tables: &[String], references: &[Reference], statements: &[&str]) -> Result<()> {
    let removed = statements.iter().map(|statement| table_of(statement)).collect::<Result<Vec<_>>>()?;
    for table in tenant_tables {
        ensure!(step_of(table, &removed, references).is_some(), "no statement removes the rows of {table}");
    }
    for table in &removed {
        ensure!(tenant_tables.contains(table), "{table} is no table of a tenant's");
    }
    for reference in references.iter().filter(|reference| !reference.cascades) {
        let (child, parent) = (&reference.child, &reference.parent);
        let Some(at) = step_of(parent, &removed, references) else { continue };
        // Rows go in portions, so the rows that name them must have gone in a step before.
        let goes_first = step_of(child, &removed, references).is_some_and(|child| child < at);
        ensure!(goes_first, "rows of {child} name rows of {parent}, and must be removed before them");
    }
    Ok(())
}

/// The table that a statement deletes from.
fn table_of(statement: &str) -> Result<String> {
    let statements = parsed(statement).with_context(|| statement.to_owned())?;
    let [Statement::Delete(delete)] = statements.as_slice() else { bail!("no removal: {statement}") };
    let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
    match from.as_slice() {
        [table] => match &table.relation {
            TableFactor::Table { name, .. } => Ok(name.to_string()),
            other => bail!("no table: {other}"),
        },
        _ => bail!("not one table: {statement}"),
    }
}

/// The step that removes the last of a table's rows: its own, or that of a row they all name and go with.
fn step_of(table: &str, removed: &[String], references: &[Reference]) -> Option<usize> {
    let own = removed.iter().position(|name| name == table);
    let takes_along = |reference: &&Reference| {
        reference.child == table && reference.parent != table && reference.cascades && reference.is_required
    };
    own.or_else(|| {
        let parents = references.iter().filter(takes_along);
        parents.filter_map(|reference| step_of(&reference.parent, removed, references)).min()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(child: &str, parent: &str, cascades: bool, is_required: bool) -> Reference {
        Reference { child: child.to_owned(), parent: parent.to_owned(), cascades, is_required }
    }

    fn outcome(references: &[Reference], tables: &[&str]) -> Result<()> {
        let all = ["invoices", "lines", "events"].map(str::to_owned);
        let statements: Vec<String> =
            tables.iter().map(|table| format!("DELETE FROM {table} WHERE tenant_id = $1")).collect();
        check(&all, references, &statements.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn complaint(references: &[Reference], tables: &[&str]) -> String {
        outcome(references, tables).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn every_table_is_removed_by_a_statement_or_with_another() -> Result<()> {
        outcome(&[], &["invoices", "lines", "events"])?;
        let along = [reference("lines", "invoices", true, true)];
        outcome(&along, &["invoices", "events"])?;
        outcome(&along, &["lines", "invoices", "events"])?;
        assert_eq!(complaint(&along, &["invoices"]), "no statement removes the rows of events");
        assert_eq!(complaint(&[], &["invoices", "events"]), "no statement removes the rows of lines");
        let some = [reference("lines", "invoices", true, false)];
        assert_eq!(complaint(&some, &["invoices", "events"]), "no statement removes the rows of lines");
        Ok(())
    }

    #[test]
    fn what_names_a_row_goes_before_it() -> Result<()> {
        let stays = [reference("lines", "invoices", false, true)];
        outcome(&stays, &["lines", "invoices", "events"])?;
        let words = "rows of lines name rows of invoices, and must be removed before them";
        assert_eq!(complaint(&stays, &["invoices", "lines", "events"]), words);
        let tree = [reference("lines", "lines", false, false)];
        let words = "rows of lines name rows of lines, and must be removed before them";
        assert_eq!(complaint(&tree, &["invoices", "lines", "events"]), words);
        // A table of the system's keeps a tenant's rows.
        let systems = [reference("queue", "events", false, true)];
        let words = "rows of queue name rows of events, and must be removed before them";
        assert_eq!(complaint(&systems, &["invoices", "lines", "events"]), words);
        // The events go along with the invoices, and the lines that name them are still there.
        let both = [reference("events", "invoices", true, true), reference("lines", "events", false, true)];
        outcome(&both, &["lines", "invoices"])?;
        assert!(complaint(&both, &["invoices", "lines"]).contains("rows of lines name rows of events"));
        Ok(())
    }

    #[test]
    fn a_statement_removes_a_tenants_rows_from_one_table() {
        assert!(check(&[], &[], &["DELETE FROM tenants WHERE id = $1"]).is_err());
        assert!(check(&[], &[], &["UPDATE tenants SET id = $1"]).is_err());
    }
}
