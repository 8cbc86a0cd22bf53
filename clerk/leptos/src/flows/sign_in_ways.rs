//! The ways of signing in that take two steps, as Clerk groups them.

use serde_json::json;

use super::{EmailCodeTo, EmailLinkOutcome, EmailLinkTo, PhoneCodeTo, attempt::SIGN_IN};
use crate::{ClerkApiError, js, props::Props, resources::Read};

/// Clerk's `emailCode`.
#[derive(Clone, Copy, Debug)]
pub struct EmailCode;

impl EmailCode {
    /// Sends it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn send_code(self, to: EmailCodeTo) -> Result<(), ClerkApiError> {
        SIGN_IN.act("emailCode.sendCode", to).await
    }

    /// Takes it.
    ///
    /// # Errors
    /// `form_code_incorrect`, `verification_expired` and others.
    pub async fn verify_code(self, code: &str) -> Result<(), ClerkApiError> {
        SIGN_IN.act("emailCode.verifyCode", json!({"code": code})).await
    }
}

/// Clerk's `emailLink`.
#[derive(Clone, Copy, Debug)]
pub struct EmailLink;

impl EmailLink {
    /// Sends it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn send_link(self, to: EmailLinkTo) -> Result<(), ClerkApiError> {
        SIGN_IN.act("emailLink.sendLink", to).await
    }

    /// Waits until it was opened, here or elsewhere.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn wait_for_verification(self) -> Result<(), ClerkApiError> {
        SIGN_IN.act("emailLink.waitForVerification", ()).await
    }

    /// On the page that the link leads to: how it ended.
    pub fn verification(self) -> Option<EmailLinkOutcome> {
        let link = js::look(&SIGN_IN.place())?.member("emailLink");
        EmailLinkOutcome::read(&link.member("verification"))
    }
}

/// Clerk's `phoneCode`.
#[derive(Clone, Copy, Debug)]
pub struct PhoneCode;

impl PhoneCode {
    /// Sends it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn send_code(self, to: PhoneCodeTo) -> Result<(), ClerkApiError> {
        SIGN_IN.act("phoneCode.sendCode", to).await
    }

    /// Takes it.
    ///
    /// # Errors
    /// `form_code_incorrect`, `verification_expired` and others.
    pub async fn verify_code(self, code: &str) -> Result<(), ClerkApiError> {
        SIGN_IN.act("phoneCode.verifyCode", json!({"code": code})).await
    }
}

/// Clerk's `resetPasswordEmailCode`.
#[derive(Clone, Copy, Debug)]
pub struct ResetPasswordEmailCode;

impl ResetPasswordEmailCode {
    /// Sends it to the one of `create`.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn send_code(self) -> Result<(), ClerkApiError> {
        SIGN_IN.act("resetPasswordEmailCode.sendCode", ()).await
    }

    /// Takes it.
    ///
    /// # Errors
    /// `form_code_incorrect`, `verification_expired` and others.
    pub async fn verify_code(self, code: &str) -> Result<(), ClerkApiError> {
        SIGN_IN.act("resetPasswordEmailCode.verifyCode", json!({"code": code})).await
    }

    /// Sets the new password.
    ///
    /// # Errors
    /// `form_password_pwned` and others.
    pub async fn submit_password(self, password: &str, sign_out_elsewhere: bool) -> Result<(), ClerkApiError> {
        let given = json!({"password": password, "signOutOfOtherSessions": sign_out_elsewhere});
        SIGN_IN.act("resetPasswordEmailCode.submitPassword", given).await
    }
}

/// Clerk's `resetPasswordPhoneCode`.
#[derive(Clone, Copy, Debug)]
pub struct ResetPasswordPhoneCode;

impl ResetPasswordPhoneCode {
    /// Sends it to a number, or to the one of `create`.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn send_code(self, phone_number: Option<&str>) -> Result<(), ClerkApiError> {
        let to = Props::default().text("phoneNumber", phone_number.map(Into::into));
        SIGN_IN.act("resetPasswordPhoneCode.sendCode", to).await
    }

    /// Takes it.
    ///
    /// # Errors
    /// `form_code_incorrect`, `verification_expired` and others.
    pub async fn verify_code(self, code: &str) -> Result<(), ClerkApiError> {
        SIGN_IN.act("resetPasswordPhoneCode.verifyCode", json!({"code": code})).await
    }

    /// Sets the new password.
    ///
    /// # Errors
    /// `form_password_pwned` and others.
    pub async fn submit_password(self, password: &str, sign_out_elsewhere: bool) -> Result<(), ClerkApiError> {
        let given = json!({"password": password, "signOutOfOtherSessions": sign_out_elsewhere});
        SIGN_IN.act("resetPasswordPhoneCode.submitPassword", given).await
    }
}

/// Clerk's `mfa`.
#[derive(Clone, Copy, Debug)]
pub struct SecondFactor;

impl SecondFactor {
    /// Sends a code to the phone.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn send_phone_code(self) -> Result<(), ClerkApiError> {
        SIGN_IN.act("mfa.sendPhoneCode", ()).await
    }

    /// Takes it.
    ///
    /// # Errors
    /// `form_code_incorrect` and others.
    pub async fn verify_phone_code(self, code: &str) -> Result<(), ClerkApiError> {
        SIGN_IN.act("mfa.verifyPhoneCode", json!({"code": code})).await
    }

    /// Sends a code by mail: for a browser that is new to the account.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn send_email_code(self) -> Result<(), ClerkApiError> {
        SIGN_IN.act("mfa.sendEmailCode", ()).await
    }

    /// Takes it.
    ///
    /// # Errors
    /// `form_code_incorrect` and others.
    pub async fn verify_email_code(self, code: &str) -> Result<(), ClerkApiError> {
        SIGN_IN.act("mfa.verifyEmailCode", json!({"code": code})).await
    }

    /// Takes a code of the authenticator app.
    ///
    /// # Errors
    /// `form_code_incorrect` and others.
    pub async fn verify_totp(self, code: &str) -> Result<(), ClerkApiError> {
        SIGN_IN.act("mfa.verifyTOTP", json!({"code": code})).await
    }

    /// Takes a backup code.
    ///
    /// # Errors
    /// `form_code_incorrect` and others.
    pub async fn verify_backup_code(self, code: &str) -> Result<(), ClerkApiError> {
        SIGN_IN.act("mfa.verifyBackupCode", json!({"code": code})).await
    }

    /// By a passkey.
    ///
    /// # Errors
    /// Clerk's or the browser's.
    pub async fn passkey(self) -> Result<(), ClerkApiError> {
        SIGN_IN.act("mfa.passkey", ()).await
    }
}
