//! Signing in by a form of the app's own.

use leptos::prelude::*;
use serde_json::json;

use super::{
    EmailCode, EmailLink, FlowErrors, PhoneCode, ResetPasswordEmailCode, ResetPasswordPhoneCode, SecondFactor, SignIn,
    SignInCreate, SignInPassword, SignInSso,
    attempt::{Followed, SIGN_IN},
};
use crate::{
    ClerkApiError,
    js::{self},
    props::Props,
};

/// See [`use_sign_in`].
#[derive(Clone, Copy)]
pub struct UseSignIn {
    /// How far it is.
    pub sign_in: Signal<SignIn>,
    /// What went wrong with the last step.
    pub errors: Signal<FlowErrors>,
    /// Whether Clerk is being asked.
    pub is_fetching: Signal<bool>,
}

/// The attempt to sign in. Its methods never panic; each gives Clerk's refusal, which [`UseSignIn::errors`] shows by field too.
pub fn use_sign_in() -> UseSignIn {
    let followed = Followed::<SignIn>::of(SIGN_IN);
    UseSignIn { sign_in: followed.state.into(), errors: followed.errors.into(), is_fetching: followed.fetching.into() }
}

impl UseSignIn {
    /// How far it is at this moment: after a step, before signals have told.
    pub fn now(self) -> SignIn {
        SIGN_IN.state().unwrap_or_default()
    }

    /// Begins.
    ///
    /// # Errors
    /// Clerk's, such as `form_identifier_not_found`.
    pub async fn create(self, given: SignInCreate) -> Result<(), ClerkApiError> {
        SIGN_IN.act("create", given).await
    }

    /// Proves the first factor by a password.
    ///
    /// # Errors
    /// Clerk's, such as `form_password_incorrect`.
    pub async fn password(self, given: SignInPassword) -> Result<(), ClerkApiError> {
        SIGN_IN.act("password", given).await
    }

    /// By a code in a mail.
    pub fn email_code(self) -> EmailCode {
        EmailCode
    }

    /// By a link in a mail.
    pub fn email_link(self) -> EmailLink {
        EmailLink
    }

    /// By a code on the phone.
    pub fn phone_code(self) -> PhoneCode {
        PhoneCode
    }

    /// Another password, by a code in a mail.
    pub fn reset_password_email_code(self) -> ResetPasswordEmailCode {
        ResetPasswordEmailCode
    }

    /// Another password, by a code on the phone.
    pub fn reset_password_phone_code(self) -> ResetPasswordPhoneCode {
        ResetPasswordPhoneCode
    }

    /// The second factor.
    pub fn mfa(self) -> SecondFactor {
        SecondFactor
    }

    /// Goes to another site to sign in there.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn sso(self, given: SignInSso) -> Result<(), ClerkApiError> {
        SIGN_IN.act("sso", given).await
    }

    /// By an invitation's ticket; without one, by the one in the page's address.
    ///
    /// # Errors
    /// `ticket_expired_code`, `ticket_invalid_code` and others.
    pub async fn ticket(self, ticket: Option<&str>) -> Result<(), ClerkApiError> {
        SIGN_IN.act("ticket", Props::default().text("ticket", ticket.map(Into::into))).await
    }

    /// By a wallet: `web3_metamask_signature` with `metamask`.
    ///
    /// # Errors
    /// Clerk's or the wallet's.
    pub async fn web3(self, strategy: &str, provider: &str) -> Result<(), ClerkApiError> {
        SIGN_IN.act("web3", json!({"strategy": strategy, "provider": provider})).await
    }

    /// By a passkey: `discoverable` opens the browser's list, `autofill` waits in the form's field.
    ///
    /// # Errors
    /// Clerk's or the browser's.
    pub async fn passkey(self, flow: Option<&str>) -> Result<(), ClerkApiError> {
        SIGN_IN.act("passkey", Props::default().text("flow", flow.map(Into::into))).await
    }

    /// Shows that it is a person.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn submit_protect_check(self, proof_token: &str) -> Result<(), ClerkApiError> {
        SIGN_IN.act("submitProtectCheck", json!({"proofToken": proof_token})).await
    }

    /// Makes the session of a complete sign-in the active one, and stays here.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn finalize(self) -> Result<(), ClerkApiError> {
        SIGN_IN.act("finalize", ()).await
    }

    /// Makes the session of a complete sign-in the active one, and goes to a page.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn finalize_at(self, url: &str) -> Result<(), ClerkApiError> {
        SIGN_IN.act("finalize", Props::default().make(js::going_to(url))).await
    }

    /// Begins anew.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn reset(self) -> Result<(), ClerkApiError> {
        SIGN_IN.act("reset", ()).await
    }
}
