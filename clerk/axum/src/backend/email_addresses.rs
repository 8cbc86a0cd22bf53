//! E-mail addresses of people.

use super::{
    BackendClient, Call,
    common::{Deleted, IdentificationLink, Verification},
    macros::{params, resource},
    path::Segment::{self, Fixed, Id},
};

const EMAIL_ADDRESSES: Segment<'static> = Fixed("email_addresses");

resource! {
    /// An address.
    pub struct EmailAddress {
        /// `idn_…`.
        pub id: String,
        /// The address.
        pub email_address: String,
        /// Unverified, but nobody else can take it.
        pub reserved: bool,
        /// How it was verified.
        pub verification: Option<Verification>,
        /// Other ways in with it.
        pub linked_to: Vec<IdentificationLink>,
        /// Their employer's directory decides about it.
        pub matches_sso_connection: bool,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
    }
}

params! {
    /// Parameters of [`EmailAddresses::create`].
    pub struct CreateEmailAddress {
        /// `user_…`.
        pub user_id: String,
        /// The address.
        pub email_address: String,
        /// Counts as verified from the start.
        pub verified: Option<bool>,
        /// The one they are written to.
        pub primary: Option<bool>,
    }
}

params! {
    /// Parameters of [`EmailAddresses::update`].
    pub struct UpdateEmailAddress {
        /// Whether it counts as verified.
        pub verified: Option<bool>,
        /// The one they are written to.
        pub primary: Option<bool>,
    }
}

/// [`BackendClient::email_addresses`].
#[derive(Clone, Copy, Debug)]
pub struct EmailAddresses<'a>(&'a BackendClient);

impl BackendClient {
    /// E-mail addresses.
    pub fn email_addresses(&self) -> EmailAddresses<'_> {
        EmailAddresses(self)
    }
}

impl EmailAddresses<'_> {
    /// `GET /email_addresses/{id}`.
    pub fn get(self, email_address_id: &str) -> Call<EmailAddress> {
        self.0.get(&[EMAIL_ADDRESSES, Id(email_address_id)])
    }

    /// `POST /email_addresses`.
    pub fn create(self, parameters: &CreateEmailAddress) -> Call<EmailAddress> {
        self.0.post(&[EMAIL_ADDRESSES]).body(parameters)
    }

    /// `PATCH /email_addresses/{id}`.
    pub fn update(self, email_address_id: &str, parameters: &UpdateEmailAddress) -> Call<EmailAddress> {
        self.0.patch(&[EMAIL_ADDRESSES, Id(email_address_id)]).body(parameters)
    }

    /// `DELETE /email_addresses/{id}`.
    pub fn delete(self, email_address_id: &str) -> Call<Deleted> {
        self.0.delete(&[EMAIL_ADDRESSES, Id(email_address_id)])
    }
}
