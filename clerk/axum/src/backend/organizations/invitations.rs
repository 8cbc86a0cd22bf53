//! Invitations to organizations.

use super::{ORGANIZATIONS, Organizations, PublicUserData};
use crate::backend::{
    Call, Metadata, Page, PrivateMetadata,
    common::InvitationStatus,
    macros::{params, resource},
    path::Segment::{Fixed, Id},
};

resource! {
    /// An invitation to an organization. Serialised, it leaves out what is [private](PrivateMetadata).
    pub struct OrganizationInvitation {
        /// `orginv_…`.
        pub id: String,
        /// Who is invited.
        pub email_address: String,
        /// With its prefix: `org:member`.
        pub role: String,
        /// The role's name.
        pub role_name: Option<String>,
        /// `org_…`.
        pub organization_id: String,
        /// `user_…`.
        pub inviter_id: Option<String>,
        /// Who invited.
        pub public_inviter_data: Option<PublicUserData>,
        /// In lists over several organizations.
        pub public_organization_data: Option<InvitedTo>,
        /// Where it stands.
        pub status: InvitationStatus,
        /// Where it is accepted. Whoever has it can.
        pub url: Option<crate::backend::Redacted>,
        /// Becomes the membership's.
        pub public_metadata: Metadata,
        /// Becomes the membership's. For servers alone.
        #[serde(skip_serializing)]
        pub private_metadata: PrivateMetadata,
        /// Unix milliseconds.
        pub expires_at: Option<i64>,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
    }
}

resource! {
    /// What somebody is invited to.
    pub struct InvitedTo {
        /// `org_…`.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Its address.
        pub slug: Option<String>,
        /// Its logo.
        pub image_url: Option<String>,
        /// Whether it is its own.
        pub has_image: bool,
    }
}

params! {
    /// Parameters of [`Organizations::create_invitation`].
    pub struct CreateOrganizationInvitation {
        /// Who is invited.
        pub email_address: String,
        /// With its prefix: `org:member`.
        pub role: String,
        /// `user_…`: an administrator of the organization. Clerk refuses anybody else.
        pub inviter_user_id: Option<String>,
        /// Where the mail leads: a page of yours that takes the ticket.
        pub redirect_url: Option<String>,
        /// 1 to 365; 30 where it is not given.
        pub expires_in_days: Option<u64>,
        /// Whether a mail is sent.
        pub notify: Option<bool>,
        /// Becomes the membership's.
        pub public_metadata: Option<Metadata>,
        /// Becomes the membership's. For servers alone.
        pub private_metadata: Option<Metadata>,
    }
}

params! {
    /// Parameters of [`Organizations::list_invitations`].
    pub struct OrganizationInvitationList {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
        /// In these states.
        pub status: Vec<InvitationStatus>,
        /// Of this address.
        pub email_address: Option<String>,
        /// `created_at` or `email_address`, with `+` or `-` in front.
        pub order_by: Option<String>,
    }
}

params! {
    /// Parameters of [`Organizations::list_instance_invitations`].
    pub struct InstanceInvitationList {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
        /// In these states.
        pub status: Vec<InvitationStatus>,
        /// A part of the address, or an id.
        pub query: Option<String>,
        /// `created_at` or `email_address`, with `+` or `-` in front.
        pub order_by: Option<String>,
    }
}

params! {
    /// Parameters of [`Organizations::revoke_invitation`].
    pub struct RevokeOrganizationInvitation {
        /// `user_…`: an administrator of the organization. Clerk refuses anybody else.
        pub requesting_user_id: Option<String>,
    }
}

impl Organizations<'_> {
    /// `GET /organizations/{id}/invitations`.
    pub fn list_invitations(
        self,
        organization_id: &str,
        parameters: &OrganizationInvitationList,
    ) -> Call<Page<OrganizationInvitation>> {
        self.0.get(&[ORGANIZATIONS, Id(organization_id), Fixed("invitations")]).query(parameters)
    }

    /// `GET /organization_invitations`: of all organizations.
    pub fn list_instance_invitations(self, parameters: &InstanceInvitationList) -> Call<Page<OrganizationInvitation>> {
        self.0.get(&[Fixed("organization_invitations")]).query(parameters)
    }

    /// `POST /organizations/{id}/invitations`.
    pub fn create_invitation(
        self,
        organization_id: &str,
        parameters: &CreateOrganizationInvitation,
    ) -> Call<OrganizationInvitation> {
        self.0.post(&[ORGANIZATIONS, Id(organization_id), Fixed("invitations")]).body(parameters)
    }

    /// `POST /organizations/{id}/invitations/bulk`: up to ten, all or none.
    pub fn create_invitation_bulk(
        self,
        organization_id: &str,
        parameters: &[CreateOrganizationInvitation],
    ) -> Call<Page<OrganizationInvitation>> {
        self.0.post(&[ORGANIZATIONS, Id(organization_id), Fixed("invitations"), Fixed("bulk")]).body(&parameters)
    }

    /// `GET /organizations/{id}/invitations/{invitation}`.
    pub fn get_invitation(self, organization_id: &str, invitation_id: &str) -> Call<OrganizationInvitation> {
        self.0.get(&[ORGANIZATIONS, Id(organization_id), Fixed("invitations"), Id(invitation_id)])
    }

    /// `POST /organizations/{id}/invitations/{invitation}/revoke`.
    pub fn revoke_invitation(
        self,
        organization_id: &str,
        invitation_id: &str,
        parameters: &RevokeOrganizationInvitation,
    ) -> Call<OrganizationInvitation> {
        let segments = [ORGANIZATIONS, Id(organization_id), Fixed("invitations"), Id(invitation_id), Fixed("revoke")];
        self.0.post(&segments).body(parameters)
    }
}
