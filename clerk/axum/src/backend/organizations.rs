//! Organizations, their members, invitations and domains.

mod domains;
mod invitations;
mod memberships;

pub use self::{
    domains::{
        CreateOrganizationDomain, DomainList, DomainVerification, EnrollmentMode, OrganizationDomain,
        OrganizationDomainList, UpdateOrganizationDomain,
    },
    invitations::{
        CreateOrganizationInvitation, InstanceInvitationList, InvitedTo, OrganizationInvitation,
        OrganizationInvitationList, RevokeOrganizationInvitation,
    },
    memberships::{
        CreateMembership, InstanceMembershipList, Membership, MembershipList, PublicUserData, UpdateMembership,
    },
};
use super::{
    BackendClient, Call, Metadata, Page, PrivateMetadata,
    common::{Deleted, Picture},
    macros::{params, resource},
    path::Segment::{self, Fixed, Id, IdOrSlug},
};

const ORGANIZATIONS: Segment<'static> = Fixed("organizations");

resource! {
    /// An organization. Serialised, it leaves out what is [private](PrivateMetadata).
    pub struct Organization {
        /// `org_…`.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Absent where the instance has slugs switched off.
        pub slug: Option<String>,
        /// Its logo, or a generated picture.
        pub image_url: Option<String>,
        /// Whether it is its own.
        pub has_image: bool,
        /// Only where it was asked for.
        pub members_count: Option<u64>,
        /// Only where it was asked for.
        pub pending_invitations_count: Option<u64>,
        /// Only where it was asked for: nobody may manage it.
        pub missing_member_with_elevated_permissions: Option<bool>,
        /// 0: any number.
        pub max_allowed_memberships: u64,
        /// Its administrators may delete it.
        pub admin_delete_enabled: bool,
        /// Everybody in it may read it, only servers write it.
        pub public_metadata: Metadata,
        /// For servers alone.
        #[serde(skip_serializing)]
        pub private_metadata: PrivateMetadata,
        /// `user_…`.
        pub created_by: Option<String>,
        /// The roles that exist in it.
        pub role_set_key: Option<String>,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
        /// Unix milliseconds.
        pub last_active_at: Option<i64>,
    }
}

params! {
    /// Parameters of [`Organizations::list`].
    pub struct OrganizationList {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
        /// Includes the number of members of each.
        pub include_members_count: Option<bool>,
        /// Includes whether nobody is left to manage it.
        pub include_missing_member_with_elevated_permissions: Option<bool>,
        /// A part of the name or slug, or an id.
        pub query: Option<String>,
        /// With these ids; one with `-` in front is left out.
        pub organization_id: Vec<String>,
        /// With these members; with `-` in front: without.
        pub user_id: Vec<String>,
        /// `name`, `created_at` or `members_count`, with `+` or `-` in front.
        pub order_by: Option<String>,
    }
}

params! {
    /// Parameters of [`Organizations::get_with`].
    pub struct GetOrganization {
        /// Includes the number of members.
        pub include_members_count: Option<bool>,
        /// Includes whether nobody is left to manage it.
        pub include_missing_member_with_elevated_permissions: Option<bool>,
    }
}

params! {
    /// Parameters of [`Organizations::create`].
    pub struct CreateOrganization {
        /// Its name.
        pub name: String,
        /// `user_…`: becomes its first administrator.
        pub created_by: Option<String>,
        /// Its address; made of the name where it is not given.
        pub slug: Option<String>,
        /// 0: any number.
        pub max_allowed_memberships: Option<u64>,
        /// As `2026-01-31T12:00:00Z`.
        pub created_at: Option<String>,
        /// The roles that exist in it.
        pub role_set_key: Option<String>,
        /// Everybody in it may read it.
        pub public_metadata: Option<Metadata>,
        /// For servers alone.
        pub private_metadata: Option<Metadata>,
    }
}

