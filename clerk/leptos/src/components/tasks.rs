//! What is left to do before a session counts: a session with a task is *pending*, and who has one is shown as signed out.

use serde_json::Value;

use super::mounted::{Mounted, Needs};
use crate::{prelude::*, props::Props};

/// Clerk's `<TaskChooseOrganization/>`, where everybody needs an organization.
#[component]
pub fn TaskChooseOrganization(
    /// Where to go when it is done.
    #[prop(optional, into)]
    redirect_url_complete: Option<String>,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a size, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = Props::default().text("redirectUrlComplete", redirect_url_complete).value("appearance", appearance);
    view! { <Mounted name="TaskChooseOrganization" needs=Needs::Nothing props class/> }
}

/// Clerk's `<TaskResetPassword/>`, for a password that is known to others.
#[component]
pub fn TaskResetPassword(
    /// Where to go when it is done.
    #[prop(optional, into)]
    redirect_url_complete: Option<String>,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a size, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = Props::default().text("redirectUrlComplete", redirect_url_complete).value("appearance", appearance);
    view! { <Mounted name="TaskResetPassword" needs=Needs::Nothing props class/> }
}

/// Clerk's `<TaskSetupMFA/>`, where everybody needs a second factor.
#[component]
pub fn TaskSetupMFA(
    /// Where to go when it is done.
    #[prop(optional, into)]
    redirect_url_complete: Option<String>,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a size, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = Props::default().text("redirectUrlComplete", redirect_url_complete).value("appearance", appearance);
    view! { <Mounted name="TaskSetupMFA" needs=Needs::Nothing props class/> }
}
