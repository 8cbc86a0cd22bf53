-- Invoices. Amounts are whole numbers of the smallest unit of the currency.
CREATE TABLE invoices (
    tenant_id TEXT COLLATE "C" NOT NULL CONSTRAINT invoices_tenant REFERENCES tenants,
    id UUID NOT NULL,
    number TEXT COLLATE "C" NOT NULL CHECK (char_length(number) BETWEEN 1 AND 200),
    amount BIGINT NOT NULL,
    due DATE NOT NULL,
    paid BOOLEAN NOT NULL,
    customer TEXT CHECK (char_length(customer) BETWEEN 1 AND 200),
    created_by TEXT COLLATE "C" NOT NULL CHECK (starts_with(created_by, 'user_')),
    created_at BIGINT NOT NULL, -- milliseconds since the epoch
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    PRIMARY KEY (tenant_id, id)
);

-- Word for word: only such a table is the server's to use.
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON invoices
    USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''))
    WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), ''));

-- One for each order of a list, either way round.
CREATE INDEX invoices_by_created ON invoices (tenant_id, created_at, id);
CREATE INDEX invoices_by_number ON invoices (tenant_id, number, id);
CREATE INDEX invoices_by_amount ON invoices (tenant_id, amount, id);
CREATE INDEX invoices_by_due ON invoices (tenant_id, due, id);
CREATE INDEX invoices_by_paid ON invoices (tenant_id, paid, id);
