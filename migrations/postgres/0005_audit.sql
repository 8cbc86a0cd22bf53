-- Who did what, or was refused it. What is refused tells nothing of what may exist.
CREATE TABLE audit_events (
    tenant_id TEXT COLLATE "C" NOT NULL CONSTRAINT audit_events_tenant REFERENCES tenants,
    id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    actor TEXT COLLATE "C" CHECK (starts_with(actor, 'user_')), -- NULL: the system itself
    action TEXT COLLATE "C" NOT NULL CHECK (action ~ '^.+[.].+$'),
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('done', 'refused')),
    object_id TEXT,
    object_name TEXT,
    before TEXT, -- canonical JSON, kept letter for letter
    after TEXT,
    request_id TEXT,
    PRIMARY KEY (tenant_id, id),
    CHECK (outcome = 'done' OR coalesce(object_name, before, after) IS NULL)
);

ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON audit_events
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
    WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''));

CREATE INDEX audit_events_newest_first ON audit_events (tenant_id, created_at DESC, id DESC);

-- Append-only. The server's role may not even ask (see roles.sql of the adapter); this is for the owner.
CREATE FUNCTION audit_events_are_append_only() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM tenants WHERE id = OLD.tenant_id AND removed_at IS NOT NULL) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER audit_events_do_not_change BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_events_are_append_only();
CREATE TRIGGER audit_events_are_not_emptied BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_events_are_append_only();
