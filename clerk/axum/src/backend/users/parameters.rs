//! What calls about users take.

use super::super::{Metadata, Redacted, common::InvitationStatus, macros::params};

params! {
    /// Parameters of [`Users::list`](super::Users::list). All filters together narrow the list; each takes several values.
    pub struct UserList {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
        /// `-created_at` and the like, with `+` or `-` in front: `created_at`, `updated_at`, `email_address`,
        /// `web3wallet`, `first_name`, `last_name`, `phone_number`, `username`, `last_active_at`, `last_sign_in_at`.
        pub order_by: Option<String>,
        /// A part of the name, an address, a number, a user name or an id.
        pub query: Option<String>,
        /// With these addresses.
        pub email_address: Vec<String>,
        /// With these numbers.
        pub phone_number: Vec<String>,
        /// With these user names.
        pub username: Vec<String>,
        /// With these wallets.
        pub web3_wallet: Vec<String>,
        /// With these ids of Clerk's; one with `-` in front is left out.
        pub user_id: Vec<String>,
        /// With these ids of yours.
        pub external_id: Vec<String>,
        /// Members of these organizations; with `-` in front: not of this one.
        pub organization_id: Vec<String>,
        /// Unix milliseconds, as all times here.
        pub last_active_at_since: Option<i64>,
        /// Last active before.
        pub last_active_at_before: Option<i64>,
        /// Last active after.
        pub last_active_at_after: Option<i64>,
        /// Made before.
        pub created_at_before: Option<i64>,
        /// Made after.
        pub created_at_after: Option<i64>,
        /// Last signed in before.
        pub last_sign_in_at_before: Option<i64>,
        /// Last signed in after.
        pub last_sign_in_at_after: Option<i64>,
    }
}

params! {
    /// Parameters of [`Users::count`](super::Users::count).
    pub struct UserCount {
        /// As in [`UserList`].
        pub query: Option<String>,
        /// With these addresses.
        pub email_address: Vec<String>,
        /// With these numbers.
        pub phone_number: Vec<String>,
        /// With these user names.
        pub username: Vec<String>,
        /// With these wallets.
        pub web3_wallet: Vec<String>,
        /// With these ids of Clerk's.
        pub user_id: Vec<String>,
        /// With these ids of yours.
        pub external_id: Vec<String>,
        /// Members of these organizations.
        pub organization_id: Vec<String>,
    }
}

params! {
    /// Parameters of the lists of what somebody belongs to.
    pub struct ListOfUser {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
        /// Of invitations: in these states.
        pub status: Vec<InvitationStatus>,
    }
}

params! {
    /// A user's metadata. What is not given stays.
    pub struct UserMetadata {
        /// Everybody may read it, only servers write it.
        pub public_metadata: Option<Metadata>,
        /// For servers alone.
        pub private_metadata: Option<Metadata>,
        /// The person may write it.
        pub unsafe_metadata: Option<Metadata>,
    }
}

params! {
    /// Parameters of [`Users::create`](super::Users::create).
    pub struct CreateUser {
        /// Your id for them.
        pub external_id: Option<String>,
        /// Their addresses; the first is the primary one.
        pub email_address: Vec<String>,
        /// For each address `verified` (else so) or `reserved`.
        pub email_address_identification_status: Vec<String>,
        /// Their numbers, as `+15555550100`.
        pub phone_number: Vec<String>,
        /// For each number `verified` (else so) or `reserved`.
        pub phone_number_identification_status: Vec<String>,
        /// Where user names are switched on.
        pub username: Option<String>,
        /// At least eight characters.
        pub password: Option<Redacted>,
        /// A password that another system has hashed.
        pub password_digest: Option<Redacted>,
        /// How: `bcrypt`, `argon2id`, …
        pub password_hasher: Option<String>,
        /// First name.
        pub first_name: Option<String>,
        /// Last name.
        pub last_name: Option<String>,
        /// A BCP 47 tag.
        pub locale: Option<String>,
        /// An IANA name.
        pub timezone: Option<String>,
        /// Accepts any password.
        pub skip_password_checks: Option<bool>,
        /// Makes the user without a password even where the instance requires one.
        pub skip_password_requirement: Option<bool>,
        /// Does not check whether they have accepted the terms.
        pub skip_legal_checks: Option<bool>,
        /// When they accepted the terms, as `2026-01-31T12:00:00Z`.
        pub legal_accepted_at: Option<String>,
        /// The secret of their authenticator, in base 32.
        pub totp_secret: Option<Redacted>,
        /// Their backup codes.
        pub backup_codes: Vec<Redacted>,
        /// As `2026-01-31T12:00:00Z`.
        pub created_at: Option<String>,
        /// May not sign in.
        pub banned: Option<bool>,
        /// May not sign in for a while.
        pub locked: Option<bool>,
        /// Everybody may read it.
        pub public_metadata: Option<Metadata>,
        /// For servers alone.
        pub private_metadata: Option<Metadata>,
        /// The person may write it.
        pub unsafe_metadata: Option<Metadata>,
    }
}

