//! Signing up by a form of the app's own.

use leptos::prelude::*;
use serde_json::json;

use super::{
    EmailLinkOutcome, FlowErrors, SignUp, SignUpCreate, SignUpPassword, SignUpSso, SignUpUpdate, SignUpVerification,
    attempt::{Followed, SIGN_UP},
};
use crate::{
    ClerkApiError, js,
    props::Props,
    resources::{Read, Verification},
};

/// See [`use_sign_up`].
#[derive(Clone, Copy)]
pub struct UseSignUp {
    /// How far it is.
    pub sign_up: Signal<SignUp>,
    /// What went wrong with the last step.
    pub errors: Signal<FlowErrors>,
    /// Whether Clerk is being asked.
    pub is_fetching: Signal<bool>,
}

/// The attempt to sign up. Its methods never panic; each gives Clerk's refusal, which [`UseSignUp::errors`] shows by field too.
/// Where the instance asks for a captcha, the form has an element with the id `clerk-captcha`.
pub fn use_sign_up() -> UseSignUp {
    let followed = Followed::<SignUp>::of(SIGN_UP);
    UseSignUp { sign_up: followed.state.into(), errors: followed.errors.into(), is_fetching: followed.fetching.into() }
}

impl UseSignUp {
    /// How far it is at this moment: after a step, before signals have told.
    pub fn now(self) -> SignUp {
        SIGN_UP.state().unwrap_or_default()
    }

    /// Begins.
    ///
    /// # Errors
    /// Clerk's, such as `form_identifier_exists`.
    pub async fn create(self, given: SignUpCreate) -> Result<(), ClerkApiError> {
        SIGN_UP.act("create", given).await
    }

    /// Gives what is missing.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn update(self, given: SignUpUpdate) -> Result<(), ClerkApiError> {
        SIGN_UP.act("update", given).await
    }

    /// Begins with a password.
    ///
    /// # Errors
    /// Clerk's, such as `form_password_pwned`.
    pub async fn password(self, given: SignUpPassword) -> Result<(), ClerkApiError> {
        SIGN_UP.act("password", given).await
    }

    /// Goes to another site to sign up there.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn sso(self, given: SignUpSso) -> Result<(), ClerkApiError> {
        SIGN_UP.act("sso", given).await
    }

    /// By an invitation's ticket; without one, by the one in the page's address.
    ///
    /// # Errors
    /// `ticket_expired_code`, `ticket_invalid_code` and others.
    pub async fn ticket(self, ticket: Option<&str>) -> Result<(), ClerkApiError> {
        SIGN_UP.act("ticket", Props::default().text("ticket", ticket.map(Into::into))).await
    }

    /// By a wallet: `web3_metamask_signature`.
    ///
    /// # Errors
    /// Clerk's or the wallet's.
    pub async fn web3(self, strategy: &str) -> Result<(), ClerkApiError> {
        SIGN_UP.act("web3", json!({"strategy": strategy})).await
    }

    /// Proving addresses.
    pub fn verifications(self) -> SignUpVerifications {
        SignUpVerifications
    }

    /// Shows that it is a person.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn submit_protect_check(self, proof_token: &str) -> Result<(), ClerkApiError> {
        SIGN_UP.act("submitProtectCheck", json!({"proofToken": proof_token})).await
    }

    /// Makes the session of a complete sign-up the active one, and stays here.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn finalize(self) -> Result<(), ClerkApiError> {
        SIGN_UP.act("finalize", ()).await
    }

    /// Makes the session of a complete sign-up the active one, and goes to a page.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn finalize_at(self, url: &str) -> Result<(), ClerkApiError> {
        SIGN_UP.act("finalize", Props::default().make(js::going_to(url))).await
    }

    /// Begins anew.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn reset(self) -> Result<(), ClerkApiError> {
        SIGN_UP.act("reset", ()).await
    }
}

/// Clerk's `verifications`.
#[derive(Clone, Copy, Debug)]
pub struct SignUpVerifications;

impl SignUpVerifications {
    /// How far the e-mail address is.
    pub fn email_address(self) -> SignUpVerification {
        part("emailAddress")
    }

    /// How far the phone number is.
    pub fn phone_number(self) -> SignUpVerification {
        part("phoneNumber")
    }

    /// How far the wallet is.
    pub fn web3_wallet(self) -> Verification {
        part("web3Wallet")
    }

    /// How far the other site is.
    pub fn external_account(self) -> Verification {
        part("externalAccount")
    }

    /// On the page that a link in a mail leads to: how it ended.
    pub fn email_link(self) -> Option<EmailLinkOutcome> {
        part("emailLinkVerification")
    }

    /// Sends a code by mail.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn send_email_code(self) -> Result<(), ClerkApiError> {
        SIGN_UP.act("verifications.sendEmailCode", ()).await
    }

    /// Takes it.
    ///
    /// # Errors
    /// `form_code_incorrect`, `verification_expired` and others.
    pub async fn verify_email_code(self, code: &str) -> Result<(), ClerkApiError> {
        SIGN_UP.act("verifications.verifyEmailCode", json!({"code": code})).await
    }

    /// Sends a link by mail.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn send_email_link(self, verification_url: &str) -> Result<(), ClerkApiError> {
        SIGN_UP.act("verifications.sendEmailLink", json!({"verificationUrl": verification_url})).await
    }

    /// Waits until it was opened.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn wait_for_email_link_verification(self) -> Result<(), ClerkApiError> {
        SIGN_UP.act("verifications.waitForEmailLinkVerification", ()).await
    }

    /// Sends a code to the phone: `sms`, `whatsapp`.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn send_phone_code(self, channel: Option<&str>) -> Result<(), ClerkApiError> {
        let by = Props::default().text("channel", channel.map(Into::into));
        SIGN_UP.act("verifications.sendPhoneCode", by).await
    }

    /// Takes it.
    ///
    /// # Errors
    /// `form_code_incorrect`, `verification_expired` and others.
    pub async fn verify_phone_code(self, code: &str) -> Result<(), ClerkApiError> {
        SIGN_UP.act("verifications.verifyPhoneCode", json!({"code": code})).await
    }
}

fn part<T: Read + Default>(name: &str) -> T {
    let part = js::look(&SIGN_UP.place()).map(|sign_up| sign_up.member("verifications").member(name));
    part.as_ref().and_then(T::read).unwrap_or_default()
}
