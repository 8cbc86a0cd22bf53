//! The pages of the active organization: members, invitations, settings.

use serde_json::Value;

use crate::prelude::*;

use super::{
    OrganizationProfileOptions, Routing,
    mounted::{Mounted, Needs},
};

/// Clerk's `<OrganizationProfile/>`.
#[component]
pub fn OrganizationProfile(
    /// Where its pages live.
    #[prop(optional, into)]
    routing: Routing,
    /// Where to go after leaving the organization.
    #[prop(optional, into)]
    after_leave_organization_url: Option<String>,
    /// The rarer ones.
    #[prop(optional)]
    options: OrganizationProfileOptions,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a minimal height, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = routing
        .props()
        .text("afterLeaveOrganizationUrl", after_leave_organization_url)
        .value("appearance", appearance)
        .and(options.0);
    view! { <Mounted name="OrganizationProfile" needs=Needs::Organization props class/> }
}
