//! Combining `has()`: all of, any of, or the caller's own check.
//!
//! Section [Authorization](crate#authorization); the check is `auth.protect(has => …)` of Clerk's guide to
//! authorization checks.

use std::fmt;
use std::sync::Arc;

use crate::auth::SessionState;
use crate::authorization::Authorization;

type Check = Arc<dyn Fn(&SessionState) -> bool + Send + Sync>;

/// A condition over a session. An empty [`All`](Self::All) or [`Any`](Self::Any) refuses, as an empty `has()` does.
/// Section [Authorization](crate#authorization).
#[derive(Clone)]
pub enum Condition {
    /// One `has()`.
    Has(Authorization),
    /// Every one must hold.
    All(Vec<Condition>),
    /// At least one must hold.
    Any(Vec<Condition>),
    /// Clerk's `protect(has => …)`: the caller decides.
    Check(Check),
}

impl Condition {
    /// Every one must hold.
    pub fn all(conditions: impl IntoIterator<Item = Self>) -> Self {
        Self::All(conditions.into_iter().collect())
    }

    /// At least one must hold.
    pub fn any(conditions: impl IntoIterator<Item = Self>) -> Self {
        Self::Any(conditions.into_iter().collect())
    }

    /// The caller decides.
    pub fn check(check: impl Fn(&SessionState) -> bool + Send + Sync + 'static) -> Self {
        Self::Check(Arc::new(check))
    }

    /// Whether it holds for the session.
    pub fn allows(&self, session: &SessionState) -> bool {
        match self {
            Self::Has(authorization) => authorization.allows(session),
            Self::All(conditions) => {
                !conditions.is_empty() && conditions.iter().all(|condition| condition.allows(session))
            }
            Self::Any(conditions) => conditions.iter().any(|condition| condition.allows(session)),
            Self::Check(check) => check(session),
        }
    }
}

impl From<Authorization> for Condition {
    fn from(authorization: Authorization) -> Self {
        Self::Has(authorization)
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Has(authorization) => formatter.debug_tuple("Has").field(authorization).finish(),
            Self::All(conditions) => formatter.debug_tuple("All").field(conditions).finish(),
            Self::Any(conditions) => formatter.debug_tuple("Any").field(conditions).finish(),
            Self::Check(_) => formatter.write_str("Check(..)"),
        }
    }
}
