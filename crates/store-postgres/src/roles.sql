-- What the roles may do, said again at each start, after the migrations: as the owner, in the same transaction.
-- `app.server_role` names the role of the server. A new table needs a line here.
DO $$
DECLARE
    server_role CONSTANT TEXT := current_setting('app.server_role');
BEGIN
    IF server_role <> current_user THEN
        IF NOT has_schema_privilege(server_role, current_schema(), 'USAGE') THEN
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), server_role);
        END IF;
        EXECUTE format('GRANT SELECT ON _sqlx_migrations, schema_state TO %I', server_role);
        EXECUTE format('GRANT UPDATE (terms_version) ON schema_state TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON terms_renewal TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT ON instance, tenants TO %I', server_role);
        EXECUTE format('GRANT UPDATE (deleted_since, projects, trail_since) ON tenants TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON leases TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON addresses TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON projects, project_terms, tasks TO %I', server_role);
        -- Append-only. The three are the texts of purged projects, which the trigger on the table lets go and no others.
        EXECUTE format('REVOKE ALL ON audit_events FROM %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE (object_name, before, after) ON audit_events TO %I', server_role);
        EXECUTE format('GRANT SELECT ON audit_retention TO %I', server_role);
        -- What is kept no longer, which the trigger lets go and nothing else: only where there is a limit, which this role
        -- cannot set.
        IF EXISTS (SELECT FROM schema_state WHERE audit_retention_days IS NOT NULL) THEN
            EXECUTE format('GRANT DELETE ON audit_events TO %I', server_role);
        END IF;
    END IF;
END
$$;
