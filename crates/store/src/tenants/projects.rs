//! How many projects a tenant has, and since when some of them are deleted: counted in the registry.

use crate::{
    ProjectQuota,
    engine::{Failure, values},
    sql::statements,
    unit::Work,
};

statements! {
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
