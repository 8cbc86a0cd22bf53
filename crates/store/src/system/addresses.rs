//! The addresses that organizations have or had. They belong to the system: none of these rows is a tenant's own.

use crate::sql::statements;

statements! {
    /// slug, organization, now
    NOTE [system] = "
        INSERT INTO addresses (slug, organization_id, seen_at) VALUES ($1, $2, $3)
        ON CONFLICT (slug, organization_id) DO NOTHING";

    /// slug, rows
    LIST [system] = "SELECT organization_id FROM addresses WHERE slug = $1 ORDER BY organization_id LIMIT +$2";

    /// organization: a tenant
    FORGET = "DELETE FROM addresses WHERE organization_id = $1";
}
