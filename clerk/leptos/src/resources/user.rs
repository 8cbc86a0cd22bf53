//! The person who is signed in.

use serde_json::{Value, json};

use super::{
    BackupCodes, CreateExternalAccount, EmailAddress, EnterpriseAccount, ExternalAccount, Metadata,
    OrganizationCreationDefaults, OrganizationMembership, Passkey, PhoneNumber, Picture, SessionWithActivities, Totp,
    UpdatePassword, UpdateUser, Web3Wallet,
};
use crate::{ClerkApiError, macros::resource, props::Props};

resource! {
    /// `Clerk.user`.
    User {
        /// `user_…`.
        id: String = "id",
        /// The app's own name for the person.
        external_id: Option<String> = "externalId",
        /// Where the instance has user names.
        username: Option<String> = "username",
        /// First name.
        first_name: Option<String> = "firstName",
        /// Last name.
        last_name: Option<String> = "lastName",
        /// Both names.
        full_name: Option<String> = "fullName",
        /// The picture; a drawn one when the user gave none.
        image_url: String = "imageUrl",
        /// Whether the user gave a picture.
        has_image: bool = "hasImage",
        /// The address that counts, by its id.
        primary_email_address_id: Option<String> = "primaryEmailAddressId",
        /// The address that counts.
        primary_email_address: Option<EmailAddress> = "primaryEmailAddress",
        /// All addresses.
        email_addresses: Vec<EmailAddress> = "emailAddresses",
        /// The number that counts, by its id.
        primary_phone_number_id: Option<String> = "primaryPhoneNumberId",
        /// The number that counts.
        primary_phone_number: Option<PhoneNumber> = "primaryPhoneNumber",
        /// All numbers.
        phone_numbers: Vec<PhoneNumber> = "phoneNumbers",
        /// The wallet that counts, by its id.
        primary_web3_wallet_id: Option<String> = "primaryWeb3WalletId",
        /// The wallet that counts.
        primary_web3_wallet: Option<Web3Wallet> = "primaryWeb3Wallet",
        /// All wallets.
        web3_wallets: Vec<Web3Wallet> = "web3Wallets",
        /// Accounts at other sites.
        external_accounts: Vec<ExternalAccount> = "externalAccounts",
        /// Accounts at organizations' providers.
        enterprise_accounts: Vec<EnterpriseAccount> = "enterpriseAccounts",
        /// Passkeys.
        passkeys: Vec<Passkey> = "passkeys",
        /// The organizations the user belongs to.
        organization_memberships: Vec<OrganizationMembership> = "organizationMemberships",
        /// What the app keeps with the user and the user may see.
        public_metadata: Metadata = "publicMetadata",
        /// What the app keeps with the user and the user may change.
        unsafe_metadata: Metadata = "unsafeMetadata",
        /// Whether there is a second factor.
        two_factor_enabled: bool = "twoFactorEnabled",
        /// Whether there is a password.
        password_enabled: bool = "passwordEnabled",
        /// Whether there is an authenticator app.
        totp_enabled: bool = "totpEnabled",
        /// Whether there are backup codes.
        backup_code_enabled: bool = "backupCodeEnabled",
        /// Whether the user may make organizations.
        create_organization_enabled: bool = "createOrganizationEnabled",
        /// How many.
        create_organizations_limit: Option<u32> = "createOrganizationsLimit",
        /// Whether the user may delete the account.
        delete_self_enabled: bool = "deleteSelfEnabled",
        /// In milliseconds since 1970.
        last_sign_in_at: Option<i64> = "lastSignInAt",
        /// When the terms were accepted, in milliseconds since 1970.
        legal_accepted_at: Option<i64> = "legalAcceptedAt",
        /// `Europe/Berlin`.
        timezone: Option<String> = "timezone",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
        /// In milliseconds since 1970.
        updated_at: Option<i64> = "updatedAt",
    }
}

