//! Clerk's prebuilt components as Leptos components: a host element each, filled by ClerkJS in the browser.

mod create_organization;
mod meanwhile;
mod mounted;
mod organization_list;
mod organization_profile;
mod organization_switcher;
mod routing;
mod sign_in;
mod sign_up;
mod user_button;
mod user_profile;

pub use create_organization::CreateOrganization;
pub use organization_list::OrganizationList;
pub use organization_profile::OrganizationProfile;
pub use organization_switcher::OrganizationSwitcher;
pub use routing::Routing;
pub use sign_in::SignIn;
pub use sign_up::SignUp;
pub use user_button::UserButton;
pub use user_profile::UserProfile;
