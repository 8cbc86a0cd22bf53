//! The statements that only PostgreSQL has: about its catalogue, and around other statements. Statements about the rows
//! of tenants are with the units in [`store`].

use std::borrow::Cow;

use sqlx::AssertSqlSafe;
use store::engine::Lock;

/// Constants with their texts, and `ALL` of them for the tests.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $statement:expr;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $statement;)*

        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($name), $statement)),*];
    };
}

pub(crate) mod catalog;
pub(crate) mod transaction;

/// A statement as it is sent. With many writers, one that locks the rows it finds has to say so.
pub(crate) fn sent(text: &'static str, lock: Lock) -> AssertSqlSafe<Cow<'static, str>> {
    AssertSqlSafe(match lock {
        Lock::None => Cow::Borrowed(text),
        Lock::Rows => Cow::Owned(format!("{text} FOR UPDATE")),
        Lock::FreeRows => Cow::Owned(format!("{text} FOR UPDATE SKIP LOCKED")),
    })
}

/// What `psql` runs before a copy that takes the database's place, all in one transaction: begins it, and makes room.
pub(crate) const CLEAR: &str = include_str!("sql/clear.sql");
/// What it runs after the copy.
pub(crate) const COMMIT: &str = "COMMIT;\n";
