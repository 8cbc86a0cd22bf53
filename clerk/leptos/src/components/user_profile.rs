//! The account pages of the user.

use serde_json::Value;

use crate::prelude::*;

use super::{
    Routing, UserProfileOptions,
    mounted::{Mounted, Needs},
};

/// Clerk's `<UserProfile/>`.
#[component]
pub fn UserProfile(
    /// Where its pages live.
    #[prop(optional, into)]
    routing: Routing,
    /// The rarer ones.
    #[prop(optional)]
    options: UserProfileOptions,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a minimal height, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = routing.props().value("appearance", appearance).and(options.0);
    view! { <Mounted name="UserProfile" needs=Needs::User props class/> }
}
