-- The Clerk instance whose people and organizations the rows belong to. Ids of another instance mean other people, so
-- the server refuses to start against it.
CREATE TABLE instance (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    issuer TEXT NOT NULL CHECK (issuer <> ''),
    claimed_at BIGINT NOT NULL -- milliseconds since the epoch, as every time here
);
