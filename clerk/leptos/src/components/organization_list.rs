//! The user's organizations and invitations, to choose from.

use serde_json::Value;

use super::mounted::{Mounted, Needs};
use crate::{prelude::*, props::Props};

/// Clerk's `<OrganizationList/>`. In the addresses `:id` and `:slug` stand for the chosen organization's.
#[component]
pub fn OrganizationList(
    /// Leave the personal account out.
    #[prop(optional)]
    hide_personal: Option<bool>,
    /// Where to go after choosing an organization: `/orgs/:slug`.
    #[prop(optional, into)]
    after_select_organization_url: Option<String>,
    /// Where to go after choosing the personal account.
    #[prop(optional, into)]
    after_select_personal_url: Option<String>,
    /// Where to go after making an organization.
    #[prop(optional, into)]
    after_create_organization_url: Option<String>,
    /// Do not offer to invite people after making an organization.
    #[prop(optional)]
    skip_invitation_screen: Option<bool>,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a minimal height, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = Props::default()
        .flag("hidePersonal", hide_personal)
        .text("afterSelectOrganizationUrl", after_select_organization_url)
        .text("afterSelectPersonalUrl", after_select_personal_url)
        .text("afterCreateOrganizationUrl", after_create_organization_url)
        .flag("skipInvitationScreen", skip_invitation_screen)
        .value("appearance", appearance);
    view! { <Mounted name="OrganizationList" needs=Needs::User props class/> }
}
