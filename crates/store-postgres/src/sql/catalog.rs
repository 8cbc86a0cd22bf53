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

    /// Whether there are the table of migrations and what the schema says of itself.
    HAS_MIGRATIONS = "SELECT to_regclass('_sqlx_migrations') IS NOT NULL, to_regclass('schema_state') IS NOT NULL";

    MIGRATIONS = "SELECT version, description, checksum FROM _sqlx_migrations ORDER BY version";

    COMPATIBLE_SINCE = "SELECT compatible_since FROM schema_state WHERE id = 1";

    /// How the database keeps texts.
    ENCODING = "SELECT current_setting('server_encoding')";

    /// The schema whose tables are meant where none is named.
    SCHEMA = "SELECT COALESCE(current_schema()::TEXT, '')";

    /// Whether the schema holds no tables but an extension's, or else this product's.
    HAS_ROOM = "
        SELECT COUNT(*) = 0
            OR COUNT(*) FILTER (WHERE c.relname IN ('_sqlx_migrations', 'instance', 'tenants', 'audit_events')) = 4
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

    /// Ways around row-level security, the role's own or those of a role that it may become: a superuser's, BYPASSRLS,
    /// reading what is written to disk, making itself a member of other roles, the server's files and programs.
    ROLE = "
        SELECT
            COALESCE(bool_or(r.rolsuper), FALSE),
            COALESCE(bool_or(r.rolbypassrls), FALSE),
            COALESCE(bool_or(r.rolreplication), FALSE),
            COALESCE(bool_or(r.rolcreaterole), FALSE),
            COALESCE(
                bool_or(r.rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')),
                FALSE
            )
        FROM pg_roles AS r
        WHERE pg_has_role(current_user, r.oid, 'MEMBER')";

    /// the policy's condition, as PostgreSQL writes it
    ///
    /// Each table: name; whether it is a tenant's; whether row-level security is enabled, forced, and has the policy;
    /// whether the role owns it or may become its owner; whether another policy shows it more; whether the policy is
    /// the one of the migrations, word for word.
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
            pg_has_role(c.relowner, 'MEMBER'),
            EXISTS (
                SELECT 1
                FROM pg_policy AS p
                CROSS JOIN LATERAL unnest(p.polroles) AS role (number)
                WHERE p.polrelid = c.oid AND p.polname <> 'tenant' AND p.polpermissive
                    AND (role.number = 0 OR pg_has_role(role.number, 'MEMBER'))
            ),
            EXISTS (
                SELECT 1
                FROM pg_policy AS p
                WHERE p.polrelid = c.oid AND p.polname = 'tenant' AND p.polpermissive AND p.polroles = '{0}'
                    AND pg_get_expr(p.polqual, p.polrelid) = $1
                    AND pg_get_expr(p.polwithcheck, p.polrelid) = $1
            )
        FROM pg_class AS c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
        ORDER BY c.relname";

    /// For how many days the trail is kept; NULL: for ever.
    RETENTION = "SELECT audit_retention_days FROM schema_state WHERE id = 1";

    /// Whether the role may read for how long the trail is kept.
    MAY_READ_STATE = "SELECT has_table_privilege('schema_state', 'SELECT')";

    /// Whether the role may change the audit trail: more of it than the texts that go with a purged project, or say itself
    /// how long it is kept; and whether it may delete of it, which is well where it is not kept for ever.
    MAY_CHANGE_AUDIT = "
        SELECT
            has_table_privilege('audit_events', 'TRUNCATE')
                OR has_column_privilege('schema_state', 'audit_retention_days', 'UPDATE')
                OR EXISTS (
                    SELECT 1
                    FROM pg_attribute AS a
                    WHERE a.attrelid = 'audit_events'::regclass AND a.attnum > 0 AND NOT a.attisdropped
                        AND a.attname NOT IN ('object_name', 'before', 'after')
                        AND has_column_privilege(a.attrelid, a.attnum, 'UPDATE')
                ),
            has_table_privilege('audit_events', 'DELETE')";

    /// Whether the triggers that keep the audit trail are there and at work.
    AUDIT_IS_KEPT = "
        SELECT COUNT(*) = 2
        FROM pg_trigger AS t
        WHERE t.tgrelid = 'audit_events'::regclass AND t.tgenabled IN ('O', 'A')
            AND t.tgname IN ('audit_events_do_not_change', 'audit_events_are_not_emptied')
            AND t.tgfoid = to_regproc('audit_events_are_append_only')";

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
