-- What the roles may do, said again at each start, after the migrations: as the owner, in the same transaction.
-- `app.server_role` names the role of the server.
--
-- A table of the system needs a line here. A tenant table needs none: what it is given is read from the catalogue, and
-- only where row-level security is seen to hold, enabled, forced and by exactly our policy. From any other table with a
-- `tenant_id` all is taken: a forgotten line in a migration is an error to whoever asks, not another tenant's rows.
DO $$
DECLARE
    server_role CONSTANT TEXT := current_setting('app.server_role');
    of_tenant CONSTANT TEXT := '(tenant_id = NULLIF(current_setting(''app.tenant_id''::text, true), ''''::text))';
    of_backup CONSTANT TEXT := '(current_setting(''app.backup''::text, true) = ''on''::text)';
    tenant_table REGCLASS;
    is_guarded BOOLEAN;
    is_append_only BOOLEAN;
BEGIN
    IF server_role <> current_user THEN
        IF NOT has_schema_privilege(server_role, current_schema(), 'USAGE') THEN
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), server_role);
        END IF;
        EXECUTE format('GRANT SELECT ON _sqlx_migrations, schema_state TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT ON instance, tenants TO %I', server_role);
        EXECUTE format('GRANT UPDATE (trail_since, expires_from) ON tenants TO %I', server_role);
        -- begin examples
        EXECUTE format('GRANT UPDATE (terms_version) ON schema_state TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON terms_renewal TO %I', server_role);
        EXECUTE format('GRANT UPDATE (deleted_since, projects) ON tenants TO %I', server_role);
        -- end examples
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON leases TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON addresses TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON jobs, webhook_events, people, tombstones TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT ON webhook_instance TO %I', server_role);
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON ended_sessions TO %I', server_role);
        EXECUTE format('GRANT SELECT ON audit_retention TO %I', server_role);
        FOR tenant_table, is_guarded, is_append_only IN
            SELECT
                c.oid,
                c.relrowsecurity AND c.relforcerowsecurity AND COALESCE(policies.are_ours, FALSE),
                COALESCE(obj_description(c.oid, 'pg_class') = 'append-only', FALSE)
            FROM pg_class AS c
            LEFT JOIN LATERAL (
                -- `tenant` must be there. Only the role for backups, which the server's may not become, has a policy more.
                SELECT COUNT(*) FILTER (WHERE p.polname = 'tenant') = 1 AND bool_and(CASE p.polname
                    WHEN 'tenant' THEN p.polcmd = '*' AND p.polpermissive AND p.polroles = '{0}'
                        AND pg_get_expr(p.polqual, p.polrelid) IS NOT DISTINCT FROM of_tenant
                        AND pg_get_expr(p.polwithcheck, p.polrelid) IS NOT DISTINCT FROM of_tenant
                    WHEN 'backup' THEN p.polcmd = 'r' AND p.polpermissive
                        AND cardinality(p.polroles) = 1 AND p.polroles[1] <> 0
                        AND NOT pg_has_role(server_role, p.polroles[1], 'MEMBER')
                        AND pg_get_expr(p.polqual, p.polrelid) IS NOT DISTINCT FROM of_backup
                    ELSE FALSE
                END) AS are_ours
                FROM pg_policy AS p
                WHERE p.polrelid = c.oid
            ) AS policies ON TRUE
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND EXISTS (
                SELECT FROM pg_attribute AS a
                WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
            )
        LOOP
            IF is_append_only OR NOT is_guarded THEN
                EXECUTE format('REVOKE ALL ON %s FROM %I', tenant_table, server_role);
            END IF;
            IF is_guarded THEN
                EXECUTE format('GRANT SELECT, INSERT ON %s TO %I', tenant_table, server_role);
            END IF;
            IF is_guarded AND NOT is_append_only THEN
                EXECUTE format('GRANT UPDATE, DELETE ON %s TO %I', tenant_table, server_role);
            END IF;
        END LOOP;
        -- The texts of what was purged go, which the trigger on the table allows, and no others.
        IF has_table_privilege(server_role, 'audit_events', 'INSERT') THEN
            EXECUTE format('GRANT UPDATE (object_name, before, after) ON audit_events TO %I', server_role);
            -- What is kept no longer too, which the trigger lets go and nothing else: only where there is a limit, which this
            -- role cannot set.
            IF EXISTS (SELECT FROM schema_state WHERE audit_retention_days IS NOT NULL) THEN
                EXECUTE format('GRANT DELETE ON audit_events TO %I', server_role);
            END IF;
        END IF;
    END IF;
END
$$;
