-- Who may copy all of the database. FORCE holds even the owner to one tenant at a time, so anybody else's copy would be empty:
-- one role may read every row, with a setting that only the backup makes. As the owner, in one transaction.
-- `app.backup_role` names the role; empty: whoever has the right gets it for new tables too.
DO $$
DECLARE
    backup_role TEXT := NULLIF(current_setting('app.backup_role'), '');
    tenant_table REGCLASS;
BEGIN
    IF backup_role IS NULL THEN
        SELECT r.rolname INTO backup_role
        FROM pg_policy AS p
        JOIN pg_class AS c ON c.oid = p.polrelid
        JOIN pg_roles AS r ON r.oid = p.polroles[1]
        WHERE c.relnamespace = current_schema()::regnamespace AND p.polname = 'backup'
            -- Never the role that serves, whatever a policy says.
            AND r.rolname IS DISTINCT FROM current_setting('app.server_role', true)
        LIMIT 1;
    END IF;
    IF backup_role IS NULL THEN
        RETURN;
    END IF;
    IF NOT has_schema_privilege(backup_role, current_schema(), 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), backup_role);
    END IF;
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I', current_schema(), backup_role);
    EXECUTE format('GRANT SELECT ON ALL SEQUENCES IN SCHEMA %I TO %I', current_schema(), backup_role);
    FOR tenant_table IN
        SELECT c.oid FROM pg_class AS c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relrowsecurity AND NOT EXISTS (
            SELECT FROM pg_policy AS p
            JOIN pg_roles AS r ON p.polroles = ARRAY[r.oid]
            WHERE p.polrelid = c.oid AND p.polname = 'backup' AND r.rolname = backup_role
        )
    LOOP
        IF EXISTS (SELECT FROM pg_policy WHERE polrelid = tenant_table AND polname = 'backup') THEN
            EXECUTE format('DROP POLICY backup ON %s', tenant_table);
        END IF;
        EXECUTE format(
            'CREATE POLICY backup ON %s FOR SELECT TO %I USING (current_setting(''app.backup'', true) = ''on'')',
            tenant_table, backup_role
        );
    END LOOP;
END
$$;
