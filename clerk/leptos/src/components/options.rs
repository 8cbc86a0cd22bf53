//! The rarer props of Clerk's components, as builders: `<SignIn options=SignInOptions::new().waitlist_url("/waitlist")/>`. Names
//! that older versions of Clerk's SDK had are here too and set what took their place.

use std::sync::Arc;

use super::parts::{MenuItem, ProfilePage, menu, pages};
use crate::{brief::Organization, js::receive_address, macros::options};

options! {
    /// For [`SignIn`](crate::SignIn), [`SignInButton`](crate::SignInButton) and `open_sign_in`.
    SignInOptions {
        /// Where the link to sign-in leads, in steps of sign-up.
        text sign_in_url = "signInUrl";
        /// Where those who have to wait are sent.
        text waitlist_url = "waitlistUrl";
        /// Kept with the account of those who sign up here.
        value unsafe_metadata = "unsafeMetadata";
        /// Whether somebody unknown goes on to sign-up. Clerk's default: yes.
        flag transferable = "transferable";
        /// How a provider's page opens: `auto`, `redirect`, `popup`.
        text oauth_flow = "oauthFlow";
        /// What a provider should ask: `select_account`, `consent`, …
        text oidc_prompt = "oidcPrompt";
        /// Fields to fill in: `emailAddress`, `phoneNumber`, `username`.
        value initial_values = "initialValues";
        /// Offer sign-up in the same form.
        flag with_sign_up = "withSignUp";
        /// Where to go afterwards, unless the address asks for a page.
        text fallback_redirect_url = "fallbackRedirectUrl";
        /// Where to go afterwards, whatever the address asks for.
        text force_redirect_url = "forceRedirectUrl";
        /// Clerk's `appearance` object.
        value appearance = "appearance";
        /// Until Clerk's Core 2.
        #[deprecated(note = "Clerk removed afterSignInUrl: use fallback_redirect_url, or force_redirect_url")]
        text after_sign_in_url = "fallbackRedirectUrl";
        /// Until Clerk's Core 2.
        #[deprecated(note = "Clerk removed afterSignUpUrl: use sign_up_fallback_redirect_url of the component")]
        text after_sign_up_url = "signUpFallbackRedirectUrl";
        /// Until Clerk's Core 2.
        #[deprecated(note = "Clerk removed redirectUrl: use force_redirect_url")]
        text redirect_url = "forceRedirectUrl";
    }
}

options! {
    /// For [`SignUp`](crate::SignUp), [`SignUpButton`](crate::SignUpButton) and `open_sign_up`.
    SignUpOptions {
        /// Where those who have to wait are sent.
        text waitlist_url = "waitlistUrl";
        /// How a provider's page opens: `auto`, `redirect`, `popup`.
        text oauth_flow = "oauthFlow";
        /// What a provider should ask: `select_account`, `consent`, …
        text oidc_prompt = "oidcPrompt";
        /// Kept with the account.
        value unsafe_metadata = "unsafeMetadata";
        /// Fields to fill in: `emailAddress`, `phoneNumber`, `firstName`, `lastName`, `username`.
        value initial_values = "initialValues";
        /// Where to go afterwards, unless the address asks for a page.
        text fallback_redirect_url = "fallbackRedirectUrl";
        /// Where to go afterwards, whatever the address asks for.
        text force_redirect_url = "forceRedirectUrl";
        /// Clerk's `appearance` object.
        value appearance = "appearance";
        /// Until Clerk's Core 2.
        #[deprecated(note = "Clerk removed afterSignUpUrl: use fallback_redirect_url, or force_redirect_url")]
        text after_sign_up_url = "fallbackRedirectUrl";
        /// Until Clerk's Core 2.
        #[deprecated(note = "Clerk removed afterSignInUrl: use sign_in_fallback_redirect_url of the component")]
        text after_sign_in_url = "signInFallbackRedirectUrl";
        /// Until Clerk's Core 2.
        #[deprecated(note = "Clerk removed redirectUrl: use force_redirect_url")]
        text redirect_url = "forceRedirectUrl";
    }
}

