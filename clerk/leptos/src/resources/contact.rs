//! How a person is reached, and whether that has been proved.

use serde_json::json;

use crate::{ClerkApiError, ClerkErrorDetail, macros::resource};

resource! {
    /// Whether somebody has proved that something is theirs.
    Verification {
        /// `unverified`, `verified`, `transferable`, `failed`, `expired`; `None`: never begun.
        status: Option<String> = "status",
        /// `email_code`, `phone_code`, `oauth_google`, …
        strategy: Option<String> = "strategy",
        /// How often it was tried.
        attempts: Option<u32> = "attempts",
        /// Until when it can be done, in milliseconds since 1970.
        expire_at: Option<i64> = "expireAt",
        /// What a wallet has to sign.
        nonce: Option<String> = "nonce",
        /// What a wallet has to sign, in words.
        message: Option<String> = "message",
        /// Where the other site asks.
        external_verification_redirect_url: Option<String> = "externalVerificationRedirectURL",
        /// `sms`, `whatsapp`.
        channel: Option<String> = "channel",
        /// Why it failed.
        error: Option<ClerkErrorDetail> = "error",
    }
}

impl Verification {
    /// Whether it is proved.
    pub fn is_verified(&self) -> bool {
        self.status.as_deref() == Some("verified")
    }
}

resource! {
    /// One of a user's e-mail addresses.
    EmailAddress {
        /// `idn_…`.
        id: String = "id",
        /// The address itself.
        email_address: String = "emailAddress",
        /// Whether it was proved.
        verification: Verification = "verification",
        /// Whether the address' domain signs in by its own provider.
        matches_sso_connection: bool = "matchesSsoConnection",
    }
}

impl EmailAddress {
    /// Sends a code: `prepareVerification({strategy: 'email_code'})`.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn prepare_verification(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("prepareVerification", json!({"strategy": "email_code"})).await
    }

    /// Sends a link, or leads to the domain's own provider: `email_link`, `enterprise_sso`.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn prepare_verification_by(&self, strategy: &str, redirect_url: &str) -> Result<Self, ClerkApiError> {
        self.handle.ask("prepareVerification", json!({"strategy": strategy, "redirectUrl": redirect_url})).await
    }

    /// Proves it by the code that was sent.
    ///
    /// # Errors
    /// `form_code_incorrect`, `verification_expired` and others.
    pub async fn attempt_verification(&self, code: &str) -> Result<Self, ClerkApiError> {
        self.handle.ask("attemptVerification", json!({"code": code})).await
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
    /// One of a user's phone numbers.
    PhoneNumber {
        /// `idn_…`.
        id: String = "id",
        /// The number, with its country.
        phone_number: String = "phoneNumber",
        /// Whether it was proved.
        verification: Verification = "verification",
        /// Whether it is a second factor.
        reserved_for_second_factor: bool = "reservedForSecondFactor",
        /// Whether it is the second factor that is asked first.
        default_second_factor: bool = "defaultSecondFactor",
        /// Shown once, when it became a second factor.
        backup_codes: Vec<String> = "backupCodes",
    }
}

impl PhoneNumber {
    /// Sends a code.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn prepare_verification(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("prepareVerification", ()).await
    }

    /// Proves it by the code that was sent.
    ///
    /// # Errors
    /// `form_code_incorrect`, `verification_expired` and others.
    pub async fn attempt_verification(&self, code: &str) -> Result<Self, ClerkApiError> {
        self.handle.ask("attemptVerification", json!({"code": code})).await
    }

    /// Makes it a second factor, or no more.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn set_reserved_for_second_factor(&self, reserved: bool) -> Result<Self, ClerkApiError> {
        self.handle.ask("setReservedForSecondFactor", json!({"reserved": reserved})).await
    }

    /// Makes it the second factor that is asked first.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn make_default_second_factor(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("makeDefaultSecondFactor", ()).await
    }

    /// Removes it.
    ///
    /// # Errors
    /// When it is the last one to sign in with.
    pub async fn destroy(&self) -> Result<(), ClerkApiError> {
        self.handle.ask("destroy", ()).await
    }
}
