//! Organizations and their memberships: get, list.

use serde::Deserialize;
use serde_json::Value;

use super::{BackendClient, BackendError, Page, Paging, path::Segment};

const ORGANIZATIONS: Segment<'static> = Segment::Fixed("organizations");

/// An organization, without its private metadata.
#[derive(Clone, Debug, Deserialize)]
pub struct Organization {
    /// `org_…`.
    pub id: String,
    /// Its display name.
    pub name: String,
    /// Absent where the instance has slugs switched off.
    #[serde(default)]
    pub slug: Option<String>,
    /// Its logo.
    #[serde(default)]
    pub image_url: Option<String>,
    /// Only where it was asked for.
    #[serde(default)]
    pub members_count: Option<u64>,
    /// Visible to the browser as well.
    #[serde(default)]
    pub public_metadata: Value,
    /// Unix milliseconds.
    #[serde(default)]
    pub created_at: i64,
    /// Unix milliseconds.
    #[serde(default)]
    pub updated_at: i64,
}

/// A person's place in an organization.
#[derive(Clone, Debug, Deserialize)]
pub struct Membership {
    /// `orgmem_…`.
    pub id: String,
    /// With its prefix: `org:admin`.
    pub role: String,
    /// All permissions of the role, system permissions included.
    #[serde(default)]
    pub permissions: Vec<String>,
    /// The organization.
    #[serde(default)]
    pub organization: Option<Organization>,
    /// The person.
    #[serde(default)]
    pub public_user_data: Option<PublicUserData>,
    /// Unix milliseconds.
    #[serde(default)]
    pub created_at: i64,
    /// Unix milliseconds.
    #[serde(default)]
    pub updated_at: i64,
}

/// What members see of each other.
#[derive(Clone, Debug, Deserialize)]
pub struct PublicUserData {
    /// `user_…`.
    pub user_id: String,
    /// First name.
    #[serde(default)]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// A picture.
    #[serde(default)]
    pub image_url: Option<String>,
    /// What the person signs in with, mostly an e-mail address.
    #[serde(default)]
    pub identifier: Option<String>,
}

impl BackendClient {
    /// `GET /organizations/{id or slug}`.
    ///
    /// # Errors
    /// See [`BackendError`]; an unknown organization is [`BackendError::is_not_found`].
    pub async fn organization(&self, id_or_slug: &str) -> Result<Organization, BackendError> {
        self.send(self.get(&[ORGANIZATIONS, Segment::IdOrSlug(id_or_slug)])?).await
    }

    /// `GET /organizations`.
    ///
    /// # Errors
    /// See [`BackendError`].
    pub async fn organizations(&self, paging: Paging) -> Result<Page<Organization>, BackendError> {
        self.send(self.get(&[ORGANIZATIONS])?.query(&paging.query())).await
    }

    /// `GET /organizations/{id}/memberships`.
    ///
    /// # Errors
    /// See [`BackendError`].
    pub async fn memberships(&self, organization_id: &str, paging: Paging) -> Result<Page<Membership>, BackendError> {
        let segments = [ORGANIZATIONS, Segment::Id(organization_id), Segment::Fixed("memberships")];
        self.send(self.get(&segments)?.query(&paging.query())).await
    }

    /// `GET /organizations/{id}/memberships?user_id=…`: of those of these users who belong to it.
    ///
    /// # Errors
    /// See [`BackendError`].
    pub async fn memberships_of(
        &self,
        organization_id: &str,
        user_ids: impl IntoIterator<Item = &str>,
        paging: Paging,
    ) -> Result<Page<Membership>, BackendError> {
        let segments = [ORGANIZATIONS, Segment::Id(organization_id), Segment::Fixed("memberships")];
        let users: Vec<_> = user_ids.into_iter().map(|id| ("user_id", id)).collect();
        self.send(self.get(&segments)?.query(&users).query(&paging.query())).await
    }
}
