//! The expressions that bind a table to a tenant.

use sqlparser::ast::{Assignment, AssignmentTarget, BinaryOperator, Expr, Ident, ObjectName, Value};

use super::TENANT;

/// The parameter that names the tenant, in every statement.
const TENANT_PARAMETER: &str = "$1";

/// The parts of a condition that all must hold.
pub(super) fn conjuncts(condition: &Expr) -> Vec<&Expr> {
    match condition {
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => [conjuncts(left), conjuncts(right)].concat(),
        Expr::Nested(inner) => conjuncts(inner),
        other => vec![other],
    }
}

/// The two sides of an equation.
pub(super) fn equation(condition: &Expr) -> Option<(&Expr, &Expr)> {
    match condition {
        Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => Some((left, right)),
        _ => None,
    }
}

/// Whether the expression is the parameter that names the tenant.
pub(super) fn is_tenant_parameter(expression: &Expr) -> bool {
    match expression {
        Expr::Value(value) => matches!(&value.value, Value::Placeholder(name) if name == TENANT_PARAMETER),
        Expr::Cast { expr, .. } | Expr::Nested(expr) => is_tenant_parameter(expr),
        _ => false,
    }
}

/// For `tenant_id` an empty qualifier, for `table.tenant_id` the table; `None` for anything else.
pub(super) fn tenant_column(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Identifier(column) if is_tenant(column) => Some(String::new()),
        Expr::CompoundIdentifier(parts) => match parts.as_slice() {
            [.., table, column] if is_tenant(column) => Some(table.value.to_lowercase()),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an assignment writes `tenant_id`.
pub(super) fn moves_a_row(assignments: &[Assignment]) -> bool {
    assignments.iter().any(|assignment| {
        let columns = match &assignment.target {
            AssignmentTarget::ColumnName(column) => std::slice::from_ref(column),
            AssignmentTarget::Tuple(columns) => columns.as_slice(),
        };
        columns.iter().any(|column| last_name(column).as_deref() == Some(TENANT))
    })
}

/// The last part of a dotted name, in lower case.
pub(super) fn last_name(name: &ObjectName) -> Option<String> {
    Some(name.0.last()?.as_ident()?.value.to_lowercase())
}

pub(super) fn is_tenant(column: &Ident) -> bool {
    column.value.eq_ignore_ascii_case(TENANT)
}
