//! What stands around the pages.

mod follow_navigation;
mod scroll_positions;
mod site;
mod tenant;

pub(crate) use follow_navigation::FollowNavigation;
pub(crate) use site::{SiteHeader, SiteLayout};
pub(crate) use tenant::{TenantLayout, organization_url};
