//! What the steps of the forms are given.

use crate::macros::parameters;

parameters! {
    /// Begins to sign in.
    SignInCreate {
        /// E-mail address, phone number or user name.
        text identifier = "identifier",
        /// With the password at once.
        text password = "password",
        /// `ticket`, `passkey`, `enterprise_sso`, `oauth_google`, …
        text strategy = "strategy",
        /// Where a provider sends people back to.
        text redirect_url = "redirectUrl",
        /// Where they go then.
        text action_complete_redirect_url = "actionCompleteRedirectUrl",
        /// Goes on with what began as sign-up.
        flag transfer = "transfer",
        /// An invitation's.
        text ticket = "ticket",
        /// Goes on as sign-up when there is no such account.
        flag sign_up_if_missing = "signUpIfMissing",
        /// What a provider should ask.
        text oidc_prompt = "oidcPrompt",
        /// Whom a provider should ask.
        text oidc_login_hint = "oidcLoginHint",
        /// `Europe/Berlin`.
        text timezone = "timezone",
    }
}

parameters! {
    /// A password, with one name for whose it is, or with none after `create`.
    SignInPassword {
        /// The password.
        text password = "password",
        /// E-mail address, phone number or user name.
        text identifier = "identifier",
        /// E-mail address.
        text email_address = "emailAddress",
        /// Phone number.
        text phone_number = "phoneNumber",
        /// `Europe/Berlin`.
        text timezone = "timezone",
    }
}

parameters! {
    /// Whom to send a code, if not the one of `create`.
    EmailCodeTo {
        /// The address.
        text email_address = "emailAddress",
        /// The address, by its id.
        text email_address_id = "emailAddressId",
    }
}

parameters! {
    /// Whom to send a link, and where it leads.
    EmailLinkTo {
        /// A page of the app with `use_clerk().handle_email_link_verification`.
        text verification_url = "verificationUrl",
        /// The address.
        text email_address = "emailAddress",
        /// The address, by its id.
        text email_address_id = "emailAddressId",
    }
}

parameters! {
    /// Whom to send a code, if not the one of `create`.
    PhoneCodeTo {
        /// The number.
        text phone_number = "phoneNumber",
        /// The number, by its id.
        text phone_number_id = "phoneNumberId",
        /// `sms`, `whatsapp`.
        text channel = "channel",
    }
}

parameters! {
    /// Signs in at another site.
    SignInSso {
        /// `oauth_google`, …, `enterprise_sso`.
        text strategy = "strategy",
        /// Where to go afterwards.
        text redirect_url = "redirectUrl",
        /// The page with [`HandleSSOCallback`](crate::HandleSSOCallback).
        text redirect_callback_url = "redirectCallbackUrl",
        /// What the other site should ask.
        text oidc_prompt = "oidcPrompt",
        /// The connection, where there are several.
        text enterprise_connection_id = "enterpriseConnectionId",
        /// The address that names the connection.
        text identifier = "identifier",
    }
}

parameters! {
    /// Begins to sign up.
    SignUpCreate {
        /// E-mail address.
        text email_address = "emailAddress",
        /// Phone number.
        text phone_number = "phoneNumber",
        /// User name.
        text username = "username",
        /// Password.
        text password = "password",
        /// First name.
        text first_name = "firstName",
        /// Last name.
        text last_name = "lastName",
        /// What the app keeps with the account.
        metadata unsafe_metadata = "unsafeMetadata",
        /// Whether the terms were accepted.
        flag legal_accepted = "legalAccepted",
        /// `en-US`.
        text locale = "locale",
        /// `Europe/Berlin`.
        text timezone = "timezone",
        /// `ticket`, `phone_code`, `oauth_google`, …
        text strategy = "strategy",
        /// Goes on with what began as sign-in.
        flag transfer = "transfer",
        /// An invitation's.
        text ticket = "ticket",
        /// A wallet.
        text web3_wallet = "web3Wallet",
    }
}

parameters! {
    /// A password and what goes with it.
    SignUpPassword {
        /// The password.
        text password = "password",
        /// E-mail address.
        text email_address = "emailAddress",
        /// Phone number.
        text phone_number = "phoneNumber",
        /// User name.
        text username = "username",
        /// First name.
        text first_name = "firstName",
        /// Last name.
        text last_name = "lastName",
        /// What the app keeps with the account.
        metadata unsafe_metadata = "unsafeMetadata",
        /// Whether the terms were accepted.
        flag legal_accepted = "legalAccepted",
        /// `en-US`.
        text locale = "locale",
    }
}

parameters! {
    /// What is given later.
    SignUpUpdate {
        /// E-mail address.
        text email_address = "emailAddress",
        /// Phone number.
        text phone_number = "phoneNumber",
        /// User name.
        text username = "username",
        /// First name.
        text first_name = "firstName",
        /// Last name.
        text last_name = "lastName",
        /// What the app keeps with the account.
        metadata unsafe_metadata = "unsafeMetadata",
        /// Whether the terms were accepted.
        flag legal_accepted = "legalAccepted",
        /// `en-US`.
        text locale = "locale",
    }
}

parameters! {
    /// Signs up at another site.
    SignUpSso {
        /// `oauth_google`, …, `enterprise_sso`.
        text strategy = "strategy",
        /// Where to go afterwards.
        text redirect_url = "redirectUrl",
        /// The page with [`HandleSSOCallback`](crate::HandleSSOCallback).
        text redirect_callback_url = "redirectCallbackUrl",
        /// What the other site should ask.
        text oidc_prompt = "oidcPrompt",
        /// The connection, where there are several.
        text enterprise_connection_id = "enterpriseConnectionId",
        /// The address that names the connection.
        text email_address = "emailAddress",
        /// What the app keeps with the account.
        metadata unsafe_metadata = "unsafeMetadata",
        /// Whether the terms were accepted.
        flag legal_accepted = "legalAccepted",
    }
}

parameters! {
    /// One factor, in the shape of the older hooks: a strategy with what it needs.
    LegacySignIn {
        /// `password`, `email_code`, …
        text strategy = "strategy",
        /// The password.
        text password = "password",
        /// The code.
        text code = "code",
        /// The address, by its id.
        text email_address_id = "emailAddressId",
        /// The number, by its id.
        text phone_number_id = "phoneNumberId",
        /// Where a link or a provider sends people back to.
        text redirect_url = "redirectUrl",
    }
}