impl User {
    /// Changes names, primary addresses or unsafe metadata.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn update(&self, change: UpdateUser) -> Result<Self, ClerkApiError> {
        self.handle.ask("update", change).await
    }

    /// Merges unsafe metadata: what is `null` goes, what is not named stays.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn update_metadata(&self, unsafe_metadata: Metadata) -> Result<Self, ClerkApiError> {
        self.handle.ask("updateMetadata", json!({"unsafeMetadata": unsafe_metadata})).await
    }

    /// Sets the picture, or takes it away.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn set_profile_image(&self, picture: Picture) -> Result<(), ClerkApiError> {
        self.handle.ask("setProfileImage", Props::from(picture)).await
    }

    /// Sets another password.
    ///
    /// # Errors
    /// `form_password_pwned` and others.
    pub async fn update_password(&self, change: UpdatePassword) -> Result<Self, ClerkApiError> {
        self.handle.ask("updatePassword", change).await
    }

    /// Takes the password away.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn remove_password(&self, current_password: &str) -> Result<Self, ClerkApiError> {
        self.handle.ask("removePassword", json!({"currentPassword": current_password})).await
    }

    /// Adds an address; it has to be proved.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn create_email_address(&self, email: &str) -> Result<EmailAddress, ClerkApiError> {
        self.handle.ask("createEmailAddress", json!({"email": email})).await
    }

    /// Adds a number; it has to be proved.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn create_phone_number(&self, phone_number: &str) -> Result<PhoneNumber, ClerkApiError> {
        self.handle.ask("createPhoneNumber", json!({"phoneNumber": phone_number})).await
    }

    /// Adds a wallet; it has to be proved.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn create_web3_wallet(&self, web3_wallet: &str) -> Result<Web3Wallet, ClerkApiError> {
        self.handle.ask("createWeb3Wallet", json!({"web3Wallet": web3_wallet})).await
    }

    /// Connects an account of another site; the browser has to go to the address of its verification.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn create_external_account(
        &self,
        given: CreateExternalAccount,
    ) -> Result<ExternalAccount, ClerkApiError> {
        self.handle.ask("createExternalAccount", given).await
    }

    /// Makes a passkey, with the browser's help.
    ///
    /// # Errors
    /// `passkey_registration_cancelled` and others.
    pub async fn create_passkey(&self) -> Result<Passkey, ClerkApiError> {
        self.handle.ask("createPasskey", ()).await
    }

    /// Begins to set up an authenticator app.
    ///
    /// # Errors
    /// `session_reverification_required` and others.
    pub async fn create_totp(&self) -> Result<Totp, ClerkApiError> {
        self.handle.ask("createTOTP", ()).await
    }

    /// Proves the authenticator app by a code of it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn verify_totp(&self, code: &str) -> Result<Totp, ClerkApiError> {
        self.handle.ask("verifyTOTP", json!({"code": code})).await
    }

    /// Takes the authenticator app away.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn disable_totp(&self) -> Result<(), ClerkApiError> {
        self.handle.ask("disableTOTP", ()).await
    }

    /// Makes backup codes, in place of those there were.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn create_backup_code(&self) -> Result<BackupCodes, ClerkApiError> {
        self.handle.ask("createBackupCode", ()).await
    }

    /// The user's sessions, here and elsewhere.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn get_sessions(&self) -> Result<Vec<SessionWithActivities>, ClerkApiError> {
        self.handle.ask("getSessions", ()).await
    }

    /// What Clerk would call the user's organization.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn get_organization_creation_defaults(&self) -> Result<OrganizationCreationDefaults, ClerkApiError> {
        self.handle.ask("getOrganizationCreationDefaults", ()).await
    }

    /// Leaves an organization.
    ///
    /// # Errors
    /// When nobody would be left to manage it.
    pub async fn leave_organization(&self, organization_id: &str) -> Result<(), ClerkApiError> {
        self.handle.ask("leaveOrganization", Value::from(organization_id)).await
    }

    /// Reads the user again.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn reload(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("reload", ()).await
    }

    /// Deletes the account, for good.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn delete(&self) -> Result<(), ClerkApiError> {
        self.handle.ask("delete", ()).await
    }

    /// Whether an address, number or wallet is the one that counts, by its id.
    pub fn is_primary_identification(&self, id: &str) -> bool {
        [&self.primary_email_address_id, &self.primary_phone_number_id, &self.primary_web3_wallet_id]
            .into_iter()
            .any(|primary| primary.as_deref() == Some(id))
    }

    /// Whether an address was proved.
    pub fn has_verified_email_address(&self) -> bool {
        self.email_addresses.iter().any(|address| address.verification.is_verified())
    }

    /// Whether a number was proved.
    pub fn has_verified_phone_number(&self) -> bool {
        self.phone_numbers.iter().any(|number| number.verification.is_verified())
    }
}
