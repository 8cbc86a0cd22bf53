//! The names of a tenant's people. They live in Clerk; our database holds ids alone.

use async_trait::async_trait;
use domain::{FieldError, Member, TenantScope, UserId};

use super::AppContext;
use crate::AppError;

/// Who belongs to a tenant, as Clerk tells.
#[async_trait]
pub trait MemberDirectory: Send + Sync {
    /// The people of the scope's tenant by name, at most [`domain::tenant::MEMBERS_MAX`] of them; of a personal account,
    /// its person. Empty while Clerk does not tell: names are nothing that a page should fail for.
    async fn members(&self, scope: &TenantScope) -> Vec<Member>;
}

/// Whether a person may be named in a tenant: an error of `field` when Clerk knows all of its people and they are not
/// among them.
pub(super) async fn check(
    context: &AppContext,
    scope: &TenantScope,
    field: &str,
    person: &UserId,
) -> Result<(), AppError> {
    if person == scope.actor() {
        return Ok(());
    }
    let members = context.members.members(scope).await;
    let is_complete = (1..domain::tenant::MEMBERS_MAX).contains(&members.len());
    if is_complete && members.iter().all(|member| member.id != *person) {
        return Err(vec![FieldError::new(field, "Choose somebody of the organization.")].into());
    }
    Ok(())
}
