//! Accounts elsewhere that a person signs in with.

use serde_json::json;

use super::{Metadata, ReauthorizeExternalAccount, Verification};
use crate::{ClerkApiError, macros::resource};

resource! {
    /// An account at another site: Google, GitHub, …
    ExternalAccount {
        /// `eac_…`.
        id: String = "id",
        /// Names it among what the user signs in with.
        identification_id: String = "identificationId",
        /// `google`, `github`, …
        provider: String = "provider",
        /// The other site's name for the person.
        provider_user_id: String = "providerUserId",
        /// The address there.
        email_address: String = "emailAddress",
        /// What the app may do there.
        approved_scopes: String = "approvedScopes",
        /// First name there.
        first_name: String = "firstName",
        /// Last name there.
        last_name: String = "lastName",
        /// The picture there.
        image_url: String = "imageUrl",
        /// The name there.
        username: Option<String> = "username",
        /// The phone number there.
        phone_number: Option<String> = "phoneNumber",
        /// What is kept with it.
        public_metadata: Metadata = "publicMetadata",
        /// What tells two of one site apart.
        label: Option<String> = "label",
        /// Whether it was proved.
        verification: Option<Verification> = "verification",
    }
}

impl ExternalAccount {
    /// Asks the other site again, for more scopes; the browser has to go to the verification's address.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn reauthorize(&self, given: ReauthorizeExternalAccount) -> Result<Self, ClerkApiError> {
        self.handle.ask("reauthorize", given).await
    }

    /// Removes it.
    ///
    /// # Errors
    /// When it is the last one to sign in with.
    pub async fn destroy(&self) -> Result<(), ClerkApiError> {
        self.handle.ask("destroy", ()).await
    }
}

resource! {
    /// An account at the provider of an organization's domain.
    EnterpriseAccount {
        /// `ent_acc_…`.
        id: String = "id",
        /// Whether it is in use.
        active: bool = "active",
        /// The address there.
        email_address: String = "emailAddress",
        /// First name there.
        first_name: Option<String> = "firstName",
        /// Last name there.
        last_name: Option<String> = "lastName",
        /// `saml`, `oauth`.
        protocol: String = "protocol",
        /// The provider.
        provider: String = "provider",
        /// What is kept with it.
        public_metadata: Metadata = "publicMetadata",
        /// Whether it was proved.
        verification: Option<Verification> = "verification",
    }
}

resource! {
    /// A wallet.
    Web3Wallet {
        /// `idn_…`.
        id: String = "id",
        /// Its address.
        web3_wallet: String = "web3Wallet",
        /// Whether it was proved.
        verification: Verification = "verification",
    }
}

impl Web3Wallet {
    /// Asks for what the wallet has to sign: `web3_metamask_signature`.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn prepare_verification(&self, strategy: &str) -> Result<Self, ClerkApiError> {
        self.handle.ask("prepareVerification", json!({"strategy": strategy})).await
    }

    /// Proves it by the wallet's signature.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn attempt_verification(&self, signature: &str) -> Result<Self, ClerkApiError> {
        self.handle.ask("attemptVerification", json!({"signature": signature})).await
    }

    /// Removes it.
    ///
    /// # Errors
    /// When it is the last one to sign in with.
    pub async fn destroy(&self) -> Result<(), ClerkApiError> {
        self.handle.ask("destroy", ()).await
    }
}
