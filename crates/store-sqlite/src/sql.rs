//! Every statement of the adapter. A test reads them all: those on a tenant table bind its `tenant_id`.
//!
//! `$1` is the tenant. A statement for one of several orders is made by a macro, and each text it makes is read too.
//!
//! `LIMIT +$2`, not `LIMIT $2`: SQLite plans a statement anew for each value of a bare parameter there, which takes as
//! long as reading a page.

/// Constants with their texts, and `ALL` of them for the tests.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $statement:expr;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $statement;)*

        #[cfg(test)]
        pub(super) const ALL: &[(&str, &str)] = &[$((stringify!($name), $statement)),*];
    };
}

/// The columns of a project, as the adapter reads them; the prefix (`projects.`) is for joins.
macro_rules! project_columns {
    ($prefix:literal) => {
        concat!(
            $prefix,
            "id, ",
            $prefix,
            "key, ",
            $prefix,
            "name, ",
            $prefix,
            "description, ",
            $prefix,
            "status, ",
            $prefix,
            "colour, ",
            $prefix,
            "owner, ",
            $prefix,
            "created_by, ",
            $prefix,
            "created_at, ",
            $prefix,
            "updated_at, ",
            $prefix,
            "deleted_at, ",
            $prefix,
            "version"
        )
    };
}

pub(crate) mod addresses;
pub(crate) mod audit;
pub(crate) mod instance;
pub(crate) mod listing;
pub(crate) mod projects;
pub(crate) mod renewal;
pub(crate) mod tenants;
pub(crate) mod upkeep;

/// Every text that the adapter may send, by module.
#[cfg(test)]
pub(crate) const ALL: &[(&str, &[(&str, &str)])] = &[
    ("addresses", addresses::ALL),
    ("audit", audit::ALL),
    ("instance", instance::ALL),
    ("listing", listing::ALL),
    ("projects", projects::ALL),
    ("renewal", renewal::ALL),
    ("tenants", tenants::ALL),
    ("upkeep", upkeep::ALL),
];
