//! Clerk's prebuilt components as Leptos components: a host element each, filled by ClerkJS in the browser.

mod api_keys;
mod create_organization;
mod google_one_tap;
mod meanwhile;
mod mounted;
mod oauth;
mod options;
mod organization_list;
mod organization_profile;
mod organization_switcher;
mod parts;
mod pricing_table;
mod routing;
mod sign_in;
mod sign_up;
mod tasks;
mod user_avatar;
mod user_button;
mod user_profile;
mod waitlist;

pub use api_keys::APIKeys;
pub use create_organization::CreateOrganization;
pub use google_one_tap::GoogleOneTap;
pub use oauth::{OAuthConsent, OAuthDeviceVerification};
pub use options::{
    OrganizationProfileOptions, OrganizationSwitcherOptions, SignInOptions, SignUpOptions, UserButtonOptions,
    UserProfileOptions,
};
pub use organization_list::OrganizationList;
pub use organization_profile::OrganizationProfile;
pub use organization_switcher::OrganizationSwitcher;
pub use parts::{MenuItem, OwnMenuItem, ProfilePage};
pub use pricing_table::PricingTable;
pub use routing::Routing;
pub use sign_in::SignIn;
pub use sign_up::SignUp;
pub use tasks::{TaskChooseOrganization, TaskResetPassword, TaskSetupMFA};
pub use user_avatar::UserAvatar;
pub use user_button::UserButton;
pub use user_profile::UserProfile;
pub use waitlist::Waitlist;
