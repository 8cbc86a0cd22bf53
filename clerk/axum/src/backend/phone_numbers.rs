//! Phone numbers of people.

use super::{
    BackendClient, Call, Redacted,
    common::{Deleted, IdentificationLink, Verification},
    macros::{params, resource},
    path::Segment::{self, Fixed, Id},
};

const PHONE_NUMBERS: Segment<'static> = Fixed("phone_numbers");

resource! {
    /// A number.
    pub struct PhoneNumber {
        /// `idn_…`.
        pub id: String,
        /// As `+15555550100`.
        pub phone_number: String,
        /// For codes after the password.
        pub reserved_for_second_factor: bool,
        /// The one they come to.
        pub default_second_factor: bool,
        /// Unverified, but nobody else can take it.
        pub reserved: bool,
        /// How it was verified.
        pub verification: Option<Verification>,
        /// Other ways in with it.
        pub linked_to: Vec<IdentificationLink>,
        /// Told once, when it becomes a second factor.
        pub backup_codes: Vec<Redacted>,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
    }
}

params! {
    /// Parameters of [`PhoneNumbers::create`].
    pub struct CreatePhoneNumber {
        /// `user_…`.
        pub user_id: String,
        /// As `+15555550100`.
        pub phone_number: String,
        /// Counts as verified from the start.
        pub verified: Option<bool>,
        /// The one they are called at.
        pub primary: Option<bool>,
        /// For codes after the password.
        pub reserved_for_second_factor: Option<bool>,
    }
}

params! {
    /// Parameters of [`PhoneNumbers::update`].
    pub struct UpdatePhoneNumber {
        /// Whether it counts as verified.
        pub verified: Option<bool>,
        /// The one they are called at.
        pub primary: Option<bool>,
        /// For codes after the password.
        pub reserved_for_second_factor: Option<bool>,
    }
}

/// [`BackendClient::phone_numbers`].
#[derive(Clone, Copy, Debug)]
pub struct PhoneNumbers<'a>(&'a BackendClient);

impl BackendClient {
    /// Phone numbers.
    pub fn phone_numbers(&self) -> PhoneNumbers<'_> {
        PhoneNumbers(self)
    }
}

impl PhoneNumbers<'_> {
    /// `GET /phone_numbers/{id}`.
    pub fn get(self, phone_number_id: &str) -> Call<PhoneNumber> {
        self.0.get(&[PHONE_NUMBERS, Id(phone_number_id)])
    }

    /// `POST /phone_numbers`.
    pub fn create(self, parameters: &CreatePhoneNumber) -> Call<PhoneNumber> {
        self.0.post(&[PHONE_NUMBERS]).body(parameters)
    }

    /// `PATCH /phone_numbers/{id}`.
    pub fn update(self, phone_number_id: &str, parameters: &UpdatePhoneNumber) -> Call<PhoneNumber> {
        self.0.patch(&[PHONE_NUMBERS, Id(phone_number_id)]).body(parameters)
    }

    /// `DELETE /phone_numbers/{id}`.
    pub fn delete(self, phone_number_id: &str) -> Call<Deleted> {
        self.0.delete(&[PHONE_NUMBERS, Id(phone_number_id)])
    }
}
