//! The registry of tenants, whose rows hold nothing of a tenant's own.

use domain::Tenant;

use crate::{
    engine::{Failure, values},
    sql::statements,
    unit::Work,
};

statements! {
    /// tenant, kind, now
    REGISTER = "INSERT INTO tenants (id, kind, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
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
