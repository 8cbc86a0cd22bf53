-- The Clerk instance whose people and organizations the rows belong to. Ids of another instance mean other people, so
-- the server refuses to start against it.
CREATE TABLE instance (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    issuer TEXT NOT NULL CHECK (issuer <> ''),
    claimed_at BIGINT NOT NULL -- milliseconds since the epoch, as every time here
);

-- What the schema says of itself; one row.
CREATE TABLE schema_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- A server that knows the migration of this number can work with the schema, whatever newer ones ran. Raised by a
    -- migration that takes away what older servers use, and by no other.
    compatible_since BIGINT NOT NULL CHECK (compatible_since >= 1),
    -- begin examples
    terms_version INTEGER NOT NULL DEFAULT 1 CHECK (terms_version >= 1), -- which rules the search terms were made by
    -- end examples
    audit_retention_days INTEGER CHECK (audit_retention_days BETWEEN 1 AND 36500) -- NULL: the trail is kept for ever
);
INSERT INTO schema_state (id, compatible_since) VALUES (1, 1);

-- begin examples
-- How far the work of making all search terms anew by other rules is, while it goes on; at most one row.
CREATE TABLE terms_renewal (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL CHECK (version >= 1), -- the rules
    done_tenant TEXT NOT NULL, -- in the order of ids: tenants before this one are done, and so is it,
    done_project TEXT NOT NULL -- unless this is a project of it: then only those up to that one
);
-- end examples

-- Work that one server does for all of them, until when nobody else does it.
CREATE TABLE leases (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (name <> ''),
    holder TEXT COLLATE "C" NOT NULL CHECK (holder <> ''),
    until BIGINT NOT NULL
);

-- Texts that are compared are compared bytewise, as on SQLite and in Rust: COLLATE "C". It also is the only order that
-- no update of the operating system changes under an index.

-- The registry of tenants: which there are, no data of theirs, so no row-level security. For work of the system, which
-- visits one after the other.
CREATE TABLE tenants (
    id TEXT COLLATE "C" PRIMARY KEY CHECK (id ~ '^(org|user)_.'),
    kind TEXT COLLATE "C" NOT NULL
        CHECK (kind = CASE WHEN starts_with(id, 'org_') THEN 'organization' ELSE 'personal' END),
    created_at BIGINT NOT NULL,
    removed_at BIGINT, -- since when it is being removed
    -- begin examples
    deleted_since BIGINT, -- none of its deleted projects was deleted before; NULL: it has none. For the purge
    projects BIGINT NOT NULL DEFAULT 0, -- how many it has, deleted ones included; the adapter counts
    -- end examples
    trail_since BIGINT -- none of its audit entries is older; NULL: none than the tenant. For those kept no longer
);

-- begin examples
-- Whom the purge has to visit.
CREATE INDEX tenants_with_deleted ON tenants (id, deleted_since) WHERE deleted_since IS NOT NULL;

-- The pattern of a tenant table: the tenant leads the key, so a row cannot be named without it, and is registered.
CREATE TABLE projects (
    tenant_id TEXT COLLATE "C" NOT NULL CONSTRAINT projects_tenant REFERENCES tenants,
    id UUID NOT NULL,
    key TEXT COLLATE "C" NOT NULL CHECK (key ~ '^[A-Z][A-Z0-9]{1,11}$'),
    name TEXT NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    name_sort TEXT COLLATE "C" NOT NULL CHECK (name_sort <> ''), -- the name in small letters, made by the adapter
    description TEXT NOT NULL CHECK (char_length(description) <= 2000),
    status TEXT COLLATE "C" NOT NULL CHECK (status IN ('active', 'archived')),
    colour TEXT COLLATE "C" NOT NULL
        CHECK (colour IN ('slate', 'red', 'orange', 'amber', 'green', 'teal', 'blue', 'violet', 'pink')),
    owner TEXT COLLATE "C" NOT NULL CHECK (starts_with(owner, 'user_')),
    created_by TEXT COLLATE "C" NOT NULL CHECK (starts_with(created_by, 'user_')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    version BIGINT NOT NULL CHECK (version >= 1),
    listed_as TEXT COLLATE "C" NOT NULL
        CHECK (listed_as = CASE WHEN deleted_at IS NULL THEN status ELSE 'deleted' END),
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT projects_key UNIQUE (tenant_id, key)
);

-- Below the conditions of every statement: only rows of the tenant that the transaction was begun for. Outside of one the
-- setting is NULL or empty, and there are no rows. FORCE holds the tables' owner to it too.
ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE projects FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON projects
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
    WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''));

-- One for each order of a list, page by page.
CREATE INDEX projects_by_created ON projects (tenant_id, listed_as, created_at DESC, id DESC);
CREATE INDEX projects_by_updated ON projects (tenant_id, listed_as, updated_at DESC, id DESC);
CREATE INDEX projects_by_name ON projects (tenant_id, listed_as, name_sort, id);
-- For the purge.
CREATE INDEX projects_by_deleted ON projects (tenant_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

-- The words a project is found by, one row each, and one for its owner.
CREATE TABLE project_terms (
    tenant_id TEXT COLLATE "C" NOT NULL,
    project_id UUID NOT NULL,
    term TEXT COLLATE "C" NOT NULL CHECK (term <> ''),
    PRIMARY KEY (tenant_id, project_id, term),
    FOREIGN KEY (tenant_id, project_id) REFERENCES projects ON DELETE CASCADE
);

ALTER TABLE project_terms ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_terms FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON project_terms
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
    WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''));

CREATE INDEX project_terms_by_term ON project_terms (tenant_id, term, project_id);

