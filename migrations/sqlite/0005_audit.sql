-- The registry of tenants: which there are, no data of theirs. For work of the system, which visits one after the other.
CREATE TABLE tenants (
    id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB 'org_?*' OR id GLOB 'user_?*'),
    kind TEXT NOT NULL CHECK (kind = CASE WHEN id GLOB 'org_*' THEN 'organization' ELSE 'personal' END),
    created_at INTEGER NOT NULL,
    removed_at INTEGER -- since when it is being removed
) STRICT, WITHOUT ROWID;

INSERT INTO tenants (id, kind, created_at)
SELECT tenant_id, CASE WHEN tenant_id GLOB 'org_*' THEN 'organization' ELSE 'personal' END, min(created_at)
FROM projects
GROUP BY tenant_id;

-- Who did what, or was refused it. What is refused tells nothing of what may exist.
CREATE TABLE audit_events (
    tenant_id TEXT NOT NULL CHECK (tenant_id GLOB 'org_?*' OR tenant_id GLOB 'user_?*'),
    id TEXT NOT NULL CHECK (length(id) = 36),
    created_at INTEGER NOT NULL,
    actor TEXT CHECK (actor GLOB 'user_?*'), -- NULL: the system itself
    action TEXT NOT NULL CHECK (action GLOB '?*.?*'),
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
    object_id TEXT,
    object_name TEXT,
    before TEXT,
    after TEXT,
    request_id TEXT,
    PRIMARY KEY (tenant_id, id),
    CHECK (outcome = 'done' OR coalesce(object_name, before, after) IS NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_events_newest_first ON audit_events (tenant_id, created_at DESC, id DESC);

-- Append-only. The third is for REPLACE, which deletes without asking the second.
CREATE TRIGGER audit_events_do_not_change BEFORE UPDATE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

CREATE TRIGGER audit_events_go_with_their_tenant BEFORE DELETE ON audit_events
WHEN NOT EXISTS (SELECT 1 FROM tenants WHERE id = OLD.tenant_id AND removed_at IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

CREATE TRIGGER audit_events_are_not_replaced BEFORE INSERT ON audit_events
WHEN EXISTS (SELECT 1 FROM audit_events WHERE tenant_id = NEW.tenant_id AND id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
