//! People's names stand once, outside of tenants. Not every database hides those of others, so a statement of a tenant's
//! must reach them by way of its members: `people.id` is compared with the `person_id` of a `memberships` that is bound.

use std::ops::ControlFlow;

use anyhow::{Context, Result, ensure};
use sqlparser::ast::{Expr, ObjectName, Query, Select, TableFactor, Visit, Visitor};

use super::{
    condition::{conjuncts, equation, last_name},
    go_on, is_readable, parsed,
    source::condition_of,
};

const PEOPLE: &str = "people";
const MEMBERSHIPS: &str = "memberships";

/// Checks a statement of a tenant's that may read names.
///
/// # Errors
/// Says what is missing, or that the statement cannot be read.
pub fn check_names(statement: &str) -> Result<()> {
    let mut reader = Reader::default();
    if let ControlFlow::Break(error) = parsed(statement).context("not readable as SQL")?.visit(&mut reader) {
        return Err(error);
    }
    ensure!(
        reader.seen == reader.understood,
        "people stands where it is not expected: only a query of a tenant's may read it"
    );
    Ok(())
}

#[derive(Default)]
struct Reader {
    /// What the statement calls the memberships that a column may name, those of the innermost query last.
    members: Vec<Vec<String>>,
    /// People met anywhere.
    seen: usize,
    /// People met where they are checked. Must come to the same.
    understood: usize,
}

impl Visitor for Reader {
    type Break = anyhow::Error;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Self::Break> {
        go_on(is_readable(query))
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Self::Break> {
        go_on(self.enter(select))
    }

    fn post_visit_select(&mut self, _: &Select) -> ControlFlow<Self::Break> {
        self.members.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, table: &ObjectName) -> ControlFlow<Self::Break> {
        self.seen += usize::from(last_name(table).as_deref() == Some(PEOPLE));
        ControlFlow::Continue(())
    }
}

impl Reader {
    fn enter(&mut self, select: &Select) -> Result<()> {
        let wheres = select.selection.as_ref().map(conjuncts).unwrap_or_default();
        let (mut people, mut members) = (Vec::new(), Vec::new());
        for table in &select.from {
            let first = (&table.relation, Vec::new());
            let mut all = vec![first];
            for join in &table.joins {
                all.push((&join.relation, condition_of(&join.join_operator)?.map(conjuncts).unwrap_or_default()));
            }
            for (factor, conditions) in all {
                match named(factor) {
                    Some((table, name)) if table == PEOPLE => people.push((name, conditions)),
                    Some((table, name)) if table == MEMBERSHIPS => members.push(name),
                    _ => {}
                }
            }
        }
        self.understood += people.len();
        self.members.push(members);
        for (name, conditions) in people {
            let is_member = conditions.iter().chain(&wheres).any(|part| self.joins(part, &name));
            ensure!(is_member, "{name}: no condition compares its id with the person_id of memberships");
        }
        Ok(())
    }

    /// Whether people of this name are members by this condition.
    fn joins(&self, part: &Expr, name: &str) -> bool {
        let is = |column: Option<(String, String)>, table: &str, wanted: &str| {
            column.is_some_and(|(qualifier, column)| qualifier == table && column == wanted)
        };
        equation(part).is_some_and(|(left, right)| {
            [(left, right), (right, left)].into_iter().any(|(id, person)| {
                let mut members = self.members.iter().flatten();
                is(column(id), name, "id") && members.any(|member| is(column(person), member, "person_id"))
            })
        })
    }
}

/// The table, and what the statement calls it.
fn named(factor: &TableFactor) -> Option<(String, String)> {
    let TableFactor::Table { name, alias, .. } = factor else { return None };
    let table = last_name(name)?;
    let name = alias.as_ref().map_or(table.clone(), |alias| alias.name.value.to_lowercase());
    Some((table, name))
}

/// A column with the name of its table.
fn column(expression: &Expr) -> Option<(String, String)> {
    match expression {
        Expr::CompoundIdentifier(parts) => match parts.as_slice() {
            [.., table, column] => Some((table.value.to_lowercase(), column.value.to_lowercase())),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_members() -> Result<()> {
        for statement in [
            "SELECT id FROM memberships WHERE tenant_id = $1",
            "SELECT p.first_name FROM memberships AS m LEFT JOIN people AS p ON p.id = m.person_id WHERE m.tenant_id = $1",
            "SELECT p.first_name FROM memberships m, people p WHERE m.tenant_id = $1 AND m.person_id = p.id",
            "SELECT m.id FROM memberships m WHERE m.tenant_id = $1 AND EXISTS (SELECT 1 FROM people p WHERE p.id = m.person_id)",
        ] {
            check_names(statement).context(statement)?;
        }
        Ok(())
    }

    #[test]
    fn others_are_not_read() {
        for statement in [
            "SELECT first_name FROM people",
            "SELECT first_name FROM people WHERE id = $2",
            "SELECT p.first_name FROM people p LEFT JOIN memberships m ON m.person_id = p.id AND m.tenant_id = $1",
            "SELECT p.first_name FROM memberships m LEFT JOIN people p ON p.id = m.person_id OR 1 = 1 WHERE m.tenant_id = $1",
            "SELECT p.first_name FROM memberships m LEFT JOIN people p ON p.id <> m.person_id WHERE m.tenant_id = $1",
            "SELECT p.first_name FROM invitations i JOIN people p ON p.id = i.inviter_id WHERE i.tenant_id = $1",
            "SELECT id FROM invitations WHERE tenant_id = $1 AND inviter_id IN (SELECT id FROM people)",
            "UPDATE people SET first_name = $2 WHERE id = $1",
            "DELETE FROM people WHERE id = $2",
            "SELECT id FROM invitations WHERE tenant_id = $1 UNION TABLE people",
        ] {
            assert!(check_names(statement).is_err(), "{statement}");
        }
    }
}
