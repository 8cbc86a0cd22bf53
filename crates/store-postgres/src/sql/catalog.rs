//! What the database says of itself: for opening, `server db status` and `server doctor`.

statements! {
    VERSION = "SELECT current_setting('server_version'), current_setting('server_version_num')::INTEGER";

    /// The role; the database's name and number, when its server started, in microseconds, and how it keeps texts; the
    /// table of migrations that the role sees.
    WHO = "
        SELECT
            current_user::TEXT,
            current_database()::TEXT,
            (SELECT d.oid::BIGINT FROM pg_database AS d WHERE d.datname = current_database()),
            (EXTRACT(EPOCH FROM pg_postmaster_start_time()) * 1000000)::BIGINT,
            current_setting('server_encoding'),
            to_regclass('_sqlx_migrations')::OID::BIGINT";

    HAS_MIGRATIONS = "SELECT to_regclass('_sqlx_migrations') IS NOT NULL";

    MIGRATIONS = "SELECT version, description, checksum FROM _sqlx_migrations ORDER BY version";

    /// How the database keeps texts.
    ENCODING = "SELECT current_setting('server_encoding')";

    /// The schema whose tables are meant where none is named.
    SCHEMA = "SELECT COALESCE(current_schema()::TEXT, '')";

    /// Whether the schema holds no tables but an extension's, or else this product's.
    HAS_ROOM = "
        SELECT COUNT(*) = 0
            OR COUNT(*) FILTER (WHERE c.relname IN ('_sqlx_migrations', 'instance', 'tenants', 'projects')) = 4
        FROM pg_class AS c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
            AND NOT EXISTS (
                SELECT 1 FROM pg_depend AS d
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
            )";

    /// How many other sessions the database has, and whose. Its own workers are nobody's.
    OTHERS = "
        SELECT
            COUNT(*),
            COALESCE(
                string_agg(DISTINCT a.usename::TEXT || COALESCE(' (' || NULLIF(a.application_name, '') || ')', ''), ', '),
                ''
            )
        FROM pg_stat_activity AS a
        WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.usesysid IS NOT NULL";

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
