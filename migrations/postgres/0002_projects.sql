-- Texts that are compared are compared bytewise, as on SQLite and in Rust: COLLATE "C". It also is the only order that
-- no update of the operating system changes under an index.

-- The registry of tenants: which there are, no data of theirs, so no row-level security. For work of the system, which
-- visits one after the other.
CREATE TABLE tenants (
    id TEXT COLLATE "C" PRIMARY KEY CHECK (id ~ '^(org|user)_.'),
    kind TEXT COLLATE "C" NOT NULL
        CHECK (kind = CASE WHEN starts_with(id, 'org_') THEN 'organization' ELSE 'personal' END),
    created_at BIGINT NOT NULL,
    removed_at BIGINT -- since when it is being removed
);

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
        GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN status ELSE 'deleted' END) STORED,
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
