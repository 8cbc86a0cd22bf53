//! The menu that chooses the active organization.

use serde_json::Value;

use super::{
    OrganizationSwitcherOptions,
    mounted::{Mounted, Needs},
};
use crate::{prelude::*, props::Props};

/// Clerk's `<OrganizationSwitcher/>`. In the addresses `:id` and `:slug` stand for the chosen organization's.
#[component]
pub fn OrganizationSwitcher(
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
    /// Where to go after leaving an organization.
    #[prop(optional, into)]
    after_leave_organization_url: Option<String>,
    /// A page with [`OrganizationProfile`](crate::OrganizationProfile); without it the profile opens as a modal.
    #[prop(optional, into)]
    organization_profile_url: Option<String>,
    /// A page with [`CreateOrganization`](crate::CreateOrganization); without it the form opens as a modal.
    #[prop(optional, into)]
    create_organization_url: Option<String>,
    /// Do not offer to invite people after making an organization.
    #[prop(optional)]
    skip_invitation_screen: Option<bool>,
    /// The rarer ones.
    #[prop(optional)]
    options: OrganizationSwitcherOptions,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it the menu's size, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let profile_mode = organization_profile_url.as_ref().map(|_| "navigation".to_owned());
    let create_mode = create_organization_url.as_ref().map(|_| "navigation".to_owned());
    let props = Props::default()
        .flag("hidePersonal", hide_personal)
        .text("afterSelectOrganizationUrl", after_select_organization_url)
        .text("afterSelectPersonalUrl", after_select_personal_url)
        .text("afterCreateOrganizationUrl", after_create_organization_url)
        .text("afterLeaveOrganizationUrl", after_leave_organization_url)
        .text("organizationProfileMode", profile_mode)
        .text("organizationProfileUrl", organization_profile_url)
        .text("createOrganizationMode", create_mode)
        .text("createOrganizationUrl", create_organization_url)
        .flag("skipInvitationScreen", skip_invitation_screen)
        .value("appearance", appearance)
        .and(options.0);
    view! { <Mounted name="OrganizationSwitcher" needs=Needs::Nothing props class/> }
}
