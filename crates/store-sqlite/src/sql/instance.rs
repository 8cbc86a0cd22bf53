//! The Clerk instance that the rows belong to, and which of the servers does what only one has to.

statements! {
    /// issuer, now
    CLAIM = "INSERT INTO instance (id, issuer, claimed_at) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING";

    GET = "SELECT issuer FROM instance WHERE id = 1";

    /// name, holder, until, now: takes or prolongs it; no row where somebody else has it
    LEASE = "
        INSERT INTO leases (name, holder, until)
        VALUES ($1, $2, $3)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
        WHERE leases.holder = excluded.holder OR leases.until <= $4";

    PING = "SELECT 1";
}
