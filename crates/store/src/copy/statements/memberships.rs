//! Statements about memberships.

use super::is_later;
use crate::sql::{remove_all, statements};

statements! {
    /// tenant, id, person, role, permissions, when it was made, updated, seen when and in what
    PUT = concat!("
        INSERT INTO memberships (
            tenant_id, id, person_id, role, permissions, created_at, updated_at, seen_at, seen_in
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (tenant_id, id) DO UPDATE SET
            role = excluded.role, permissions = excluded.permissions, updated_at = excluded.updated_at,
            seen_at = excluded.seen_at, seen_in = excluded.seen_in
        WHERE ", is_later!("memberships"));

    /// tenant, person: the memberships that are known of the pair, of which there are never many
    OF_PAIR = "
        SELECT id, created_at
        FROM memberships
        WHERE tenant_id = $1 AND person_id = $2
        ORDER BY created_at DESC, id DESC
        LIMIT 100";

    /// tenant, person
    OF_PERSON = "
        SELECT role, permissions, updated_at
        FROM memberships
        WHERE tenant_id = $1 AND person_id = $2
        ORDER BY created_at DESC, id DESC
        LIMIT 1";

    /// tenant, person, session: whether one of the three is gone
    HAS_ENDED = "
        SELECT id FROM tombstones WHERE id = $1
        UNION ALL SELECT id FROM tombstones WHERE id = $2
        UNION ALL SELECT id FROM ended_sessions WHERE id = $3";

    /// tenant, person: when the last membership of theirs went
    LEFT_AT = "SELECT MAX(gone_at) AS gone_at FROM tombstones WHERE organization_id = $1 AND person_id = $2";

    /// tenant, the last id of the page before, rows
    LIST = "
        SELECT id, person_id, role, permissions, created_at, updated_at
        FROM memberships
        WHERE tenant_id = $1 AND id > $2
        ORDER BY id
        LIMIT +$3";

    /// tenant, person
    LIST_OF = "
        SELECT id, person_id, role, permissions, created_at, updated_at
        FROM memberships
        WHERE tenant_id = $1 AND person_id = $2
        ORDER BY created_at, id
        LIMIT 100";

    /// tenant, id
    REMOVE = "DELETE FROM memberships WHERE tenant_id = $1 AND id = $2";

    /// tenant, person
    REMOVE_OF = "DELETE FROM memberships WHERE tenant_id = $1 AND person_id = $2";

    /// tenant, rows: for the removal of the tenant
    REMOVE_ALL = remove_all!("memberships"), Postgres => remove_all!("memberships" postgres);
}
