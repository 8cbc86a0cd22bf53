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
