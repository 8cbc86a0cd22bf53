//! What Clerk tells about somebody.

use serde_json::Value;

use super::super::{EmailAddress, Metadata, PhoneNumber, PrivateMetadata, common::Verification, macros::resource};

resource! {
    /// A person. Serialised, it leaves out what is [private](PrivateMetadata).
    pub struct User {
        /// `user_…`.
        pub id: String,
        /// Your id for them.
        pub external_id: Option<String>,
        /// First name.
        pub first_name: Option<String>,
        /// Last name.
        pub last_name: Option<String>,
        /// Where user names are switched on.
        pub username: Option<String>,
        /// A BCP 47 tag.
        pub locale: Option<String>,
        /// Always there, a generated picture if there is no other.
        pub image_url: Option<String>,
        /// Whether it is theirs.
        pub has_image: bool,
        /// Which of `email_addresses` is the primary one.
        pub primary_email_address_id: Option<String>,
        /// Which of `phone_numbers` is the primary one.
        pub primary_phone_number_id: Option<String>,
        /// Which of `web3_wallets` is the primary one.
        pub primary_web3_wallet_id: Option<String>,
        /// All addresses.
        pub email_addresses: Vec<EmailAddress>,
        /// All numbers.
        pub phone_numbers: Vec<PhoneNumber>,
        /// All wallets.
        pub web3_wallets: Vec<Web3Wallet>,
        /// All passkeys.
        pub passkeys: Vec<Passkey>,
        /// Accounts at other services.
        pub external_accounts: Vec<ExternalAccount>,
        /// Accounts at an employer's, over SAML.
        pub saml_accounts: Vec<Value>,
        /// Accounts at an employer's.
        pub enterprise_accounts: Vec<Value>,
        /// Everybody may read it, only servers write it.
        pub public_metadata: Metadata,
        /// For servers alone.
        #[serde(skip_serializing)]
        pub private_metadata: PrivateMetadata,
        /// The person may write it.
        pub unsafe_metadata: Metadata,
        /// Has a password.
        pub password_enabled: bool,
        /// Unix milliseconds, as all times here.
        pub password_last_updated_at: Option<i64>,
        /// Has a second factor.
        pub two_factor_enabled: bool,
        /// Has an authenticator.
        pub totp_enabled: bool,
        /// Has backup codes.
        pub backup_code_enabled: bool,
        /// Since when.
        pub mfa_enabled_at: Option<i64>,
        /// Since when not.
        pub mfa_disabled_at: Option<i64>,
        /// May not sign in.
        pub banned: bool,
        /// May not sign in for a while.
        pub locked: bool,
        /// For how long.
        pub lockout_expires_in_seconds: Option<i64>,
        /// How often a password may be wrong before that.
        pub verification_attempts_remaining: Option<i64>,
        /// A directory took them off its list.
        pub deprovisioned: bool,
        /// May delete the account.
        pub delete_self_enabled: bool,
        /// May make organizations.
        pub create_organization_enabled: bool,
        /// How many.
        pub create_organizations_limit: Option<i64>,
        /// Signs in on new devices without a code.
        pub bypass_client_trust: bool,
        /// Last signed in.
        pub last_sign_in_at: Option<i64>,
        /// Last active, to the day.
        pub last_active_at: Option<i64>,
        /// When they accepted the terms.
        pub legal_accepted_at: Option<i64>,
        /// Made.
        pub created_at: i64,
        /// Changed.
        pub updated_at: i64,
    }
}

impl User {
    /// The primary address, else the first.
    pub fn email_address(&self) -> Option<&str> {
        let primary = |address: &&EmailAddress| Some(&address.id) == self.primary_email_address_id.as_ref();
        let address = self.email_addresses.iter().find(primary).or_else(|| self.email_addresses.first())?;
        Some(&address.email_address)
    }
}

resource! {
    /// A wallet that signs in.
    pub struct Web3Wallet {
        /// `idn_…`.
        pub id: String,
        /// Its address.
        pub web3_wallet: String,
        /// How it was verified.
        pub verification: Option<Verification>,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
    }
}

resource! {
    /// A passkey.
    pub struct Passkey {
        /// `idn_…`.
        pub id: String,
        /// As its owner calls it.
        pub name: String,
        /// Unix milliseconds.
        pub last_used_at: Option<i64>,
        /// How it was verified.
        pub verification: Option<Verification>,
    }
}

resource! {
    /// An account at another service that somebody signs in with.
    pub struct ExternalAccount {
        /// `eac_…`.
        pub id: String,
        /// `oauth_google`, …
        pub provider: String,
        /// `idn_…`.
        pub identification_id: String,
        /// Their id there.
        pub provider_user_id: Option<String>,
        /// What was allowed.
        pub approved_scopes: String,
        /// The address there.
        pub email_address: String,
        /// First name there.
        pub first_name: String,
        /// Last name there.
        pub last_name: String,
        /// The picture there.
        pub image_url: Option<String>,
        /// User name there.
        pub username: Option<String>,
        /// Number there.
        pub phone_number: Option<String>,
        /// Everybody may read it.
        pub public_metadata: Metadata,
        /// As its owner calls it.
        pub label: Option<String>,
        /// How it was verified.
        pub verification: Option<Verification>,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
    }
}
