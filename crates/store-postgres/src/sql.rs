//! Every statement of the adapter. A test reads them all: those on a tenant table bind its `tenant_id`.
//!
//! `$1` is the tenant wherever a tenant's table is named: [`crate::work::Work`] binds it. A statement for one of several
//! orders is made by a macro, and each text it makes is read too.

/// Constants with their texts, and `ALL` of them for the tests.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $statement:expr;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $statement;)*

        #[cfg(test)]
        pub(super) const ALL: &[(&str, &str)] = &[$((stringify!($name), $statement)),*];
    };
}

/// The columns of a project, as the adapter reads them.
macro_rules! project_columns {
    () => {
        "id, key, name, description, status, colour, owner, created_by, created_at, updated_at, deleted_at, version"
    };
}

pub(crate) mod addresses;
pub(crate) mod audit;
pub(crate) mod catalog;
pub(crate) mod instance;
pub(crate) mod listing;
pub(crate) mod projects;
pub(crate) mod renewal;
pub(crate) mod restoring;
pub(crate) mod tenants;
pub(crate) mod transaction;
pub(crate) mod upkeep;

/// Every text that the adapter may send for a port, by module; [`transaction`] stands around them, [`restoring`] around a
/// copy of the database.
#[cfg(test)]
pub(crate) const ALL: &[(&str, &[(&str, &str)])] = &[
    ("addresses", addresses::ALL),
    ("audit", audit::ALL),
    ("catalog", catalog::ALL),
    ("instance", instance::ALL),
    ("listing", listing::ALL),
    ("projects", projects::ALL),
    ("renewal", renewal::ALL),
    ("tenants", tenants::ALL),
    ("upkeep", upkeep::ALL),
];
