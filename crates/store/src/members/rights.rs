//! What a member may do with the people of their organization. Clerk does not check this for a server, and no session token
//! says it: the membership in the copy does. What reads or changes people takes one of the proofs that are made here.

use domain::{PermissionSource, TenantScope, member, role::permissions_of};

use crate::copy::Standing;

/// What a membership says. Made of the copy's row alone.
#[derive(Clone, Debug)]
pub struct PeopleRights {
    scope: TenantScope,
    standing: Standing,
    source: PermissionSource,
}

/// The proof that somebody may see who belongs to their organization.
#[derive(Clone, Debug)]
pub struct SeePeople(PeopleRights);

/// The proof that somebody may change who belongs to their organization.
#[derive(Clone, Debug)]
pub struct ManagePeople(PeopleRights);

/// The membership has no such right: Clerk's permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the permission {0} is missing")]
pub struct MissingRight(pub &'static str);

/// Who manages members where a role is all that counts.
pub(super) const MANAGERS: &str = "org:admin";

impl PeopleRights {
    pub(super) fn of(scope: &TenantScope, standing: Standing, source: PermissionSource) -> Self {
        Self { scope: scope.clone(), standing, source }
    }

    /// The proof that the person may see the others.
    ///
    /// # Errors
    /// [`MissingRight`] when not.
    pub fn to_see(&self) -> Result<SeePeople, MissingRight> {
        let may = match self.source {
            PermissionSource::Clerk => self.has(member::READ) || self.has(member::MANAGE),
            PermissionSource::Roles => true,
        };
        may.then(|| SeePeople(self.clone())).ok_or(MissingRight(member::READ))
    }

    /// The proof that the person may change who belongs here.
    ///
    /// # Errors
    /// [`MissingRight`] when not.
    pub fn to_manage(&self) -> Result<ManagePeople, MissingRight> {
        let may = match self.source {
            PermissionSource::Clerk => self.has(member::MANAGE),
            PermissionSource::Roles => self.standing.role == MANAGERS,
        };
        may.then(|| ManagePeople(self.clone())).ok_or(MissingRight(member::MANAGE))
    }

    /// The proof for ending one's own membership, which needs no right.
    pub fn to_leave(&self) -> SeePeople {
        SeePeople(self.clone())
    }

    fn has(&self, permission: &str) -> bool {
        self.standing.permissions.iter().any(|own| own == permission)
    }
}

impl SeePeople {
    /// For whom, and where.
    pub fn scope(&self) -> &TenantScope {
        &self.0.scope
    }

    /// Where permissions come from.
    pub(super) fn source(&self) -> PermissionSource {
        self.0.source
    }
}

impl ManagePeople {
    /// For whom, and where.
    pub fn scope(&self) -> &TenantScope {
        &self.0.scope
    }

    /// Where permissions come from.
    pub fn source(&self) -> PermissionSource {
        self.0.source
    }

    /// Whoever may manage people may see them.
    pub fn to_see(&self) -> SeePeople {
        SeePeople(self.0.clone())
    }

    /// Whether the person has everything that a role may do: nobody gives away more than that. `permissions` are the role's
    /// as Clerk has them, which do not count where the role alone does.
    pub fn may_grant(&self, role: &str, permissions: &[String]) -> bool {
        match self.0.source {
            PermissionSource::Clerk => permissions.iter().all(|permission| self.0.has(permission)),
            PermissionSource::Roles => {
                let own = permissions_of(&self.0.standing.role);
                permissions_of(role).iter().all(|permission| own.contains(permission))
            }
        }
    }
}
