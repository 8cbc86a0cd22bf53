//! Whose data it is.

use serde::{Deserialize, Serialize};

use crate::id::{OrganizationId, UserId};

/// The owner of rows: an organization or a personal account. Clerk's ids never collide, so one text column holds both.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tenant {
    /// `org_…`
    Organization(OrganizationId),
    /// `user_…`
    Personal(UserId),
}

impl Tenant {
    /// The value of the column `tenant_id`.
    pub fn id(&self) -> &str {
        match self {
            Self::Organization(id) => id.as_str(),
            Self::Personal(id) => id.as_str(),
        }
    }
}

/// The tenant a page or a form was made for, as its URL names it. A claim by the browser: compared with the session's
/// organization by [`TenantScope::is_at`](crate::TenantScope::is_at), never trusted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TenantPath {
    /// `/orgs/{slug or id}`
    Organization(String),
    /// `/personal`
    Personal,
}

impl TenantPath {
    /// The URL prefix of the tenant's pages, without a trailing slash.
    pub fn prefix(&self) -> String {
        match self {
            Self::Organization(slug) => format!("/orgs/{slug}"),
            Self::Personal => "/personal".to_owned(),
        }
    }
}
