//! The registry of tenants. Its rows hold nothing that belongs to a tenant.

use domain::Tenant;

use crate::{
    ProjectQuota, TenantRecord,
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

    /// tenant; until the transaction ends nobody deletes a project of it
    LOCK = "UPDATE tenants SET deleted_since = deleted_since WHERE id = $1";

    /// time, the last id of the page before, rows: who has projects that were deleted before
    LIST_WITH_DELETED [system] = "
        SELECT id
        FROM tenants
        WHERE deleted_since < $1 AND id > $2 AND removed_at IS NULL
        ORDER BY id
        LIMIT +$3";

    /// tenant, time: a project of it was deleted then
    NOTE_DELETED = "UPDATE tenants SET deleted_since = COALESCE(CASE WHEN deleted_since < $2 THEN deleted_since END, $2)
        WHERE id = $1";

    /// tenant, when the first of its deleted projects was deleted, if it has any; how many are gone for good
    SET_DELETED = "UPDATE tenants SET deleted_since = $2, projects = projects - $3 WHERE id = $1";

    /// tenant, how many projects it has just got, how many it may have; no row where that is too many
    COUNT_NEW = "UPDATE tenants SET projects = projects + $2 WHERE id = $1 AND projects <= $3 - $2";

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

/// Counts projects that a registered tenant has just got; false: they are more than it may have.
pub(crate) async fn count_new(work: &mut Work<'_>, projects: i64, quota: ProjectQuota) -> Result<bool, Failure> {
    Ok(work.execute(COUNT_NEW, values![projects, quota.most()]).await? > 0)
}

/// Remembers that a project of the tenant was deleted then: the purge will come by.
pub(crate) async fn note_deleted(work: &mut Work<'_>, deleted: i64) -> Result<(), Failure> {
    work.execute(NOTE_DELETED, values![deleted]).await?;
    Ok(())
}

impl FromRow for TenantRecord {
    fn from_row(row: &dyn Row) -> Result<Self, Failure> {
        let (id, created_at) = (row.string("id")?, row.number("created_at")?);
        Ok(Self { id, created_at, removed_at: row.int("removed_at")? })
    }
}
