-- What is kept of Clerk's people and organizations, so that pages need not ask Clerk, and so that access ends when it ends.
-- Of each object there is what Clerk said last, and which of two things it said is the later one: what was said of the
-- object itself counts more (`is_own`) than what was said of it in passing; then the object's own time, then when it was
-- said, then the delivery. Objects refer to one another without foreign keys: they come in any order.

-- People, each once, whatever they are members of. Kept are names and the picture; the address is the person's own to see.
CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB 'user_?*'),
    first_name TEXT,
    last_name TEXT,
    image_url TEXT,
    email TEXT,
    banned INTEGER NOT NULL CHECK (banned IN (0, 1)), -- may not sign in
    locked_until INTEGER, -- may not sign in until then
    created_at INTEGER, -- NULL: only heard of in passing
    signed_in_at INTEGER, -- last
    is_own INTEGER NOT NULL CHECK (is_own IN (0, 1)),
    updated_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    seen_in TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE organizations (
    tenant_id TEXT NOT NULL CHECK (tenant_id GLOB 'org_?*'),
    id TEXT NOT NULL, -- its tenant
    name TEXT NOT NULL,
    slug TEXT,
    image_url TEXT,
    is_own INTEGER NOT NULL CHECK (is_own IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    seen_in TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
    tenant_id TEXT NOT NULL CHECK (tenant_id GLOB 'org_?*'),
    id TEXT NOT NULL CHECK (id <> ''), -- Clerk's; whoever leaves and joins again has another one
    person_id TEXT NOT NULL CHECK (person_id GLOB 'user_?*'),
    role TEXT NOT NULL CHECK (role <> ''),
    permissions TEXT NOT NULL CHECK (json_valid(permissions)), -- system permissions too, which no token has
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    seen_in TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX memberships_by_age ON memberships (tenant_id, created_at, id);
CREATE INDEX memberships_by_person ON memberships (tenant_id, person_id, created_at, id);

CREATE TABLE invitations (
    tenant_id TEXT NOT NULL CHECK (tenant_id GLOB 'org_?*'),
    id TEXT NOT NULL CHECK (id <> ''),
    email TEXT, -- as long as the invitation is pending
    role TEXT NOT NULL CHECK (role <> ''),
    status TEXT NOT NULL CHECK (status <> ''),
    inviter_id TEXT,
    expires_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    seen_in TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK (status = 'pending' OR email IS NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX invitations_by_status ON invitations (tenant_id, status, created_at, id);
CREATE INDEX invitations_by_email ON invitations (tenant_id, email, id) WHERE status = 'pending';
CREATE INDEX invitations_by_expiry ON invitations (tenant_id, expires_at, id) WHERE status = 'pending';

-- When the first of a tenant's pending invitations runs out.
ALTER TABLE tenants ADD COLUMN expires_from INTEGER;

-- What is gone for good, so that nothing said of it later brings it back. No names: ids and times.
CREATE TABLE tombstones (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    reason TEXT NOT NULL CHECK (reason IN ('deleted', 'superseded')), -- superseded: the person joined again later
    -- Of a membership: which pair it was of, and since when.
    organization_id TEXT,
    person_id TEXT,
    created_at INTEGER,
    gone_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tombstones_by_pair ON tombstones (organization_id, person_id, created_at, id) WHERE person_id IS NOT NULL;
CREATE INDEX tombstones_by_time ON tombstones (gone_at, id);

-- Sessions that ended before their last token did.
CREATE TABLE ended_sessions (
    id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    ended_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX ended_sessions_by_time ON ended_sessions (ended_at, id);