params! {
    /// Parameters of [`Organizations::update`]. What is not given stays.
    pub struct UpdateOrganization {
        /// Its name.
        pub name: Option<String>,
        /// Its address.
        pub slug: Option<String>,
        /// 0: any number.
        pub max_allowed_memberships: Option<u64>,
        /// Its administrators may delete it.
        pub admin_delete_enabled: Option<bool>,
        /// As `2026-01-31T12:00:00Z`.
        pub created_at: Option<String>,
        /// The roles that exist in it.
        pub role_set_key: Option<String>,
        /// Replaces what is there.
        pub public_metadata: Option<Metadata>,
        /// Replaces what is there. For servers alone.
        pub private_metadata: Option<Metadata>,
    }
}

params! {
    /// The metadata of an organization or a membership. What is not given stays.
    pub struct OrganizationMetadata {
        /// Everybody in it may read it, only servers write it.
        pub public_metadata: Option<Metadata>,
        /// For servers alone.
        pub private_metadata: Option<Metadata>,
    }
}

/// [`BackendClient::organizations`].
#[derive(Clone, Copy, Debug)]
pub struct Organizations<'a>(&'a BackendClient);

impl BackendClient {
    /// Organizations.
    pub fn organizations(&self) -> Organizations<'_> {
        Organizations(self)
    }
}

impl Organizations<'_> {
    /// `GET /organizations`.
    pub fn list(self, parameters: &OrganizationList) -> Call<Page<Organization>> {
        self.0.get(&[ORGANIZATIONS]).query(parameters)
    }

    /// `GET /organizations/{id or slug}`.
    pub fn get(self, id_or_slug: &str) -> Call<Organization> {
        self.0.get(&[ORGANIZATIONS, IdOrSlug(id_or_slug)])
    }

    /// The same, with more about it.
    pub fn get_with(self, id_or_slug: &str, parameters: &GetOrganization) -> Call<Organization> {
        self.get(id_or_slug).query(parameters)
    }

    /// `POST /organizations`.
    pub fn create(self, parameters: &CreateOrganization) -> Call<Organization> {
        self.0.post(&[ORGANIZATIONS]).body(parameters)
    }

    /// `PATCH /organizations/{id}`, then `PUT /organizations/{id}/metadata` where metadata is given: Clerk takes it there
    /// alone.
    pub fn update(self, organization_id: &str, parameters: &UpdateOrganization) -> Call<Organization> {
        let mut fields = parameters.clone();
        let metadata = OrganizationMetadata {
            public_metadata: fields.public_metadata.take(),
            private_metadata: fields.private_metadata.take(),
        };
        let rest = self.0.patch(&[ORGANIZATIONS, Id(organization_id)]).body(&fields);
        if metadata == OrganizationMetadata::default() {
            return rest;
        }
        let replaced = self.replace_metadata(organization_id, &metadata);
        if fields == UpdateOrganization::default() { replaced } else { rest.then(replaced) }
    }

    /// `DELETE /organizations/{id}`.
    pub fn delete(self, organization_id: &str) -> Call<Deleted> {
        self.0.delete(&[ORGANIZATIONS, Id(organization_id)])
    }

    /// `PATCH /organizations/{id}/metadata`: merged into what is there; `null` removes a key.
    pub fn update_metadata(self, organization_id: &str, metadata: &OrganizationMetadata) -> Call<Organization> {
        self.0.patch(&[ORGANIZATIONS, Id(organization_id), Fixed("metadata")]).body(metadata)
    }

    /// `PUT /organizations/{id}/metadata`: each kind that is given replaces what is there.
    pub fn replace_metadata(self, organization_id: &str, metadata: &OrganizationMetadata) -> Call<Organization> {
        self.0.put(&[ORGANIZATIONS, Id(organization_id), Fixed("metadata")]).body(metadata)
    }

    /// `PUT /organizations/{id}/logo`; `uploader` is who did it.
    pub fn update_logo(self, organization_id: &str, picture: &Picture, uploader: Option<&str>) -> Call<Organization> {
        let fields: Vec<_> = uploader.into_iter().map(|user_id| ("uploader_user_id", user_id)).collect();
        let (content_type, body) = picture.form(&fields);
        self.0.put(&[ORGANIZATIONS, Id(organization_id), Fixed("logo")]).encoded(content_type, body)
    }

    /// `DELETE /organizations/{id}/logo`.
    pub fn delete_logo(self, organization_id: &str) -> Call<Organization> {
        self.0.delete(&[ORGANIZATIONS, Id(organization_id), Fixed("logo")])
    }
}
