//! Other apps and devices that want to act for the user, asked about by a page of the app's own. Both need the instance to have OAuth
//! applications.

use serde_json::json;

use crate::{
    ClerkApiError,
    js::{self, Argument, Place},
    macros::resource,
    props::Props,
    resources::read_answer,
};

const APPLICATION: Place = Place::Clerk("oauthApplication");

resource! {
    /// What an app asks for.
    OAuthConsentInfo {
        /// The app's name.
        oauth_application_name: String = "oauthApplicationName",
        /// Its logo.
        oauth_application_logo_url: String = "oauthApplicationLogoUrl",
        /// Its site.
        oauth_application_url: String = "oauthApplicationUrl",
        /// What it has to be given back.
        state: String = "state",
        /// Where the answer goes.
        redirect_domain: Option<String> = "redirectDomain",
        /// Names it.
        client_id: String = "clientId",
        /// What it asks for.
        scopes: Vec<OAuthConsentScope> = "scopes",
    }
}

resource! {
    /// What a device asks for.
    OAuthDeviceVerificationInfo {
        /// The app's name.
        oauth_application_name: String = "oauthApplicationName",
        /// Its logo.
        oauth_application_logo_url: Option<String> = "oauthApplicationLogoUrl",
        /// Names it.
        client_id: String = "clientId",
        /// What it asks for.
        scopes: Vec<OAuthConsentScope> = "scopes",
        /// `pending`, `approved`, `denied`, `consumed`.
        status: String = "status",
        /// In milliseconds since 1970.
        expires_at: Option<i64> = "expiresAt",
    }
}

resource! {
    /// One thing it asks for.
    OAuthConsentScope {
        /// `profile`.
        scope: String = "scope",
        /// In words.
        description: Option<String> = "description",
        /// Whether it has to be allowed by name.
        requires_consent: bool = "requiresConsent",
    }
}

/// See [`use_oauth_consent`].
#[derive(Clone, Copy, Debug)]
pub struct UseOAuthConsent;

/// Another app that wants to act for the user.
pub fn use_oauth_consent() -> UseOAuthConsent {
    UseOAuthConsent
}

impl UseOAuthConsent {
    /// What it asks for.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn get_consent_info(
        self,
        client_id: &str,
        scope: Option<&str>,
    ) -> Result<OAuthConsentInfo, ClerkApiError> {
        let given =
            Props::default().text("oauthClientId", Some(client_id.to_owned())).text("scope", scope.map(Into::into));
        read_answer(js::ask(APPLICATION, "getConsentInfo", vec![Argument::Props(given)]).await?)
    }
}

/// See [`use_oauth_device_verification`].
#[derive(Clone, Copy, Debug)]
pub struct UseOAuthDeviceVerification;

/// A device that wants to act for the user, by the code it shows.
pub fn use_oauth_device_verification() -> UseOAuthDeviceVerification {
    UseOAuthDeviceVerification
}

impl UseOAuthDeviceVerification {
    /// Whose code it is.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn lookup(self, user_code: &str) -> Result<OAuthDeviceVerificationInfo, ClerkApiError> {
        let given = vec![Argument::Plain(json!({"userCode": user_code}))];
        read_answer(js::ask(APPLICATION, "lookupDeviceVerification", given).await?)
    }

    /// Allows or refuses it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn answer(self, user_code: &str, allowed: bool) -> Result<(), ClerkApiError> {
        let given = vec![Argument::Plain(json!({"userCode": user_code, "approved": allowed}))];
        js::ask(APPLICATION, "submitDeviceVerification", given).await.map(drop)
    }
}
