//! Who belongs to an organization, and as what. Clerk does not know who asks: check first whether they may.

use super::{ORGANIZATIONS, Organization, OrganizationMetadata, Organizations};
use crate::backend::{
    Call, Metadata, Page, PrivateMetadata,
    macros::{params, resource},
    path::Segment::{Fixed, Id},
};

resource! {
    /// A person's place in an organization. Serialised, it leaves out what is [private](PrivateMetadata).
    pub struct Membership {
        /// `orgmem_…`.
        pub id: String,
        /// With its prefix: `org:admin`.
        pub role: String,
        /// The role's name.
        pub role_name: Option<String>,
        /// All permissions of the role, system permissions included.
        pub permissions: Vec<String>,
        /// The organization.
        pub organization: Option<Organization>,
        /// The person.
        pub public_user_data: Option<PublicUserData>,
        /// Everybody in the organization may read it.
        pub public_metadata: Metadata,
        /// For servers alone.
        #[serde(skip_serializing)]
        pub private_metadata: PrivateMetadata,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
    }
}

resource! {
    /// What members see of each other.
    pub struct PublicUserData {
        /// `user_…`.
        pub user_id: String,
        /// First name.
        pub first_name: Option<String>,
        /// Last name.
        pub last_name: Option<String>,
        /// A picture.
        pub image_url: Option<String>,
        /// Whether it is their own.
        pub has_image: bool,
        /// What the person signs in with, mostly an e-mail address.
        pub identifier: Option<String>,
        /// Where user names are switched on.
        pub username: Option<String>,
        /// May not sign in.
        pub banned: bool,
        /// A directory took them off its list.
        pub deprovisioned: bool,
    }
}

params! {
    /// Parameters of [`Organizations::list_memberships`].
    pub struct MembershipList {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
        /// `phone_number`, `email_address`, `created_at`, `first_name`, `last_name` or `username`, with `+` or `-` in front.
        pub order_by: Option<String>,
        /// The memberships of these people.
        pub user_id: Vec<String>,
        /// With these addresses.
        pub email_address: Vec<String>,
        /// With these numbers.
        pub phone_number: Vec<String>,
        /// With these user names.
        pub username: Vec<String>,
        /// With these wallets.
        pub web3_wallet: Vec<String>,
        /// In these roles.
        pub role: Vec<String>,
        /// A part of the name, an address, a number, a user name or an id.
        pub query: Option<String>,
        /// A part of the address.
        pub email_address_query: Option<String>,
        /// A part of the number.
        pub phone_number_query: Option<String>,
        /// A part of the user name.
        pub username_query: Option<String>,
        /// A part of the name.
        pub name_query: Option<String>,
        /// Unix milliseconds, as all times here.
        pub last_active_at_before: Option<i64>,
        /// Last active after.
        pub last_active_at_after: Option<i64>,
        /// Since before.
        pub created_at_before: Option<i64>,
        /// Since after.
        pub created_at_after: Option<i64>,
    }
}

params! {
    /// Parameters of [`Organizations::list_instance_memberships`].
    pub struct InstanceMembershipList {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
        /// As in [`MembershipList`].
        pub order_by: Option<String>,
    }
}

params! {
    /// Parameters of [`Organizations::create_membership`].
    pub struct CreateMembership {
        /// `user_…`.
        pub user_id: String,
        /// With its prefix: `org:member`.
        pub role: String,
        /// Everybody in the organization may read it.
        pub public_metadata: Option<Metadata>,
        /// For servers alone.
        pub private_metadata: Option<Metadata>,
    }
}

params! {
    /// Parameters of [`Organizations::update_membership`].
    pub struct UpdateMembership {
        /// With its prefix: `org:member`.
        pub role: String,
    }
}

impl Organizations<'_> {
    /// `GET /organizations/{id}/memberships`.
    pub fn list_memberships(self, organization_id: &str, parameters: &MembershipList) -> Call<Page<Membership>> {
        self.0.get(&[ORGANIZATIONS, Id(organization_id), Fixed("memberships")]).query(parameters)
    }

    /// `GET /organization_memberships`: of all organizations.
    pub fn list_instance_memberships(self, parameters: &InstanceMembershipList) -> Call<Page<Membership>> {
        self.0.get(&[Fixed("organization_memberships")]).query(parameters)
    }

    /// `POST /organizations/{id}/memberships`.
    pub fn create_membership(self, organization_id: &str, parameters: &CreateMembership) -> Call<Membership> {
        self.0.post(&[ORGANIZATIONS, Id(organization_id), Fixed("memberships")]).body(parameters)
    }

    /// `PATCH /organizations/{id}/memberships/{user}`: another role.
    pub fn update_membership(
        self,
        organization_id: &str,
        user_id: &str,
        parameters: &UpdateMembership,
    ) -> Call<Membership> {
        self.0.patch(&[ORGANIZATIONS, Id(organization_id), Fixed("memberships"), Id(user_id)]).body(parameters)
    }

    /// `DELETE /organizations/{id}/memberships/{user}`.
    pub fn delete_membership(self, organization_id: &str, user_id: &str) -> Call<Membership> {
        self.0.delete(&[ORGANIZATIONS, Id(organization_id), Fixed("memberships"), Id(user_id)])
    }

    /// `PATCH /organizations/{id}/memberships/{user}/metadata`: merged into what is there; `null` removes a key.
    pub fn update_membership_metadata(
        self,
        organization_id: &str,
        user_id: &str,
        metadata: &OrganizationMetadata,
    ) -> Call<Membership> {
        let segments = [ORGANIZATIONS, Id(organization_id), Fixed("memberships"), Id(user_id), Fixed("metadata")];
        self.0.patch(&segments).body(metadata)
    }
}
