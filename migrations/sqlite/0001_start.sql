-- The Clerk instance whose people and organizations the rows belong to. Ids of another instance mean other people, so
-- the server refuses to start against it.
CREATE TABLE instance (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    issuer TEXT NOT NULL CHECK (issuer <> ''),
    claimed_at INTEGER NOT NULL -- milliseconds since the epoch, as every time here
) STRICT;

-- What the schema says of itself; one row.
CREATE TABLE schema_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- A server that knows the migration of this number can work with the schema, whatever newer ones ran. Raised by a
    -- migration that takes away what older servers use, and by no other.
    compatible_since INTEGER NOT NULL CHECK (compatible_since >= 1),
    -- begin examples
    terms_version INTEGER NOT NULL DEFAULT 1 CHECK (terms_version >= 1), -- which rules the search terms were made by
    -- end examples
    audit_retention_days INTEGER CHECK (audit_retention_days BETWEEN 1 AND 36500) -- NULL: the trail is kept for ever
) STRICT;
INSERT INTO schema_state (id, compatible_since) VALUES (1, 1);

-- begin examples
-- How far the work of making all search terms anew by other rules is, while it goes on; at most one row.
CREATE TABLE terms_renewal (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL CHECK (version >= 1), -- the rules
    done_tenant TEXT NOT NULL, -- in the order of ids: tenants before this one are done, and so is it,
    done_project TEXT NOT NULL -- unless this is a project of it: then only those up to that one
) STRICT;
-- end examples

-- Work that one server does for all of them, until when nobody else does it.
CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    holder TEXT NOT NULL CHECK (holder <> ''),
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The registry of tenants: which there are, no data of theirs. For work of the system, which visits one after the other.
CREATE TABLE tenants (
    id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB 'org_?*' OR id GLOB 'user_?*'),
    kind TEXT NOT NULL CHECK (kind = CASE WHEN id GLOB 'org_*' THEN 'organization' ELSE 'personal' END),
    created_at INTEGER NOT NULL,
    removed_at INTEGER, -- since when it is being removed
    -- begin examples
    deleted_since INTEGER, -- none of its deleted projects was deleted before; NULL: it has none. For the purge
    projects INTEGER NOT NULL DEFAULT 0, -- how many it has, deleted ones included; the adapter counts
    -- end examples
    trail_since INTEGER -- none of its audit entries is older; NULL: none than the tenant. For those kept no longer
) STRICT, WITHOUT ROWID;

-- begin examples
-- Whom the purge has to visit.
CREATE INDEX tenants_with_deleted ON tenants (id, deleted_since) WHERE deleted_since IS NOT NULL;

-- The pattern of a tenant table: the tenant leads the key, so a row cannot be named without it.
CREATE TABLE projects (
    tenant_id TEXT NOT NULL CHECK (tenant_id GLOB 'org_?*' OR tenant_id GLOB 'user_?*'),
    id TEXT NOT NULL CHECK (length(id) = 36),
    key TEXT NOT NULL CHECK (length(key) BETWEEN 2 AND 12 AND key GLOB '[A-Z]*' AND key NOT GLOB '*[^A-Z0-9]*'),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    name_sort TEXT NOT NULL CHECK (name_sort <> ''), -- the name in small letters, made by the adapter
    description TEXT NOT NULL CHECK (length(description) <= 2000),
    status TEXT NOT NULL CHECK (status IN ('active', 'archived')),
    colour TEXT NOT NULL
        CHECK (colour IN ('slate', 'red', 'orange', 'amber', 'green', 'teal', 'blue', 'violet', 'pink')),
    owner TEXT NOT NULL CHECK (owner GLOB 'user_?*'),
    created_by TEXT NOT NULL CHECK (created_by GLOB 'user_?*'),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    version INTEGER NOT NULL CHECK (version >= 1),
    -- Not GENERATED: SQLite never answers from an index alone when it holds a generated column.
    listed_as TEXT NOT NULL CHECK (listed_as = CASE WHEN deleted_at IS NULL THEN status ELSE 'deleted' END),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, key)
) STRICT, WITHOUT ROWID;

