-- Invoices. Amounts are whole numbers of the smallest unit of the currency.
CREATE TABLE invoices (
    tenant_id TEXT NOT NULL CHECK (tenant_id GLOB 'org_?*' OR tenant_id GLOB 'user_?*'),
    id TEXT NOT NULL CHECK (length(id) = 36),
    number TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 200),
    amount INTEGER NOT NULL,
    due TEXT NOT NULL CHECK (due GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    paid INTEGER NOT NULL CHECK (paid IN (0, 1)),
    customer TEXT CHECK (length(customer) BETWEEN 1 AND 200),
    created_by TEXT NOT NULL CHECK (created_by GLOB 'user_?*'),
    created_at INTEGER NOT NULL, -- milliseconds since the epoch
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    PRIMARY KEY (tenant_id, id)
) STRICT, WITHOUT ROWID;

-- One for each order of a list, either way round.
CREATE INDEX invoices_by_created ON invoices (tenant_id, created_at, id);
CREATE INDEX invoices_by_number ON invoices (tenant_id, number, id);
CREATE INDEX invoices_by_amount ON invoices (tenant_id, amount, id);
CREATE INDEX invoices_by_due ON invoices (tenant_id, due, id);
CREATE INDEX invoices_by_paid ON invoices (tenant_id, paid, id);
