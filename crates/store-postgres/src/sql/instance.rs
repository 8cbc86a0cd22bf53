//! The Clerk instance that the rows belong to.

statements! {
    /// issuer, now
    CLAIM = "INSERT INTO instance (id, issuer, claimed_at) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING";

    GET = "SELECT issuer FROM instance WHERE id = 1";

    PING = "SELECT 1";
}
