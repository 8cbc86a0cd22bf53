-- Makes room for a copy. All that is in the schema goes, but what an extension brought there. What others made to hang on
-- it, in another schema, makes this fail and keeps all as it is. The lock is that of the migrations: a server that starts
-- now waits for the end.
BEGIN;
SET LOCAL statement_timeout = 0;
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL lock_timeout = '10s';
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = :"schema";
SELECT pg_advisory_xact_lock(:lock);
DO $$
DECLARE
    statement TEXT;
BEGIN
    -- All of one kind at once, so that one may hang on another; kinds that hang on others first.
    FOR statement IN
        SELECT format('DROP %s %s', found.kind, string_agg((pg_identify_object(found.class, found.id, 0)).identity, ', '))
        FROM (
            SELECT
                'pg_class'::REGCLASS AS class,
                c.oid AS id,
                CASE c.relkind
                    WHEN 'm' THEN 'MATERIALIZED VIEW'
                    WHEN 'v' THEN 'VIEW'
                    WHEN 'f' THEN 'FOREIGN TABLE'
                    WHEN 'S' THEN 'SEQUENCE'
                    ELSE 'TABLE'
                END AS kind,
                position(c.relkind::TEXT IN 'mvfrpS') AS place
            FROM pg_class AS c
            WHERE c.relnamespace = current_schema()::REGNAMESPACE AND c.relkind IN ('m', 'v', 'f', 'r', 'p', 'S')
            UNION ALL
            SELECT 'pg_proc'::REGCLASS, p.oid, 'ROUTINE', 10
            FROM pg_proc AS p
            WHERE p.pronamespace = current_schema()::REGNAMESPACE
            UNION ALL
            SELECT 'pg_type'::REGCLASS, t.oid, 'TYPE', 20
            FROM pg_type AS t
            LEFT JOIN pg_class AS c ON c.oid = t.typrelid
            WHERE t.typnamespace = current_schema()::REGNAMESPACE
                AND (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
        ) AS found
        -- Neither an extension's, nor what goes with something else.
        WHERE NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.classid = found.class AND d.objid = found.id AND d.deptype IN ('a', 'e', 'i')
        )
        GROUP BY found.kind
        ORDER BY max(found.place)
    LOOP
        EXECUTE statement;
    END LOOP;
END
$$;
