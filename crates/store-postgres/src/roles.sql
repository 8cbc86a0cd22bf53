-- What the roles may do, said again at each start, after the migrations: as the owner, in the same transaction.
-- `app.server_role` names the role of the server. A new table needs a line here.
DO $$
DECLARE
    server_role CONSTANT TEXT := current_setting('app.server_role');
    tenant_table REGCLASS;
BEGIN
    IF server_role <> current_user THEN
        IF NOT has_schema_privilege(server_role, current_schema(), 'USAGE') THEN
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), server_role);
        END IF;
        EXECUTE format('GRANT SELECT ON _sqlx_migrations, schema_state TO %I', server_role);
        EXECUTE format('GRANT UPDATE (terms_version) ON schema_state TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON terms_renewal TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT ON instance, tenants TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON projects, project_terms, tasks TO %I', server_role);
        -- Append-only.
        EXECUTE format('REVOKE ALL ON audit_events FROM %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT ON audit_events TO %I', server_role);
    END IF;

    -- FORCE holds the owner to one tenant at a time, so a copy of the database would be empty. It may read all of it with
    -- a setting that only the backup makes. Nobody else gets this policy.
    FOR tenant_table IN
        SELECT c.oid FROM pg_class AS c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relrowsecurity AND NOT EXISTS (
            SELECT FROM pg_policy AS p
            WHERE p.polrelid = c.oid AND p.polname = 'backup' AND p.polroles = ARRAY[current_user::regrole::oid]
        )
    LOOP
        IF EXISTS (SELECT FROM pg_policy WHERE polrelid = tenant_table AND polname = 'backup') THEN
            EXECUTE format('DROP POLICY backup ON %s', tenant_table);
        END IF;
        EXECUTE format(
            'CREATE POLICY backup ON %s FOR SELECT TO CURRENT_USER USING (current_setting(''app.backup'', true) = ''on'')',
            tenant_table
        );
    END LOOP;
END
$$;
