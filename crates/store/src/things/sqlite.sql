-- A table of the pattern, for tests alone: see `things.rs`.
CREATE TABLE things (
    tenant_id TEXT NOT NULL CHECK (tenant_id GLOB 'org_?*' OR tenant_id GLOB 'user_?*'),
    id TEXT NOT NULL CHECK (length(id) = 36),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 2000),
    created_by TEXT NOT NULL CHECK (created_by GLOB 'user_?*'),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX things_by_created ON things (tenant_id, created_at DESC, id DESC);

-- One below another, whose rows go with those.
CREATE TABLE parts (
    tenant_id TEXT NOT NULL,
    id TEXT NOT NULL CHECK (length(id) = 36),
    thing_id TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, thing_id) REFERENCES things (tenant_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX parts_of_thing ON parts (tenant_id, thing_id, id);
