//! Statements: constants with their texts, each beside the units of work that send it. There is no other way to send one:
//! units know the type [`Sql`] alone, and `statements!` alone makes it.
//!
//! `$1` is the tenant, unless the statement is `[system]`: then none of its rows is a tenant's own. One text serves every
//! engine wherever that is possible: `LIMIT +$2`, not `LIMIT $2`, which some planners would plan anew for each value of a
//! bare parameter there, which takes as long as reading a page. Where it is not, a second text stands behind the name of
//! its dialect, and the first one is the other's. `[locks]` keeps the rows found from others' changes, `[locks_free]` those
//! that nobody else has locked: what there is to add for that, an engine adds.

use crate::engine::{Dialect, Lock};

/// A statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sql {
    module: &'static str,
    name: &'static str,
    text: &'static str,
    other: Option<(Dialect, &'static str)>,
    lock: Lock,
    is_systems: bool,
}

impl Sql {
    /// For `statements!` alone.
    pub(crate) const fn declared(
        (module, name): (&'static str, &'static str),
        (text, other): (&'static str, Option<(Dialect, &'static str)>),
        (lock, is_systems): (Lock, bool),
    ) -> Self {
        Self { module, name, text, other, lock, is_systems }
    }

    /// `tasks::GET`.
    #[must_use]
    pub fn name(&self) -> String {
        let module = self.module.trim_start_matches("store::").trim_end_matches("::statements");
        format!("{module}::{}", self.name)
    }

    /// What is sent to an engine of this dialect, but for what it adds itself.
    #[must_use]
    pub fn text(&self, dialect: Dialect) -> &'static str {
        match self.other {
            Some((other, text)) if other == dialect => text,
            _ => self.text,
        }
    }

    /// What it does with the rows it finds.
    #[must_use]
    pub fn lock(&self) -> Lock {
        self.lock
    }

    /// Whether its first parameter is the tenant.
    #[must_use]
    pub fn is_tenants(&self) -> bool {
        !self.is_systems
    }
}

/// Constants of the type [`Sql`], and `ALL` of them.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident $([$option:ident])? = $text:expr $(, $dialect:ident => $other:expr)?;)*) => {
        $(
            $(#[$doc])*
            pub(crate) const $name: $crate::sql::Sql = $crate::sql::Sql::declared(
                (module_path!(), stringify!($name)),
                ($text, $crate::sql::other!($($dialect, $other)?)),
                $crate::sql::option!($($option)?),
            );
        )*

        /// All of them.
        pub(crate) const ALL: &[$crate::sql::Sql] = &[$($name),*];
    };
}

macro_rules! other {
    () => {
        None
    };
    ($dialect:ident, $text:expr) => {
        Some(($crate::engine::Dialect::$dialect, $text))
    };
}

macro_rules! option {
    () => {
        ($crate::engine::Lock::None, false)
    };
    (system) => {
        ($crate::engine::Lock::None, true)
    };
    (locks) => {
        ($crate::engine::Lock::Rows, false)
    };
    (locks_free) => {
        ($crate::engine::Lock::FreeRows, false)
    };
}

/// A page of a list, the least first (`up`) or the greatest (`down`). Tenant, the value sorted by and the id of the last row
/// of the page before, rows.
#[rustfmt::skip]
macro_rules! page {
    (up $table:literal, $column:literal, $columns:expr) => {
        $crate::sql::page!(">", "", $table, $column, $columns)
    };
    (down $table:literal, $column:literal, $columns:expr) => {
        $crate::sql::page!("<", " DESC", $table, $column, $columns)
    };
    ($after:literal, $order:literal, $table:literal, $column:literal, $columns:expr) => {
        concat!(
            "SELECT ", $columns, "
            FROM ", $table, "
            WHERE tenant_id = $1 AND (", $column, ", id) ", $after, " ($2, $3)
            ORDER BY ", $column, $order, ", id", $order, "
            LIMIT +$4"
        )
    };
}

/// Removes rows of a tenant, so many at once, in the words of either engine.
#[rustfmt::skip]
macro_rules! remove_all {
    // begin sqlite
    ($table:literal) => {
        concat!(
            "DELETE FROM ", $table, "
            WHERE tenant_id = $1 AND id IN (SELECT id FROM ", $table, " WHERE tenant_id = $1 ORDER BY id LIMIT +$2)"
        )
    };
    // end sqlite
    // begin postgres
    ($table:literal postgres) => {
        concat!(
            "DELETE FROM ", $table, "
            WHERE tenant_id = $1 AND id = ANY (ARRAY(SELECT id FROM ", $table, " WHERE tenant_id = $1 ORDER BY id LIMIT $2))"
        )
    };
    // end postgres
}

pub(crate) use {option, other, page, remove_all, statements};

/// Every statement there is, for tests that read them all.
#[must_use]
pub fn all() -> Vec<Sql> {
    use crate::{RESOURCES, copy, queue, system, tenants, webhooks};
    let of_resources = RESOURCES.iter().flat_map(|resource| resource.statements);
    let others = [
        copy::statements::ALL,
        queue::statements::ALL,
        system::addresses::ALL,
        // begin examples
        system::insert::ALL,
        // end examples
        system::instance::ALL,
        // begin examples
        system::purge::ALL,
        system::renewal::ALL,
        // end examples
        // begin examples
        tenants::projects::ALL,
        // end examples
        tenants::ALL,
        webhooks::statements::ALL,
    ];
    of_resources.copied().chain(others).flatten().copied().collect()
}

/// Those that remove the rows of a tenant that is removed, in order.
#[must_use]
pub fn removals() -> Vec<Sql> {
    crate::RESOURCES.iter().filter_map(|resource| resource.removal).map(|(statement, _)| statement).collect()
}

/// The statement of this name.
#[must_use]
pub fn named(name: &str) -> Option<Sql> {
    all().into_iter().find(|statement| statement.name() == name)
}

#[cfg(test)]
mod tests;
