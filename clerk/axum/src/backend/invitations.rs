//! Invitations to the application.

use super::{
    BackendClient, Call, Metadata, Page, Redacted,
    common::{InvitationStatus, Paginated},
    macros::{params, resource},
    path::Segment::{self, Fixed, Id},
};

const INVITATIONS: Segment<'static> = Fixed("invitations");

resource! {
    /// An invitation to sign up.
    pub struct Invitation {
        /// `inv_…`.
        pub id: String,
        /// Who is invited.
        pub email_address: String,
        /// Where it stands.
        pub status: InvitationStatus,
        /// It was withdrawn.
        pub revoked: bool,
        /// Where it is accepted. Whoever has it can.
        pub url: Option<Redacted>,
        /// Becomes the person's.
        pub public_metadata: Metadata,
        /// Unix milliseconds.
        pub expires_at: Option<i64>,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
    }
}

params! {
    /// Parameters of [`Invitations::list`].
    pub struct InvitationList {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
        /// In this state.
        pub status: Option<InvitationStatus>,
        /// A part of the address, or an id.
        pub query: Option<String>,
        /// `created_at`, `email_address` or `expires_at`, with `+` or `-` in front.
        pub order_by: Option<String>,
    }
}

params! {
    /// Parameters of [`Invitations::create`].
    pub struct CreateInvitation {
        /// Who is invited.
        pub email_address: String,
        /// Where the mail leads: a page of yours that takes the ticket.
        pub redirect_url: Option<String>,
        /// 1 to 365; 30 where it is not given.
        pub expires_in_days: Option<u64>,
        /// Goes on where the address is invited already, or somebody's.
        pub ignore_existing: Option<bool>,
        /// Whether a mail is sent.
        pub notify: Option<bool>,
        /// `invitation` or `waitlist_invitation`.
        pub template_slug: Option<String>,
        /// Becomes the person's.
        pub public_metadata: Option<Metadata>,
    }
}

/// [`BackendClient::invitations`].
#[derive(Clone, Copy, Debug)]
pub struct Invitations<'a>(&'a BackendClient);

impl BackendClient {
    /// Invitations to the application.
    pub fn invitations(&self) -> Invitations<'_> {
        Invitations(self)
    }
}

impl Invitations<'_> {
    /// `GET /invitations`.
    pub fn list(self, parameters: &InvitationList) -> Call<Page<Invitation>> {
        self.0.get(&[INVITATIONS]).query(&Paginated::new(parameters))
    }

    /// `POST /invitations`.
    pub fn create(self, parameters: &CreateInvitation) -> Call<Invitation> {
        self.0.post(&[INVITATIONS]).body(parameters)
    }

    /// `POST /invitations/bulk`: all or none.
    pub fn create_bulk(self, parameters: &[CreateInvitation]) -> Call<Vec<Invitation>> {
        self.0.post(&[INVITATIONS, Fixed("bulk")]).body(&parameters)
    }

    /// `POST /invitations/{id}/revoke`.
    pub fn revoke(self, invitation_id: &str) -> Call<Invitation> {
        self.0.post(&[INVITATIONS, Id(invitation_id), Fixed("revoke")])
    }
}
