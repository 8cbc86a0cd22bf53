-- A table of the pattern, for tests alone: see `things.rs`.
CREATE TABLE things (
    tenant_id TEXT COLLATE "C" NOT NULL CONSTRAINT things_tenant REFERENCES tenants,
    id UUID NOT NULL,
    name TEXT NOT NULL CHECK (char_length(name) BETWEEN 1 AND 2000),
    created_by TEXT COLLATE "C" NOT NULL CHECK (starts_with(created_by, 'user_')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    PRIMARY KEY (tenant_id, id)
);

ALTER TABLE things ENABLE ROW LEVEL SECURITY;
ALTER TABLE things FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON things
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
    WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''));

CREATE INDEX things_by_created ON things (tenant_id, created_at DESC, id DESC);

-- One below another, whose rows go with those.
CREATE TABLE parts (
    tenant_id TEXT COLLATE "C" NOT NULL,
    id UUID NOT NULL,
    thing_id UUID NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, thing_id) REFERENCES things ON DELETE CASCADE
);

ALTER TABLE parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE parts FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON parts
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
    WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''));

CREATE INDEX parts_of_thing ON parts (tenant_id, thing_id, id);
