//! Statements about organizations.

use super::is_later;
use crate::sql::{remove_all, statements};

statements! {
    /// tenant, name, slug, image, own, when it was made, updated, seen when and in what
    PUT = concat!("
        INSERT INTO organizations (
            tenant_id, id, name, slug, image_url, is_own, created_at, updated_at, seen_at, seen_in
        )
        VALUES ($1, $1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (tenant_id, id) DO UPDATE SET
            name = excluded.name, slug = excluded.slug, image_url = excluded.image_url, is_own = excluded.is_own,
            created_at = excluded.created_at, updated_at = excluded.updated_at, seen_at = excluded.seen_at,
            seen_in = excluded.seen_in
        WHERE ", is_later!("organizations", own));

    /// tenant, the last id of the page before, rows
    LIST = "
        SELECT id, name, slug, image_url, created_at, updated_at
        FROM organizations
        WHERE tenant_id = $1 AND id > $2
        ORDER BY id
        LIMIT +$3";

    /// tenant, rows: for the removal of the tenant
    REMOVE_ALL = remove_all!("organizations"), Postgres => remove_all!("organizations" postgres);
}
