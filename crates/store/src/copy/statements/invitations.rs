//! Statements about invitations.

use super::is_later;
use crate::sql::{remove_all, statements};

statements! {
    /// tenant, id, address, role, status, inviter, until when, when it was made, updated, seen when and in what
    PUT = concat!("
        INSERT INTO invitations (
            tenant_id, id, email, role, status, inviter_id, expires_at, created_at, updated_at, seen_at, seen_in
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (tenant_id, id) DO UPDATE SET
            email = excluded.email, role = excluded.role, status = excluded.status, inviter_id = excluded.inviter_id,
            expires_at = excluded.expires_at, updated_at = excluded.updated_at, seen_at = excluded.seen_at,
            seen_in = excluded.seen_in
        WHERE ", is_later!("invitations", closed));

    /// tenant, the last id of the page before, rows
    LIST = "
        SELECT id, email, role, status, inviter_id, expires_at, created_at, updated_at
        FROM invitations
        WHERE tenant_id = $1 AND id > $2
        ORDER BY id
        LIMIT +$3";

    /// tenant, address: pending ones to it
    OF_ADDRESS = "
        SELECT id
        FROM invitations
        WHERE tenant_id = $1 AND status = 'pending' AND email = $2
        ORDER BY id
        LIMIT 100";

    /// tenant, address: the same, whole
    LIST_TO = "
        SELECT id, email, role, status, inviter_id, expires_at, created_at, updated_at
        FROM invitations
        WHERE tenant_id = $1 AND status = 'pending' AND email = $2
        ORDER BY id
        LIMIT 100";

    /// tenant, now: pending ones that ran out
    RAN_OUT = "
        SELECT id
        FROM invitations
        WHERE tenant_id = $1 AND status = 'pending' AND expires_at < $2
        ORDER BY expires_at, id
        LIMIT 100";

    /// tenant: when the first of its pending ones runs out
    FIRST_EXPIRY = "SELECT MIN(expires_at) AS expires_at FROM invitations WHERE tenant_id = $1 AND status = 'pending'";

    /// tenant, the same
    SET_EXPIRES_FROM = "UPDATE tenants SET expires_from = $2 WHERE id = $1";

    /// now, the last id of the page before, rows: tenants with pending ones that ran out
    LIST_TENANTS [system] = "
        SELECT id
        FROM tenants
        WHERE id > $2 AND expires_from < $1 AND removed_at IS NULL
        ORDER BY id
        LIMIT +$3";

    /// tenant, id, how it stands from now on: its address goes
    CLOSE = "UPDATE invitations SET status = $3, email = NULL WHERE tenant_id = $1 AND id = $2";

    /// tenant, rows: for the removal of the tenant
    REMOVE_ALL = remove_all!("invitations"), Postgres => remove_all!("invitations" postgres);
}
