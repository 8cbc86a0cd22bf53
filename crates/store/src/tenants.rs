//! The registry of tenants. Its rows hold nothing that belongs to a tenant.

// begin examples
pub(crate) mod projects;
// end examples

use domain::Tenant;

use crate::{
    TenantRecord,
    engine::{Failure, FromRow, Row, values},
    sql::statements,
    unit::Work,
};

statements! {
    /// tenant, kind, now
    REGISTER = "INSERT INTO tenants (id, kind, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";

    /// the last id of the page before, rows
    LIST [system] = "SELECT id, created_at, removed_at FROM tenants WHERE id > $1 ORDER BY id LIMIT +$2";

    /// tenant
    IS_REGISTERED = "SELECT id FROM tenants WHERE id = $1";

    /// the last id of the page before, rows: whose trail has entries that are kept no longer
    LIST_TO_TRIM [system] = "
        SELECT id
        FROM tenants
        WHERE id > $1 AND COALESCE(trail_since, created_at) < (SELECT kept_since FROM audit_retention)
            AND removed_at IS NULL
        ORDER BY id
        LIMIT +$2";

    /// tenant, when the first entry of its trail was made
    SET_TRAIL_SINCE = "UPDATE tenants SET trail_since = $2 WHERE id = $1";

    /// tenant, now; from here on its audit trail may go
    MARK_REMOVED = "UPDATE tenants SET removed_at = COALESCE(removed_at, $2) WHERE id = $1";

    /// tenant
    UNREGISTER = "DELETE FROM tenants WHERE id = $1";
}

/// Makes sure that the registry knows the tenant.
pub(crate) async fn register(work: &mut Work<'_>, tenant: &Tenant, now: i64) -> Result<(), Failure> {
    let kind = match tenant {
        Tenant::Organization(_) => "organization",
        Tenant::Personal(_) => "personal",
    };
    work.execute(REGISTER, values![kind, now]).await?;
    Ok(())
}

impl FromRow for TenantRecord {
    fn from_row(row: &dyn Row) -> Result<Self, Failure> {
        let (id, created_at) = (row.string("id")?, row.number("created_at")?);
        Ok(Self { id, created_at, removed_at: row.int("removed_at")? })
    }
}
