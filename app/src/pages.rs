//! The pages outside of a tenant, and the table of all pages with their policies.

mod choose;
mod dashboard;
mod landing;
mod not_found;
mod onboarding;
mod sign_in;
mod table;

pub(crate) use dashboard::Dashboard;
pub(crate) use landing::Landing;
#[cfg(feature = "ssr")]
pub(crate) use landing::SUMMARY;
pub(crate) use not_found::NotFound;
pub(crate) use onboarding::Onboarding;
pub(crate) use sign_in::{SignInPage, SignUpPage};
pub use table::{PAGES, Page};
