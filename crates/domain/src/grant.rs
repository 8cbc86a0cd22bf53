//! `Session (verified) → TenantScope → require::<P>() → Grant<P> → store`: authorization as a chain of types.

use std::{marker::PhantomData, sync::Arc};

use clerk_protocol::Session;

use crate::{
    id::UserId,
    impersonation::{Impersonating, Impersonation, Impersonator},
    people::People,
    permission::{Access, Permission, PermissionSource},
    role,
    tenant::{Tenant, TenantClaim, TenantInfo, TenantPath},
};

/// A verified person inside one tenant, with what they may do there. Cheap to clone.
#[derive(Clone, Debug)]
pub struct TenantScope {
    inner: Arc<Inner>,
}

#[derive(Clone, Debug)]
struct Inner {
    tenant: Tenant,
    slug: Option<String>,
    actor: UserId,
    impersonator: Option<Impersonator>,
    impersonation: Impersonation,
    permissions: Vec<Permission>,
    request_id: Option<String>,
}

/// The session lacks a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the permission {} is missing", .0.key())]
pub struct MissingPermission(pub Permission);

/// Why a session has no tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoTenant {
    /// Neither an organization is active nor are personal accounts allowed.
    #[error("no organization is active")]
    NoActiveOrganization,
    /// The verified ids are not of Clerk's form.
    #[error("the session's ids are not of Clerk's form")]
    MalformedIds,
}

