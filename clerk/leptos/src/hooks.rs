//! What a page asks of Clerk, one hook a file, named as in Clerk's own SDKs.

mod auth;
mod clerk;
mod organization;
mod organization_list;
mod session;
mod user;

pub use auth::{LARGEST_COOKIE, UseAuth, use_auth};
pub use clerk::{Target, UseClerk, use_clerk};
pub use organization::{UseOrganization, use_organization};
pub use organization_list::{UseOrganizationList, use_organization_list};
pub use session::{UseSession, use_session};
pub use user::{UseUser, use_user};
