-- What is kept of Clerk's people and organizations, so that pages need not ask Clerk, and so that access ends when it ends.
-- Of each object there is what Clerk said last, and which of two things it said is the later one: what was said of the
-- object itself counts more (`is_own`) than what was said of it in passing; then the object's own time, then when it was
-- said, then the delivery. Objects refer to one another without foreign keys: they come in any order.

-- People, each once, whatever they are members of. Kept are names and the picture; the address is the person's own to see.
CREATE TABLE people (
    id TEXT COLLATE "C" PRIMARY KEY CHECK (starts_with(id, 'user_')),
    first_name TEXT,
    last_name TEXT,
    image_url TEXT,
    email TEXT,
    banned BOOLEAN NOT NULL, -- may not sign in
    locked_until BIGINT, -- may not sign in until then
    created_at BIGINT, -- NULL: only heard of in passing
    signed_in_at BIGINT, -- last
    is_own BOOLEAN NOT NULL,
    updated_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    seen_in TEXT COLLATE "C" NOT NULL
);

CREATE TABLE organizations (
    tenant_id TEXT COLLATE "C" NOT NULL CONSTRAINT organizations_tenant REFERENCES tenants,
    id TEXT COLLATE "C" NOT NULL, -- its tenant
    name TEXT COLLATE "C" NOT NULL,
    slug TEXT,
    image_url TEXT,
    is_own BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    seen_in TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organizations
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
    WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''));

CREATE TABLE memberships (
    tenant_id TEXT COLLATE "C" NOT NULL CONSTRAINT memberships_tenant REFERENCES tenants,
    id TEXT COLLATE "C" NOT NULL CHECK (id <> ''), -- Clerk's; whoever leaves and joins again has another one
    person_id TEXT COLLATE "C" NOT NULL CHECK (starts_with(person_id, 'user_')),
    role TEXT COLLATE "C" NOT NULL CHECK (role <> ''),
    permissions TEXT NOT NULL CHECK (permissions::JSON IS NOT NULL), -- system permissions too, which no token has
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    seen_in TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, id)
);

ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON memberships
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
    WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''));

CREATE INDEX memberships_by_age ON memberships (tenant_id, created_at, id);
CREATE INDEX memberships_by_person ON memberships (tenant_id, person_id, created_at, id);

CREATE TABLE invitations (
    tenant_id TEXT COLLATE "C" NOT NULL CONSTRAINT invitations_tenant REFERENCES tenants,
    id TEXT COLLATE "C" NOT NULL CHECK (id <> ''),
    email TEXT COLLATE "C", -- as long as the invitation is pending
    role TEXT COLLATE "C" NOT NULL CHECK (role <> ''),
    status TEXT COLLATE "C" NOT NULL CHECK (status <> ''),
    inviter_id TEXT COLLATE "C",
    expires_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    seen_in TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK (status = 'pending' OR email IS NULL)
);

ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON invitations
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
    WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''));

CREATE INDEX invitations_by_status ON invitations (tenant_id, status, created_at, id);
CREATE INDEX invitations_by_email ON invitations (tenant_id, email, id) WHERE status = 'pending';
CREATE INDEX invitations_by_expiry ON invitations (tenant_id, expires_at, id) WHERE status = 'pending';

-- When the first of a tenant's pending invitations runs out.
ALTER TABLE tenants ADD COLUMN expires_from BIGINT;

-- Names stand outside of tenants, because a person is in many: a transaction sees those of the members of its tenant, and
-- the person whose tenant it is. What takes in Clerk's events, and nothing else, says so and sees and changes all.
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE people FORCE ROW LEVEL SECURITY;
CREATE POLICY members ON people FOR SELECT USING (
    id = NULLIF(current_setting('app.tenant_id', true), '')
    OR EXISTS (
        SELECT FROM memberships AS m
        WHERE m.tenant_id = NULLIF(current_setting('app.tenant_id', true), '') AND m.person_id = people.id
    )
);
CREATE POLICY copy ON people
    USING (current_setting('app.copy', true) = 'on')
    WITH CHECK (current_setting('app.copy', true) = 'on');

-- What is gone for good, so that nothing said of it later brings it back. No names: ids and times.
CREATE TABLE tombstones (
    id TEXT COLLATE "C" PRIMARY KEY CHECK (id <> ''),
    reason TEXT COLLATE "C" NOT NULL CHECK (reason IN ('deleted', 'superseded')), -- superseded: the person joined again later
    -- Of a membership: which pair it was of, and since when.
    organization_id TEXT COLLATE "C",
    person_id TEXT COLLATE "C",
    created_at BIGINT,
    gone_at BIGINT NOT NULL
);

CREATE INDEX tombstones_by_pair ON tombstones (organization_id, person_id, created_at, id) WHERE person_id IS NOT NULL;
CREATE INDEX tombstones_by_time ON tombstones (gone_at, id);

-- Sessions that ended before their last token did.
CREATE TABLE ended_sessions (
    id TEXT COLLATE "C" PRIMARY KEY CHECK (id <> ''),
    ended_at BIGINT NOT NULL
);

CREATE INDEX ended_sessions_by_time ON ended_sessions (ended_at, id);
