//! Where Clerk's pages are, and going there.

use serde_json::Value;

use super::UseClerk;
use crate::{
    ClerkApiError,
    js::{self, Argument, Place},
    macros::parameters,
    props::Props,
};

parameters! {
    /// Where to go after signing in or up.
    RedirectOptions {
        /// Where to come back to.
        text redirect_url = "redirectUrl",
        /// After signing in, unless the address asks for a page.
        text sign_in_fallback_redirect_url = "signInFallbackRedirectUrl",
        /// After signing in, whatever the address asks for.
        text sign_in_force_redirect_url = "signInForceRedirectUrl",
        /// After signing up, unless the address asks for a page.
        text sign_up_fallback_redirect_url = "signUpFallbackRedirectUrl",
        /// After signing up, whatever the address asks for.
        text sign_up_force_redirect_url = "signUpForceRedirectUrl",
        /// Fields to fill in.
        value initial_values = "initialValues",
    }
}

parameters! {
    /// What the page does that another site or a mail sends people back to.
    HandleRedirectCallback {
        /// After signing in, unless the address asks for a page.
        text sign_in_fallback_redirect_url = "signInFallbackRedirectUrl",
        /// After signing in, whatever the address asks for.
        text sign_in_force_redirect_url = "signInForceRedirectUrl",
        /// After signing up, unless the address asks for a page.
        text sign_up_fallback_redirect_url = "signUpFallbackRedirectUrl",
        /// After signing up, whatever the address asks for.
        text sign_up_force_redirect_url = "signUpForceRedirectUrl",
        /// The sign-in page.
        text sign_in_url = "signInUrl",
        /// The sign-up page.
        text sign_up_url = "signUpUrl",
        /// Where the first factor is asked.
        text first_factor_url = "firstFactorUrl",
        /// Where the second factor is asked.
        text second_factor_url = "secondFactorUrl",
        /// Where another password is set.
        text reset_password_url = "resetPasswordUrl",
        /// Where a sign-up goes on.
        text continue_sign_up_url = "continueSignUpUrl",
        /// Where an e-mail address is proved.
        text verify_email_address_url = "verifyEmailAddressUrl",
        /// Where a phone number is proved.
        text verify_phone_number_url = "verifyPhoneNumberUrl",
        /// Whether somebody unknown goes on to sign-up.
        flag transferable = "transferable",
        /// Kept with the account of those who sign up.
        metadata unsafe_metadata = "unsafeMetadata",
    }
}