-- One for each order of a list, page by page.
CREATE INDEX projects_by_created ON projects (tenant_id, listed_as, created_at DESC, id DESC);
CREATE INDEX projects_by_updated ON projects (tenant_id, listed_as, updated_at DESC, id DESC);
CREATE INDEX projects_by_name ON projects (tenant_id, listed_as, name_sort, id);
-- For the purge.
CREATE INDEX projects_by_deleted ON projects (tenant_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

-- The words a project is found by, one row each, and one for its owner.
CREATE TABLE project_terms (
    tenant_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    term TEXT NOT NULL CHECK (term <> ''),
    PRIMARY KEY (tenant_id, project_id, term),
    FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX project_terms_by_term ON project_terms (tenant_id, term, project_id);

-- The pattern of a tenant table below another: the foreign key holds the tenant too, so no row hangs on another tenant's.
CREATE TABLE tasks (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL CHECK (length(id) = 36),
    project_id TEXT NOT NULL,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    done INTEGER NOT NULL CHECK (done IN (0, 1)),
    position INTEGER NOT NULL CHECK (position >= 1), -- 1 to n in its project; the adapter keeps it without gaps
    assignee TEXT CHECK (assignee GLOB 'user_?*'),
    created_by TEXT NOT NULL CHECK (created_by GLOB 'user_?*'),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX tasks_in_order ON tasks (tenant_id, project_id, position, id);

-- end examples

-- Who did what, or was refused it. What is refused tells nothing of what may exist.
CREATE TABLE audit_events (
    tenant_id TEXT NOT NULL CHECK (tenant_id GLOB 'org_?*' OR tenant_id GLOB 'user_?*'),
    id TEXT NOT NULL CHECK (length(id) = 36),
    created_at INTEGER NOT NULL,
    actor TEXT CHECK (actor GLOB 'user_?*'), -- NULL: the system itself
    impersonator TEXT CHECK (length(impersonator) BETWEEN 1 AND 255), -- who acted in their place
    action TEXT NOT NULL CHECK (action GLOB '?*.?*'),
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
    object_id TEXT,
    purged_with TEXT, -- with whose purge the three texts go
    object_name TEXT,
    before TEXT,
    after TEXT,
    request_id TEXT,
    PRIMARY KEY (tenant_id, id),
    CHECK (impersonator IS NULL OR actor IS NOT NULL),
    CHECK (outcome = 'done' OR coalesce(purged_with, object_name, before, after) IS NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_events_newest_first ON audit_events (tenant_id, created_at DESC, id DESC);

CREATE INDEX audit_events_by_purge ON audit_events (tenant_id, purged_with, action) WHERE purged_with IS NOT NULL;

-- How long the trail is kept: what is older than this may go, if there is a limit. By SQLite's own clock.
CREATE VIEW audit_retention AS
SELECT (unixepoch() - audit_retention_days * 86400) * 1000 AS kept_since
FROM schema_state
WHERE id = 1;

-- Append-only, but for two things: entries that are kept no longer go, and the texts of a project that is gone for good go
-- too, once the trail itself says that it is. Who did what and when stays. The third is for REPLACE, which deletes without
-- asking the second.
CREATE TRIGGER audit_events_do_not_change BEFORE UPDATE ON audit_events
-- begin examples
WHEN NOT (
    NEW.object_name IS NULL AND NEW.before IS NULL AND NEW.after IS NULL
    AND NEW.tenant_id IS OLD.tenant_id AND NEW.id IS OLD.id AND NEW.created_at IS OLD.created_at
    AND NEW.actor IS OLD.actor AND NEW.impersonator IS OLD.impersonator
    AND NEW.action IS OLD.action AND NEW.outcome IS OLD.outcome
    AND NEW.object_id IS OLD.object_id AND NEW.purged_with IS OLD.purged_with AND NEW.request_id IS OLD.request_id
    AND EXISTS (
        SELECT 1 FROM audit_events
        WHERE tenant_id = OLD.tenant_id AND purged_with = OLD.purged_with AND action = 'project.purged'
    )
    AND NOT EXISTS (SELECT 1 FROM projects WHERE tenant_id = OLD.tenant_id AND id = OLD.purged_with)
)
-- end examples
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

CREATE TRIGGER audit_events_are_kept BEFORE DELETE ON audit_events
WHEN NOT EXISTS (SELECT 1 FROM tenants WHERE id = OLD.tenant_id AND removed_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM audit_retention WHERE OLD.created_at < kept_since)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

CREATE TRIGGER audit_events_are_not_replaced BEFORE INSERT ON audit_events
WHEN EXISTS (SELECT 1 FROM audit_events WHERE tenant_id = NEW.tenant_id AND id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

-- The addresses that organizations have or had (`/orgs/{slug}`), so that an old one leads on. No tenant table: an address
-- is looked up before anybody knows whose it is, and whoever is led on is a member there.
CREATE TABLE addresses (
    slug TEXT NOT NULL CHECK (slug <> ''),
    organization_id TEXT NOT NULL CHECK (organization_id GLOB 'org_?*'),
    seen_at INTEGER NOT NULL, -- for the first time
    PRIMARY KEY (slug, organization_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX addresses_by_organization ON addresses (organization_id);