-- The pattern of a tenant table below another: the foreign key holds the tenant too, so no row hangs on another tenant's.
CREATE TABLE tasks (
    tenant_id TEXT COLLATE "C" NOT NULL,
    id UUID NOT NULL,
    project_id UUID NOT NULL,
    title TEXT NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    done BOOLEAN NOT NULL,
    position BIGINT NOT NULL CHECK (position >= 1), -- 1 to n in its project; the adapter keeps it without gaps
    assignee TEXT COLLATE "C" CHECK (starts_with(assignee, 'user_')),
    created_by TEXT COLLATE "C" NOT NULL CHECK (starts_with(created_by, 'user_')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, project_id) REFERENCES projects ON DELETE CASCADE
);

ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON tasks
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
    WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''));

CREATE INDEX tasks_in_order ON tasks (tenant_id, project_id, position, id);

-- end examples

-- Who did what, or was refused it. What is refused tells nothing of what may exist.
CREATE TABLE audit_events (
    tenant_id TEXT COLLATE "C" NOT NULL CONSTRAINT audit_events_tenant REFERENCES tenants,
    id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    actor TEXT COLLATE "C" CHECK (starts_with(actor, 'user_')), -- NULL: the system itself
    impersonator TEXT COLLATE "C" CHECK (char_length(impersonator) BETWEEN 1 AND 255), -- who acted in their place
    action TEXT COLLATE "C" NOT NULL CHECK (action ~ '^.+[.].+$'),
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('done', 'refused')),
    object_id TEXT,
    purged_with UUID, -- with whose purge the three texts go
    object_name TEXT,
    before TEXT, -- canonical JSON, kept letter for letter
    after TEXT,
    request_id TEXT,
    PRIMARY KEY (tenant_id, id),
    CHECK (impersonator IS NULL OR actor IS NOT NULL),
    CHECK (outcome = 'done' OR coalesce(purged_with::TEXT, object_name, before, after) IS NULL)
);

ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON audit_events
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
    WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''));

-- Read by whatever gives the server's role its rights: it may add rows to such a table and read them, no more.
COMMENT ON TABLE audit_events IS 'append-only';

CREATE INDEX audit_events_newest_first ON audit_events (tenant_id, created_at DESC, id DESC);

CREATE INDEX audit_events_by_purge ON audit_events (tenant_id, purged_with, action) WHERE purged_with IS NOT NULL;

-- How long the trail is kept: what is older than this may go, if there is a limit. By the database's own clock, and by a
-- number that only the owner of the tables sets.
CREATE VIEW audit_retention AS
SELECT
    (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT - audit_retention_days::BIGINT * 86400000 AS kept_since
FROM schema_state
WHERE id = 1;

-- Append-only, but for two things: entries that are kept no longer go, and the texts of a project that is gone for good go
-- too, once the trail itself says that it is. Who did what and when stays. The server's role may not even ask for more (see
-- roles.sql of the adapter); this is for the owner too.
CREATE FUNCTION audit_events_are_append_only() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' AND (
        EXISTS (SELECT FROM audit_retention WHERE OLD.created_at < kept_since)
        OR EXISTS (SELECT FROM tenants WHERE id = OLD.tenant_id AND removed_at IS NOT NULL)
    ) THEN
        RETURN OLD;
    END IF;
    -- begin examples
    IF TG_OP = 'UPDATE' THEN
        OLD.object_name := NULL;
        OLD.before := NULL;
        OLD.after := NULL;
        IF NEW IS NOT DISTINCT FROM OLD
            AND EXISTS (
                SELECT FROM audit_events
                WHERE tenant_id = OLD.tenant_id AND purged_with = OLD.purged_with AND action = 'project.purged'
            )
            AND NOT EXISTS (SELECT FROM projects WHERE tenant_id = OLD.tenant_id AND id = OLD.purged_with)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    -- end examples
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER audit_events_do_not_change BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_events_are_append_only();
CREATE TRIGGER audit_events_are_not_emptied BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_events_are_append_only();

-- The right to delete what is kept no longer comes and goes with the limit: for whoever may add to the trail.
CREATE FUNCTION audit_retention_gives_rights() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    statement CONSTANT TEXT := CASE
        WHEN NEW.audit_retention_days IS NULL THEN 'REVOKE DELETE ON audit_events FROM %s'
        ELSE 'GRANT DELETE ON audit_events TO %s'
    END;
    grantee REGROLE;
BEGIN
    FOR grantee IN
        SELECT given.grantee
        FROM pg_class AS c
        CROSS JOIN LATERAL aclexplode(c.relacl) AS given
        WHERE c.oid = 'audit_events'::REGCLASS AND given.privilege_type = 'INSERT' AND given.grantee NOT IN (0, c.relowner)
    LOOP
        EXECUTE format(statement, grantee);
    END LOOP;
    RETURN NULL;
END
$$;

CREATE TRIGGER audit_retention_gives_rights AFTER UPDATE OF audit_retention_days ON schema_state
    FOR EACH ROW EXECUTE FUNCTION audit_retention_gives_rights();

-- The addresses that organizations have or had (`/orgs/{slug}`), so that an old one leads on. No tenant table, so no
-- row-level security: an address is looked up before anybody knows whose it is, and whoever is led on is a member there.
CREATE TABLE addresses (
    slug TEXT COLLATE "C" NOT NULL CHECK (slug <> ''),
    organization_id TEXT COLLATE "C" NOT NULL CHECK (starts_with(organization_id, 'org_')),
    seen_at BIGINT NOT NULL, -- for the first time
    PRIMARY KEY (slug, organization_id)
);

CREATE INDEX addresses_by_organization ON addresses (organization_id);