macro_rules! built {
    ($($(#[$about:meta])* $ours:ident = $theirs:literal;)*) => {$(
        $(#[$about])*
        ///
        /// `None` before ClerkJS is there.
        pub fn $ours(self) -> Option<String> {
            js::say($theirs, &[])?.text()
        }
    )*};
}

macro_rules! gone_to {
    ($($(#[$about:meta])* $ours:ident = $theirs:literal;)*) => {$(
        $(#[$about])*
        pub fn $ours(self) {
            js::tell(Place::Clerk(""), $theirs, Vec::new());
        }
    )*};
}

impl UseClerk {
    built! {
        /// The page with the user's profile.
        build_user_profile_url = "buildUserProfileUrl";
        /// The page with the organization's profile.
        build_organization_profile_url = "buildOrganizationProfileUrl";
        /// The page that makes an organization.
        build_create_organization_url = "buildCreateOrganizationUrl";
        /// The page with the session's tasks.
        build_tasks_url = "buildTasksUrl";
        /// Where signing in leads.
        build_after_sign_in_url = "buildAfterSignInUrl";
        /// Where signing up leads.
        build_after_sign_up_url = "buildAfterSignUpUrl";
        /// Where signing out leads.
        build_after_sign_out_url = "buildAfterSignOutUrl";
        /// Where signing out of one of several sessions leads.
        build_after_multi_session_single_sign_out_url = "buildAfterMultiSessionSingleSignOutUrl";
        /// Where subscribing leads.
        build_new_subscription_redirect_url = "buildNewSubscriptionRedirectUrl";
        /// The page of the waiting list.
        build_waitlist_url = "buildWaitlistUrl";
    }

    /// The sign-in page; `None` before ClerkJS is there.
    pub fn build_sign_in_url(self, options: RedirectOptions) -> Option<String> {
        js::say("buildSignInUrl", &[Argument::Props(options.into())])?.text()
    }

    /// The sign-up page; `None` before ClerkJS is there.
    pub fn build_sign_up_url(self, options: RedirectOptions) -> Option<String> {
        js::say("buildSignUpUrl", &[Argument::Props(options.into())])?.text()
    }

    /// An address on another domain, with what a development instance needs there; `None` before ClerkJS is there.
    pub fn build_url_with_auth(self, to: &str) -> Option<String> {
        js::say("buildUrlWithAuth", &[Argument::Plain(Value::from(to))])?.text()
    }

    gone_to! {
        /// Goes to the user's profile.
        redirect_to_user_profile = "redirectToUserProfile";
        /// Goes to the organization's profile.
        redirect_to_organization_profile = "redirectToOrganizationProfile";
        /// Goes to the page that makes an organization.
        redirect_to_create_organization = "redirectToCreateOrganization";
        /// Goes where signing in leads.
        redirect_to_after_sign_in = "redirectToAfterSignIn";
        /// Goes where signing up leads.
        redirect_to_after_sign_up = "redirectToAfterSignUp";
        /// Goes where signing out leads.
        redirect_to_after_sign_out = "redirectToAfterSignOut";
        /// Goes to the waiting list.
        redirect_to_waitlist = "redirectToWaitlist";
    }

    /// Goes to the sign-in page, as ClerkJS does it: [`UseClerk::redirect_to_sign_in`] needs no ClerkJS.
    pub fn redirect_to_sign_in_with(self, options: RedirectOptions) {
        js::tell(Place::Clerk(""), "redirectToSignIn", vec![Argument::Props(options.into())]);
    }

    /// Goes to the sign-up page, as ClerkJS does it: [`UseClerk::redirect_to_sign_up`] needs no ClerkJS.
    pub fn redirect_to_sign_up_with(self, options: RedirectOptions) {
        js::tell(Place::Clerk(""), "redirectToSignUp", vec![Argument::Props(options.into())]);
    }

    /// Goes to the page of the session's task, and comes back afterwards.
    pub fn redirect_to_tasks(self, redirect_url: Option<&str>) {
        let back = Props::default().text("redirectUrl", redirect_url.map(Into::into));
        js::tell(Place::Clerk(""), "redirectToTasks", vec![Argument::Props(back)]);
    }

    /// Goes to an address on another domain, with what a development instance needs there.
    pub fn redirect_with_auth(self, to: &str) {
        js::tell(Place::Clerk(""), "redirectWithAuth", vec![Argument::Plain(Value::from(to))]);
    }

    /// On the page that another site sends people back to: goes on with what they began.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn handle_redirect_callback(self, options: HandleRedirectCallback) -> Result<(), ClerkApiError> {
        js::ask(Place::Clerk(""), "handleRedirectCallback", vec![Argument::Props(options.into())]).await.map(drop)
    }

    /// On the page that a link in a mail leads to: goes on with what it proves, here or, when it was opened elsewhere, to
    /// `redirect_url`.
    ///
    /// # Errors
    /// `expired`, `failed`, `client_mismatch`: how the link ended.
    pub async fn handle_email_link_verification(
        self,
        redirect_url_complete: Option<&str>,
        redirect_url: Option<&str>,
    ) -> Result<(), ClerkApiError> {
        let given = Props::default()
            .text("redirectUrlComplete", redirect_url_complete.map(Into::into))
            .text("redirectUrl", redirect_url.map(Into::into));
        js::ask(Place::Clerk(""), "handleEmailLinkVerification", vec![Argument::Props(given)]).await.map(drop)
    }
}
