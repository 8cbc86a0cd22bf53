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
