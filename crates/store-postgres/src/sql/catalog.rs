//! What the database says of itself: for opening, `server db status` and `server doctor`.

statements! {
    VERSION = "SELECT current_setting('server_version'), current_setting('server_version_num')::INTEGER";

    WHO = "SELECT current_user::TEXT, current_database()::TEXT";

    HAS_MIGRATIONS = "SELECT to_regclass('_sqlx_migrations') IS NOT NULL";

    MIGRATIONS = "SELECT version, description, checksum FROM _sqlx_migrations ORDER BY version";

    /// Whether row-level security does not hold the role.
    ROLE = "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user";

    /// Each table: name; whether it is a tenant's; whether row-level security is enabled, forced, and has the policy;
    /// whether the role owns it.
    TABLES = "
        SELECT
            c.relname::TEXT,
            EXISTS (
                SELECT 1 FROM pg_attribute AS a
                WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
            ),
            c.relrowsecurity,
            c.relforcerowsecurity,
            EXISTS (SELECT 1 FROM pg_policy AS p WHERE p.polrelid = c.oid AND p.polname = 'tenant' AND p.polcmd = '*'),
            pg_has_role(c.relowner, 'USAGE')
        FROM pg_class AS c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
        ORDER BY c.relname";

    /// Whether the role may change the audit trail.
    MAY_CHANGE_AUDIT = "SELECT has_table_privilege('audit_events', 'UPDATE, DELETE, TRUNCATE')";

    /// Whether a backup by this role holds every tenant's rows.
    MAY_READ_ALL = "
        SELECT
            r.rolsuper OR r.rolbypassrls OR NOT EXISTS (
                SELECT 1
                FROM pg_class AS c
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relrowsecurity
                    AND NOT EXISTS (
                        SELECT 1 FROM pg_policy AS p
                        WHERE p.polrelid = c.oid AND p.polname = 'backup' AND p.polroles = ARRAY[r.oid]
                    )
            )
        FROM pg_roles AS r
        WHERE r.rolname = current_user";

    /// Whether an answered commit is on disk, and a torn page can be mended.
    DURABILITY = "
        SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')";

    /// Whether this connection leaves the machine, and whether it is encrypted.
    ENCRYPTION = "
        SELECT
            COALESCE(inet_client_addr() <> inet_server_addr(), FALSE),
            COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), FALSE)";
}
