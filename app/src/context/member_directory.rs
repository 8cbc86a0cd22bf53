//! The people of a tenant: who belongs to it, and their names for those who may know them. All of this lives in Clerk;
//! our database holds only ids.

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::{FieldError, People, Permission, TenantScope, UserId};

use super::AppContext;
use crate::AppError;

/// Who belongs to a tenant, as Clerk tells.
#[async_trait]
pub trait MemberDirectory: Send + Sync {
    /// What the scope's person may know of these people: everything where they may read the tenant's memberships, else
    /// their own name alone, which is always among what they learn. Little or nothing while Clerk does not answer: a page
    /// should not fail for a name.
    async fn people(&self, scope: &TenantScope, whom: &BTreeSet<UserId>) -> People;

    /// Whom the scope's person may choose: as many of the tenant's people as they may know, by name, at most
    /// [`domain::people::CHOICES_MAX`]; themselves at least.
    async fn choices(&self, scope: &TenantScope) -> People;

    /// Whether somebody belongs to the tenant; `None`: Clerk does not tell just now.
    async fn has(&self, scope: &TenantScope, person: &UserId) -> Option<bool>;
}

impl AppContext {
    /// What a page may say of the people that its data names.
    pub(crate) async fn people(&self, scope: &TenantScope, named: impl IntoIterator<Item = &UserId>) -> People {
        self.members.people(scope, &named.into_iter().cloned().collect()).await
    }

    /// The same, and whom to choose from on a page with a form for whoever has one of these permissions.
    pub async fn people_for(
        &self,
        scope: &TenantScope,
        choosers: &[Permission],
        named: impl IntoIterator<Item = &UserId>,
    ) -> People {
        let named = named.into_iter().cloned().collect();
        if !scope.permissions().iter().any(|permission| choosers.contains(permission)) {
            return self.members.people(scope, &named).await;
        }
        let choices = self.members.choices(scope).await;
        let missing: BTreeSet<UserId> = named.into_iter().filter(|id| choices.name_of(id).is_none()).collect();
        if missing.is_empty() { choices } else { choices.and(self.members.people(scope, &missing).await) }
    }
}

/// Whether a person may be named in a tenant. Whoever is not known to belong to it is not accepted.
///
/// # Errors
/// An error of `field` when they do not; [`AppError::MembersUnknown`] while Clerk does not tell.
pub async fn check(context: &AppContext, scope: &TenantScope, field: &str, person: &UserId) -> Result<(), AppError> {
    if person == scope.actor() {
        return Ok(());
    }
    match context.members.has(scope, person).await {
        Some(true) => Ok(()),
        Some(false) => Err(vec![FieldError::new(field, domain::people::NOT_A_MEMBER)].into()),
        None => Err(AppError::MembersUnknown),
    }
}
