-- Work to be done later, and again where it failed. A job is on disk before anybody is told that it will be done. A table of
-- the system: a job says itself whose it is.
CREATE TABLE jobs (
    id UUID PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind <> ''),
    key TEXT COLLATE "C" NOT NULL CHECK (key <> ''), -- what it is about; there is one of a kind for each
    payload TEXT NOT NULL CHECK (payload::JSON IS NOT NULL),
    attempts BIGINT NOT NULL CHECK (attempts >= 0), -- how often a server has begun it; whoever finishes it names the number
    failures BIGINT NOT NULL CHECK (failures >= 0), -- how often it failed, since it was last tried by hand
    due_at BIGINT NOT NULL, -- not before; while a server is at it, when another one may take it over
    parked_at BIGINT, -- since when nobody tries it any more
    error TEXT, -- why it failed last, without anything of what it is about
    created_at BIGINT NOT NULL,
    CONSTRAINT jobs_key UNIQUE (kind, key)
);

CREATE INDEX jobs_due ON jobs (kind, due_at, id) WHERE parked_at IS NULL;
CREATE INDEX jobs_parked ON jobs (kind, parked_at, id) WHERE parked_at IS NOT NULL;

-- Which deliveries of Clerk's were taken in: no names, no addresses, nothing of their bodies. What is still to be done for
-- one is a job of the kind `webhook` whose key is its id.
CREATE TABLE webhook_events (
    id TEXT COLLATE "C" PRIMARY KEY CHECK (id <> ''), -- the sender's, the same each time it is sent
    type TEXT COLLATE "C" NOT NULL,
    object_id TEXT COLLATE "C", -- what it happened to
    occurred_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL, -- for the first time
    digest TEXT COLLATE "C" NOT NULL CHECK (char_length(digest) = 64), -- of its body
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'applied', 'ignored', 'parked')),
    reason TEXT, -- why it was ignored or parked
    settled_at BIGINT
);

CREATE INDEX webhook_events_by_received ON webhook_events (received_at, id);
CREATE INDEX webhook_events_by_state ON webhook_events (state, received_at, id);

-- The Clerk instance whose events were the first: those of another one are parked. At most one row.
CREATE TABLE webhook_instance (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    instance_id TEXT NOT NULL CHECK (instance_id <> ''),
    since BIGINT NOT NULL
);
