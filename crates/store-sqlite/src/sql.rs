//! The statements that only SQLite has: about the file, its settings and its migrations. Statements about the rows of
//! tenants are with the units in [`store`].

/// Constants with their texts, and `ALL` of them for the tests.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $statement:expr;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $statement;)*

        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($name), $statement)),*];
    };
}

statements! {
    /// name
    HAS_TABLE = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = $1";

    /// How many of the triggers that keep the audit trail there are.
    TRIGGERS = "
        SELECT COUNT(*)
        FROM sqlite_schema
        WHERE type = 'trigger' AND tbl_name = 'audit_events' AND name IN (
            'audit_events_do_not_change', 'audit_events_are_kept', 'audit_events_are_not_replaced'
        )";

    /// For how many days the trail is kept; NULL: for ever.
    RETENTION = "SELECT audit_retention_days FROM schema_state WHERE id = 1";

    MIGRATIONS = "SELECT version, description, success, checksum FROM _sqlx_migrations ORDER BY version";

    COMPATIBLE_SINCE = "SELECT compatible_since FROM schema_state WHERE id = 1";

    VERSION = "SELECT sqlite_version()";

    /// 0 as long as nothing was ever made
    SCHEMA_CHANGES = "SELECT schema_version FROM pragma_schema_version";

    JOURNAL_MODE = "SELECT journal_mode FROM pragma_journal_mode";

    SYNCHRONOUS = "SELECT synchronous FROM pragma_synchronous";

    FOREIGN_KEYS = "SELECT foreign_keys FROM pragma_foreign_keys";

    QUICK_CHECK = "SELECT quick_check FROM pragma_quick_check";

    INTEGRITY_CHECK = "SELECT integrity_check FROM pragma_integrity_check";

    /// file
    COPY = "VACUUM INTO $1";

    HOLD = "BEGIN EXCLUSIVE";
}
