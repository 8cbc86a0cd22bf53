//! What a resource brings to the store beside its port.

use crate::Sql;

/// See the module. Each has one, in the list in `lib.rs`.
pub(crate) struct Resource {
    /// Its statements.
    pub(crate) statements: &'static [&'static [Sql]],
    /// What removes its rows when their tenant is removed, and how many of them at once: the other writers get their turn in
    /// between. Nothing where all of them go along with others'.
    pub(crate) removal: Option<(Sql, u32)>,
}
