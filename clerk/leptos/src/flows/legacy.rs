//! The older hooks: methods that throw, and `set_active` beside them. New code uses [`use_sign_in`](crate::use_sign_in) and
//! [`use_sign_up`](crate::use_sign_up).

use leptos::prelude::*;
use serde_json::json;

use super::{LegacySignIn, SignIn, SignInCreate, SignUp, SignUpCreate, SignUpUpdate};
use crate::{
    ClerkApiError, SetActive, UseClerk,
    context::ClerkContext,
    js::{self, Place},
    prelude::effect,
    props::Props,
    resources::{Arguments, Read, read_answer},
    use_clerk,
};

const SIGN_IN: Place = Place::Clerk("client.signIn");
const SIGN_UP: Place = Place::Clerk("client.signUp");

/// See [`use_sign_in`].
#[derive(Clone, Copy)]
pub struct UseSignIn {
    /// Whether ClerkJS has answered.
    pub is_loaded: Signal<bool>,
    /// How far it is; `None` before ClerkJS has answered.
    pub sign_in: Signal<Option<SignIn>>,
    clerk: UseClerk,
}

/// The attempt to sign in.
pub fn use_sign_in() -> UseSignIn {
    UseSignIn { is_loaded: use_clerk().loaded, sign_in: followed(SIGN_IN).into(), clerk: use_clerk() }
}

/// Reads it again at every word of ClerkJS'.
fn followed<T: Read + Send + Sync + 'static>(place: Place) -> RwSignal<Option<T>> {
    let context = ClerkContext::current();
    let state = RwSignal::new(None);
    effect(move || {
        context.changes.track();
        if context.is_loaded() {
            state.set(js::look(&place).as_ref().and_then(T::read));
        }
    });
    state
}

async fn ask<T: Read>(place: Place, method: &'static str, given: impl Into<Arguments>) -> Result<T, ClerkApiError> {
    read_answer(js::ask(place, method, given.into().0).await?)
}

impl UseSignIn {
    /// Begins; with identifier and password it may be complete at once.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn create(self, given: SignInCreate) -> Result<SignIn, ClerkApiError> {
        ask(SIGN_IN, "create", given).await
    }

    /// Sends a code or a link for the first factor.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn prepare_first_factor(self, factor: LegacySignIn) -> Result<SignIn, ClerkApiError> {
        ask(SIGN_IN, "prepareFirstFactor", factor).await
    }

    /// Proves the first factor.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn attempt_first_factor(self, factor: LegacySignIn) -> Result<SignIn, ClerkApiError> {
        ask(SIGN_IN, "attemptFirstFactor", factor).await
    }

    /// Sends a code for the second factor.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn prepare_second_factor(self, factor: LegacySignIn) -> Result<SignIn, ClerkApiError> {
        ask(SIGN_IN, "prepareSecondFactor", factor).await
    }

    /// Proves the second factor.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn attempt_second_factor(self, factor: LegacySignIn) -> Result<SignIn, ClerkApiError> {
        ask(SIGN_IN, "attemptSecondFactor", factor).await
    }

    /// Sets another password, after a code for it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn reset_password(self, password: &str, sign_out_elsewhere: bool) -> Result<SignIn, ClerkApiError> {
        ask(SIGN_IN, "resetPassword", json!({"password": password, "signOutOfOtherSessions": sign_out_elsewhere})).await
    }

    /// Goes to another site to sign in there.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn authenticate_with_redirect(
        self,
        strategy: &str,
        redirect_url: &str,
        redirect_url_complete: &str,
    ) -> Result<(), ClerkApiError> {
        let given =
            json!({"strategy": strategy, "redirectUrl": redirect_url, "redirectUrlComplete": redirect_url_complete});
        ask(SIGN_IN, "authenticateWithRedirect", given).await
    }

    /// By a passkey: `discoverable`, `autofill`.
    ///
    /// # Errors
    /// Clerk's or the browser's.
    pub async fn authenticate_with_passkey(self, flow: Option<&str>) -> Result<SignIn, ClerkApiError> {
        ask(SIGN_IN, "authenticateWithPasskey", Props::default().text("flow", flow.map(Into::into))).await
    }

    /// Makes a session the active one.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn set_active(self, target: SetActive) -> Result<(), ClerkApiError> {
        self.clerk.activate(target).await
    }
}

/// See [`use_sign_up`].
#[derive(Clone, Copy)]
pub struct UseSignUp {
    /// Whether ClerkJS has answered.
    pub is_loaded: Signal<bool>,
    /// How far it is; `None` before ClerkJS has answered.
    pub sign_up: Signal<Option<SignUp>>,
    clerk: UseClerk,
}

/// The attempt to sign up.
pub fn use_sign_up() -> UseSignUp {
    UseSignUp { is_loaded: use_clerk().loaded, sign_up: followed(SIGN_UP).into(), clerk: use_clerk() }
}

impl UseSignUp {
    /// Begins.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn create(self, given: SignUpCreate) -> Result<SignUp, ClerkApiError> {
        ask(SIGN_UP, "create", given).await
    }

    /// Gives what is missing.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn update(self, given: SignUpUpdate) -> Result<SignUp, ClerkApiError> {
        ask(SIGN_UP, "update", given).await
    }

    /// Sends a code by mail.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn prepare_email_address_verification(self) -> Result<SignUp, ClerkApiError> {
        ask(SIGN_UP, "prepareEmailAddressVerification", json!({"strategy": "email_code"})).await
    }

    /// Takes it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn attempt_email_address_verification(self, code: &str) -> Result<SignUp, ClerkApiError> {
        ask(SIGN_UP, "attemptEmailAddressVerification", json!({"code": code})).await
    }

    /// Sends a code to the phone.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn prepare_phone_number_verification(self) -> Result<SignUp, ClerkApiError> {
        ask(SIGN_UP, "preparePhoneNumberVerification", ()).await
    }

    /// Takes it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn attempt_phone_number_verification(self, code: &str) -> Result<SignUp, ClerkApiError> {
        ask(SIGN_UP, "attemptPhoneNumberVerification", json!({"code": code})).await
    }

    /// Goes to another site to sign up there.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn authenticate_with_redirect(
        self,
        strategy: &str,
        redirect_url: &str,
        redirect_url_complete: &str,
    ) -> Result<(), ClerkApiError> {
        let given =
            json!({"strategy": strategy, "redirectUrl": redirect_url, "redirectUrlComplete": redirect_url_complete});
        ask(SIGN_UP, "authenticateWithRedirect", given).await
    }

    /// Makes a session the active one.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn set_active(self, target: SetActive) -> Result<(), ClerkApiError> {
        self.clerk.activate(target).await
    }
}
