//! The expressions that bind a table to a tenant.

use sqlparser::ast::{BinaryOperator, Expr, Ident, ObjectName, SelectItem, Value};

use super::TENANT;

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

/// Whether the expression is a parameter, `$1`.
pub(super) fn is_parameter(expression: &Expr) -> bool {
    match expression {
        Expr::Value(value) => matches!(value.value, Value::Placeholder(_)),
        Expr::Cast { expr, .. } | Expr::Nested(expr) => is_parameter(expr),
        _ => false,
    }
}

/// For `tenant_id` an empty qualifier, for `table.tenant_id` the table; `None` for anything else.
pub(super) fn tenant_column(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Identifier(column) if is_tenant(column) => Some(""),
        Expr::CompoundIdentifier(parts) => match parts.as_slice() {
            [.., table, column] if is_tenant(column) => Some(&table.value),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the value inserted is a tenant's id that was bound elsewhere.
pub(super) fn is_bound_value(expression: &Expr) -> bool {
    is_parameter(expression) || tenant_column(expression).is_some()
}

/// [`is_bound_value`] for a column of a `SELECT`.
pub(super) fn projects_bound_value(item: &SelectItem) -> bool {
    match item {
        SelectItem::UnnamedExpr(expression) | SelectItem::ExprWithAlias { expr: expression, .. } => {
            is_bound_value(expression)
        }
        _ => false,
    }
}

/// The last part of a dotted name, in lower case.
pub(super) fn last_name(name: &ObjectName) -> Option<String> {
    Some(name.0.last()?.as_ident()?.value.to_lowercase())
}

fn is_tenant(column: &Ident) -> bool {
    column.value.eq_ignore_ascii_case(TENANT)
}
