//! What a page asks of Clerk, one hook a file, named as in Clerk's own SDKs.

mod api_keys;
mod auth;
mod clerk;
mod known;
mod oauth;
mod organization;
mod organization_list;
mod pages;
mod reverification;
mod session;
mod session_list;
mod token;
mod user;

pub use api_keys::{ApiKey, CreateApiKey, UseApiKeys, use_api_keys};
pub use auth::{LARGEST_COOKIE, UseAuth, use_auth};
pub use clerk::{HandleRedirectCallback, RedirectOptions, SetActive, Target, UseClerk, use_clerk};
pub use oauth::{
    OAuthConsentInfo, OAuthConsentScope, OAuthDeviceVerificationInfo, UseOAuthConsent, UseOAuthDeviceVerification,
    use_oauth_consent, use_oauth_device_verification,
};
pub use organization::{UseOrganization, use_organization};
pub use organization_list::{
    UseOrganizationCreationDefaults, UseOrganizationList, use_organization_creation_defaults, use_organization_list,
};
pub use pages::{Pages, Paging};
pub use reverification::{
    NeedsReverification, PendingReverification, ReverificationHint, UseReverification, use_reverification,
    use_reverification_with_own_form,
};
pub use session::{UseSession, use_session};
pub use session_list::{UseSessionList, use_session_list};
pub use token::{GetToken, get_token};
pub use user::{UseUser, use_brief, use_user};