options! {
    /// For [`UserButton`](crate::UserButton).
    UserButtonOptions {
        /// Open from the start.
        flag default_open = "defaultOpen";
        /// Until Clerk's Core 2.
        #[deprecated(note = "Clerk moved afterSignOutUrl to the provider: ClerkOptions::after_sign_out_url. This has no effect")]
        text after_sign_out_url = "afterSignOutUrl";
        /// `modal` or `navigation`; `user_profile_url` implies the second.
        text user_profile_mode = "userProfileMode";
    }
}

impl UserButtonOptions {
    /// The entries of the menu, in this order, Clerk's own among them where they are named.
    #[must_use]
    pub fn menu(self, items: impl IntoIterator<Item = MenuItem>) -> Self {
        Self(self.0.make(menu("customMenuItems", items)))
    }

    /// Pages and links in the profile that the menu opens.
    #[must_use]
    pub fn profile_pages(self, of: impl IntoIterator<Item = ProfilePage>) -> Self {
        Self(self.0.make(pages("userProfileProps.customPages", of)))
    }
}

options! {
    /// For [`UserProfile`](crate::UserProfile) and `open_user_profile`.
    UserProfileOptions {
        /// Further scopes to ask providers for: `{"google": ["…"]}`.
        value additional_oauth_scopes = "additionalOAuthScopes";
        /// Props of the list of API keys: `{"hide": true}`.
        value api_keys_props = "apiKeysProps";
        /// Clerk's `appearance` object.
        value appearance = "appearance";
    }
}

impl UserProfileOptions {
    /// Pages and links of the app's, in this order, Clerk's own among them where they are named.
    #[must_use]
    pub fn pages(self, of: impl IntoIterator<Item = ProfilePage>) -> Self {
        Self(self.0.make(pages("customPages", of)))
    }
}

options! {
    /// For [`OrganizationProfile`](crate::OrganizationProfile) and `open_organization_profile`.
    OrganizationProfileOptions {
        /// Props of the list of API keys: `{"hide": true}`.
        value api_keys_props = "apiKeysProps";
        /// Clerk's `appearance` object.
        value appearance = "appearance";
    }
}

impl OrganizationProfileOptions {
    /// Pages and links of the app's, in this order, Clerk's own among them where they are named.
    #[must_use]
    pub fn pages(self, of: impl IntoIterator<Item = ProfilePage>) -> Self {
        Self(self.0.make(pages("customPages", of)))
    }
}

options! {
    /// For [`OrganizationSwitcher`](crate::OrganizationSwitcher).
    OrganizationSwitcherOptions {
        /// Open from the start.
        flag default_open = "defaultOpen";
        /// Clerk's `organizationProfileProps` object, for the modal.
        value organization_profile_props = "organizationProfileProps";
        /// Until Clerk's Core 2.
        #[deprecated(note = "Clerk removed afterSwitchOrganizationUrl: use after_select_organization_url of the component")]
        text after_switch_organization_url = "afterSelectOrganizationUrl";
    }
}

impl OrganizationSwitcherOptions {
    /// Pages and links in the profile that the menu opens.
    #[must_use]
    pub fn profile_pages(self, of: impl IntoIterator<Item = ProfilePage>) -> Self {
        Self(self.0.make(pages("organizationProfileProps.customPages", of)))
    }

    /// Where to go after choosing an organization, by its id and slug.
    #[must_use]
    pub fn after_select_organization(self, to: impl Fn(&Organization) -> String + Send + Sync + 'static) -> Self {
        let to: Arc<dyn Fn(&Organization) -> String + Send + Sync> = Arc::new(to);
        Self(self.0.make(Arc::new(move |props| receive_address(props, "afterSelectOrganizationUrl", &to))))
    }
}