impl TenantScope {
    /// The tenant a verified session acts in: its active organization, or else the personal account where that is allowed.
    ///
    /// # Errors
    /// [`NoTenant`] when neither exists.
    pub fn of(session: &Session, source: PermissionSource, personal_accounts: bool) -> Result<Self, NoTenant> {
        let actor: UserId = session.user_id().parse().map_err(|_| NoTenant::MalformedIds)?;
        let (tenant, slug, permissions) = match session.organization() {
            Some(organization) => {
                let id = organization.id.parse().map_err(|_| NoTenant::MalformedIds)?;
                (Tenant::Organization(id), organization.slug.clone(), permissions_of(organization, source))
            }
            None if personal_accounts => (Tenant::Personal(actor.clone()), None, Permission::ALL.to_vec()),
            None => return Err(NoTenant::NoActiveOrganization),
        };
        let (impersonator, impersonation) = (Impersonator::of(session), Impersonation::Limited);
        let inner = Inner { tenant, slug, actor, impersonator, impersonation, permissions, request_id: None };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The same scope on behalf of a request, which the audit trail then names.
    #[must_use]
    pub fn for_request(self, id: Option<String>) -> Self {
        Self { inner: Arc::new(Inner { request_id: id, ..Inner::clone(&self.inner) }) }
    }

    /// The same scope where impersonators may do more, or less.
    #[must_use]
    pub fn with_impersonation(self, impersonation: Impersonation) -> Self {
        Self { inner: Arc::new(Inner { impersonation, ..Inner::clone(&self.inner) }) }
    }

    /// The tenant.
    pub fn tenant(&self) -> &Tenant {
        &self.inner.tenant
    }

    /// The request, where there is one.
    pub fn request_id(&self) -> Option<&str> {
        self.inner.request_id.as_deref()
    }

    /// Who acts, as far as the session tells.
    pub fn actor(&self) -> &UserId {
        &self.inner.actor
    }

    /// Who acts in the actor's place.
    pub fn impersonator(&self) -> Option<&Impersonator> {
        self.inner.impersonator.as_ref()
    }

    /// Whether anything may be deleted or restored in this session.
    ///
    /// # Errors
    /// [`Impersonating`] when not.
    pub fn may_remove(&self) -> Result<(), Impersonating> {
        match (&self.inner.impersonator, self.inner.impersonation) {
            (Some(_), Impersonation::Limited) => Err(Impersonating),
            _ => Ok(()),
        }
    }

    /// Whether this is the tenant that a caller means.
    pub fn is(&self, claim: &TenantClaim) -> bool {
        match claim {
            TenantClaim::Id(tenant) => *tenant == self.inner.tenant,
            TenantClaim::Path(path) => self.is_at(path),
        }
    }

    /// Whether the URL names this very tenant, by slug or by id.
    pub fn is_at(&self, path: &TenantPath) -> bool {
        match (path, &self.inner.tenant) {
            (TenantPath::Organization(name), Tenant::Organization(id)) => {
                name == id.as_str() || self.inner.slug.as_deref() == Some(name)
            }
            (TenantPath::Personal, Tenant::Personal(_)) => true,
            _ => false,
        }
    }

    /// The path of this tenant's pages: by slug where there is one, else by id.
    pub fn path(&self) -> TenantPath {
        match &self.inner.tenant {
            Tenant::Organization(id) => {
                TenantPath::Organization(self.inner.slug.clone().unwrap_or_else(|| id.as_str().to_owned()))
            }
            Tenant::Personal(_) => TenantPath::Personal,
        }
    }

    /// The copy for the pages: may travel to the browser, proves nothing.
    pub fn info(&self) -> TenantInfo {
        let slug = match &self.inner.tenant {
            Tenant::Organization(id) => Some(self.inner.slug.clone().unwrap_or_else(|| id.as_str().to_owned())),
            Tenant::Personal(_) => None,
        };
        TenantInfo {
            path: self.path(),
            slug,
            actor: self.inner.actor.clone(),
            permissions: self.inner.permissions.clone(),
            may_remove: self.may_remove().is_ok(),
            people: People::default(),
        }
    }

    /// What the person may do here.
    pub fn permissions(&self) -> &[Permission] {
        &self.inner.permissions
    }

    /// Proves that the person has the permission `P` here. An impersonator who may not remove anything has no permission
    /// to delete either, whatever the person's role.
    ///
    /// # Errors
    /// [`MissingPermission`] when not.
    pub fn require<P: Access>(&self) -> Result<Grant<P>, MissingPermission> {
        let is_kept_from_it = P::PERMISSION.removes() && self.may_remove().is_err();
        if self.inner.permissions.contains(&P::PERMISSION) && !is_kept_from_it {
            Ok(Grant { scope: self.clone(), access: PhantomData })
        } else {
            Err(MissingPermission(P::PERMISSION))
        }
    }
}

fn permissions_of(organization: &clerk_protocol::ActiveOrganization, source: PermissionSource) -> Vec<Permission> {
    match source {
        PermissionSource::Clerk => {
            organization.permissions.iter().filter_map(|key| Permission::from_key(key)).collect()
        }
        PermissionSource::Roles => match organization.role.as_deref() {
            Some(key @ ("org:admin" | "org:member")) => role::permissions_of(key),
            _ => Vec::new(),
        },
    }
}

/// The proof that a check for `P` passed. Every store call for tenant data takes one.
#[derive(Debug)]
pub struct Grant<P> {
    scope: TenantScope,
    access: PhantomData<fn() -> P>,
}

impl<P> Clone for Grant<P> {
    fn clone(&self) -> Self {
        Self { scope: self.scope.clone(), access: PhantomData }
    }
}

impl<P> Grant<P> {
    /// The tenant the proof is for.
    pub fn tenant(&self) -> &Tenant {
        self.scope.tenant()
    }

    /// The person the proof is for.
    pub fn actor(&self) -> &UserId {
        self.scope.actor()
    }

    /// The scope that the proof was made from.
    pub fn scope(&self) -> &TenantScope {
        &self.scope
    }

    /// The proof for taking away what this one lets the person make or change.
    ///
    /// # Errors
    /// [`Impersonating`] in a session in which nothing may be removed.
    pub fn to_remove(&self) -> Result<Removing<P>, Impersonating> {
        self.scope.may_remove()?;
        Ok(Removing(self.clone()))
    }
}

/// A [`Grant`] in a session in which things may be removed. What deletes takes one, where the permission alone does not
/// say so.
#[derive(Debug)]
pub struct Removing<P>(Grant<P>);

impl<P> Clone for Removing<P> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<P> Removing<P> {
    /// The proof of the permission.
    pub fn grant(&self) -> &Grant<P> {
        &self.0
    }
}

/// Why something may not be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRemoval {
    /// The person may not.
    #[error(transparent)]
    MissingPermission(#[from] MissingPermission),
    /// Whoever acts in their place may not.
    #[error(transparent)]
    Impersonating(#[from] Impersonating),
}
