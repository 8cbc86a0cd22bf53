-- Keys, status, colour, owner, deletion that can be taken back, and three orders to list by. SQLite cannot add
-- constraints to a table, so it is made anew and the rows move: their owner is who made them, their keys are P1, P2, …
-- in the order they were made.
CREATE TABLE projects_grown (
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

-- lower() knows ASCII alone. The adapter writes the rest in this same transaction, with the search terms.
INSERT INTO projects_grown (
    tenant_id, id, key, name, name_sort, description, status, colour, owner, created_by, created_at, updated_at, version,
    listed_as
)
SELECT
    tenant_id, id, 'P' || row_number() OVER (PARTITION BY tenant_id ORDER BY created_at, id), name, lower(name),
    description, 'active', 'slate', created_by, created_by, created_at, updated_at, version, 'active'
FROM projects;

DROP TABLE projects;
ALTER TABLE projects_grown RENAME TO projects;

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