params! {
    /// Parameters of [`Users::update`](super::Users::update). What is not given stays.
    pub struct UpdateUser {
        /// First name; an empty one removes it.
        pub first_name: Option<String>,
        /// Last name; an empty one removes it.
        pub last_name: Option<String>,
        /// Where user names are switched on.
        pub username: Option<String>,
        /// The new password.
        pub password: Option<Redacted>,
        /// A password that another system has hashed.
        pub password_digest: Option<Redacted>,
        /// How: `bcrypt`, `argon2id`, …
        pub password_hasher: Option<String>,
        /// Accepts any password.
        pub skip_password_checks: Option<bool>,
        /// With a new password.
        pub sign_out_of_other_sessions: Option<bool>,
        /// `idn_…`, one of theirs.
        pub primary_email_address_id: Option<String>,
        /// Tells both addresses.
        pub notify_primary_email_address_changed: Option<bool>,
        /// `idn_…`, one of theirs.
        pub primary_phone_number_id: Option<String>,
        /// `idn_…`, one of theirs.
        pub primary_web3_wallet_id: Option<String>,
        /// A picture that was uploaded.
        pub profile_image_id: Option<String>,
        /// The secret of their authenticator, in base 32.
        pub totp_secret: Option<Redacted>,
        /// Their backup codes.
        pub backup_codes: Vec<Redacted>,
        /// Your id for them.
        pub external_id: Option<String>,
        /// As `2026-01-31T12:00:00Z`.
        pub created_at: Option<String>,
        /// Does not check whether they have accepted the terms.
        pub skip_legal_checks: Option<bool>,
        /// When they accepted the terms, as `2026-01-31T12:00:00Z`.
        pub legal_accepted_at: Option<String>,
        /// A BCP 47 tag.
        pub locale: Option<String>,
        /// An IANA name.
        pub timezone: Option<String>,
        /// May delete the account.
        pub delete_self_enabled: Option<bool>,
        /// May make organizations.
        pub create_organization_enabled: Option<bool>,
        /// So many; 0: any number.
        pub create_organizations_limit: Option<u64>,
        /// Replaces what is there.
        pub public_metadata: Option<Metadata>,
        /// Replaces what is there. For servers alone.
        pub private_metadata: Option<Metadata>,
        /// Replaces what is there.
        pub unsafe_metadata: Option<Metadata>,
    }
}

impl UpdateUser {
    /// The fields, and the metadata, which is taken by another call.
    pub(super) fn split(mut self) -> (Self, UserMetadata) {
        let metadata = UserMetadata {
            public_metadata: self.public_metadata.take(),
            private_metadata: self.private_metadata.take(),
            unsafe_metadata: self.unsafe_metadata.take(),
        };
        (self, metadata)
    }
}

params! {
    /// Parameters of [`Users::replace_email_address`](super::Users::replace_email_address).
    pub struct ReplaceEmailAddress {
        /// The address.
        pub email_address: String,
    }
}

params! {
    /// Parameters of [`Users::replace_phone_number`](super::Users::replace_phone_number).
    pub struct ReplacePhoneNumber {
        /// As `+15555550100`.
        pub phone_number: String,
    }
}
