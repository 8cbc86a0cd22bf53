//! How far an attempt is.

use crate::{
    macros::resource,
    resources::{Metadata, Verification},
};

resource! {
    /// A way to prove who somebody is.
    Factor {
        /// `password`, `email_code`, `phone_code`, `totp`, `backup_code`, `passkey`, `oauth_google`, …
        strategy: String = "strategy",
        /// The address it would be sent to, mostly hidden.
        safe_identifier: Option<String> = "safeIdentifier",
        /// The e-mail address, by its id.
        email_address_id: Option<String> = "emailAddressId",
        /// The phone number, by its id.
        phone_number_id: Option<String> = "phoneNumberId",
        /// Whether it is the one that was proved first.
        primary: Option<bool> = "primary",
    }
}

resource! {
    /// Somebody is signed in here already.
    ExistingSession {
        /// `sess_…`.
        session_id: String = "sessionId",
    }
}

resource! {
    /// What is shown of the one who signs in.
    UserData {
        /// First name.
        first_name: Option<String> = "firstName",
        /// Last name.
        last_name: Option<String> = "lastName",
        /// The picture.
        image_url: Option<String> = "imageUrl",
        /// Whether there is one.
        has_image: Option<bool> = "hasImage",
    }
}

resource! {
    /// Clerk wants to see that it is a person.
    ProtectCheck {
        /// Where it stands.
        status: String = "status",
        /// What the check is given.
        token: String = "token",
    }
}

resource! {
    /// How a link in a mail ended.
    EmailLinkOutcome {
        /// `verified`, `expired`, `failed`, `client_mismatch`.
        status: String = "status",
        /// The session it made.
        created_session_id: Option<String> = "createdSessionId",
        /// Whether it was opened in this browser.
        verified_from_the_same_client: bool = "verifiedFromTheSameClient",
    }
}

resource! {
    /// An attempt to sign in.
    SignIn {
        /// `sia_…`; `None` before anything was tried.
        id: Option<String> = "id",
        /// `needs_identifier`, `needs_first_factor`, `needs_second_factor`, `needs_client_trust`, `needs_new_password`,
        /// `needs_protect_check`, `complete`.
        status: Option<String> = "status",
        /// Ways to prove the first factor.
        supported_first_factors: Vec<Factor> = "supportedFirstFactors",
        /// Ways to prove the second factor.
        supported_second_factors: Vec<Factor> = "supportedSecondFactors",
        /// Ways around the domain's own provider.
        sso_bypass_first_factors: Vec<Factor> = "ssoBypassFirstFactors",
        /// Whether it can go on as sign-up: there is no such account.
        is_transferable: bool = "isTransferable",
        /// Somebody is signed in here already.
        existing_session: Option<ExistingSession> = "existingSession",
        /// How far the first factor is.
        first_factor_verification: Verification = "firstFactorVerification",
        /// How far the second factor is.
        second_factor_verification: Verification = "secondFactorVerification",
        /// What was typed.
        identifier: Option<String> = "identifier",
        /// `Europe/Berlin`.
        timezone: Option<String> = "timezone",
        /// The session, when it is complete.
        created_session_id: Option<String> = "createdSessionId",
        /// What is shown of the one who signs in.
        user_data: UserData = "userData",
        /// Clerk wants to see that it is a person.
        protect_check: Option<ProtectCheck> = "protectCheck",
        /// Whether there is nothing left to do with it.
        can_be_discarded: bool = "canBeDiscarded",
    }
}

impl SignIn {
    /// Whether it has come this far: `needs_second_factor`.
    pub fn is(&self, status: &str) -> bool {
        self.status.as_deref() == Some(status)
    }
}

resource! {
    /// Whether an address of a sign-up is proved.
    SignUpVerification {
        /// `unverified`, `verified`, …
        status: Option<String> = "status",
        /// `email_code`, …
        strategy: Option<String> = "strategy",
        /// `needs_prepare`, `needs_attempt`.
        next_action: Option<String> = "nextAction",
        /// Ways to prove it.
        supported_strategies: Vec<String> = "supportedStrategies",
    }
}

resource! {
    /// An attempt to sign up.
    SignUp {
        /// `sua_…`; `None` before anything was tried.
        id: Option<String> = "id",
        /// `missing_requirements`, `complete`, `abandoned`.
        status: Option<String> = "status",
        /// What the instance asks for.
        required_fields: Vec<String> = "requiredFields",
        /// What may be given too.
        optional_fields: Vec<String> = "optionalFields",
        /// What is still to be given.
        missing_fields: Vec<String> = "missingFields",
        /// What is still to be proved.
        unverified_fields: Vec<String> = "unverifiedFields",
        /// Whether it can go on as sign-in: there is such an account.
        is_transferable: bool = "isTransferable",
        /// Somebody is signed in here already.
        existing_session: Option<ExistingSession> = "existingSession",
        /// User name.
        username: Option<String> = "username",
        /// First name.
        first_name: Option<String> = "firstName",
        /// Last name.
        last_name: Option<String> = "lastName",
        /// E-mail address.
        email_address: Option<String> = "emailAddress",
        /// Phone number.
        phone_number: Option<String> = "phoneNumber",
        /// Wallet.
        web3_wallet: Option<String> = "web3Wallet",
        /// Whether a password was given.
        has_password: bool = "hasPassword",
        /// What the app keeps with the account.
        unsafe_metadata: Metadata = "unsafeMetadata",
        /// The session, when it is complete.
        created_session_id: Option<String> = "createdSessionId",
        /// The account, when it is complete.
        created_user_id: Option<String> = "createdUserId",
        /// In milliseconds since 1970.
        abandon_at: Option<i64> = "abandonAt",
        /// In milliseconds since 1970.
        legal_accepted_at: Option<i64> = "legalAcceptedAt",
        /// `en-US`.
        locale: Option<String> = "locale",
        /// `Europe/Berlin`.
        timezone: Option<String> = "timezone",
        /// Clerk wants to see that it is a person.
        protect_check: Option<ProtectCheck> = "protectCheck",
        /// Whether there is nothing left to do with it.
        can_be_discarded: bool = "canBeDiscarded",
    }
}

resource! {
    /// A place in the waiting list.
    WaitlistEntry {
        /// `wle_…`; empty before one was asked for.
        id: String = "id",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
        /// In milliseconds since 1970.
        updated_at: Option<i64> = "updatedAt",
    }
}
