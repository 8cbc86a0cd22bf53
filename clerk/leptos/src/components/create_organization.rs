//! The form that makes an organization.

use serde_json::Value;

use crate::prelude::*;

use super::{
    Routing,
    mounted::{Mounted, Needs},
};

/// Clerk's `<CreateOrganization/>`.
#[component]
pub fn CreateOrganization(
    /// Where its steps live.
    #[prop(optional, into)]
    routing: Routing,
    /// Where to go afterwards: `/orgs/:slug`.
    #[prop(optional, into)]
    after_create_organization_url: Option<String>,
    /// Do not offer to invite people afterwards.
    #[prop(optional)]
    skip_invitation_screen: Option<bool>,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a minimal height, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = routing
        .props()
        .text("afterCreateOrganizationUrl", after_create_organization_url)
        .flag("skipInvitationScreen", skip_invitation_screen)
        .value("appearance", appearance);
    view! { <Mounted name="CreateOrganization" needs=Needs::User props class/> }
}
