//! What is for tests alone, and in no release: a resource on which the proofs of the house stand, whatever resources the
//! product has, and the migration for its tables.

/// The port of that resource.
#[cfg(feature = "fixture")]
pub use crate::things::ThingStore as Port;

/// A release has none: whatever is a store has what is asked here.
#[cfg(not(feature = "fixture"))]
pub trait Port {}

#[cfg(not(feature = "fixture"))]
impl<S> Port for S {}

/// Number, title and statements of a migration.
pub type Migration = (i64, &'static str, &'static str);

// begin sqlite
/// The tests' own migrations for SQLite, behind all others; a release has none.
pub const SQLITE: &[Migration] =
    if cfg!(feature = "fixture") { &[(9_000, "things", include_str!("things/sqlite.sql"))] } else { &[] };
// end sqlite

// begin postgres
/// The same for PostgreSQL.
pub const POSTGRES: &[Migration] =
    if cfg!(feature = "fixture") { &[(9_000, "things", include_str!("things/postgres.sql"))] } else { &[] };
// end postgres

/// A binary's own migrations, and then those of the fixture.
///
/// # Panics
/// Where `N` is not how many they are: while compiling.
#[expect(clippy::indexing_slicing, reason = "in a constant, what is out of bounds does not compile")]
pub const fn joined<const N: usize>(own: &[Migration], fixture: &[Migration]) -> [Migration; N] {
    let mut all = [(0, "", ""); N];
    let mut at = 0;
    while at < N {
        all[at] = if at < own.len() { own[at] } else { fixture[at - own.len()] };
        at += 1;
    }
    all
}
