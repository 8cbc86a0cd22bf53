//! What PostgreSQL needs behind a statement that locks the rows it finds: it has many writers.

use std::borrow::Cow;

use sqlx::AssertSqlSafe;
use store::engine::Lock;

/// The statement as it is sent.
pub(crate) fn sent(text: &'static str, lock: Lock) -> AssertSqlSafe<Cow<'static, str>> {
    AssertSqlSafe(match lock {
        Lock::None => Cow::Borrowed(text),
        Lock::Rows => Cow::Owned(format!("{text} FOR UPDATE")),
        Lock::FreeRows => Cow::Owned(format!("{text} FOR UPDATE SKIP LOCKED")),
    })
}
