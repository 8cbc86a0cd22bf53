//! What the app costs.

use serde_json::Value;

use super::mounted::{Mounted, Needs};
use crate::{prelude::*, props::Props};

/// Clerk's `<PricingTable/>`. Needs Clerk Billing; ClerkJS refuses to mount it while that is off.
#[component]
pub fn PricingTable(
    /// Whose plans: `user` or `organization`.
    #[prop(optional, into)]
    payer: Option<String>,
    /// The slug of the plan to point out.
    #[prop(optional, into)]
    highlighted_plan: Option<String>,
    /// Where the buttons are: `top` or `bottom`.
    #[prop(optional, into)]
    cta_position: Option<String>,
    /// Show the features only on demand.
    #[prop(optional)]
    collapse_features: Option<bool>,
    /// Where to go after subscribing.
    #[prop(optional, into)]
    new_subscription_redirect_url: Option<String>,
    /// Props of the checkout: `{"appearance": …}`.
    #[prop(optional)]
    checkout_props: Option<Value>,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the host; give it a size, so that the page does not jump.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let props = Props::default()
        .text("for", payer)
        .text("highlightedPlan", highlighted_plan)
        .text("ctaPosition", cta_position)
        .flag("collapseFeatures", collapse_features)
        .text("newSubscriptionRedirectUrl", new_subscription_redirect_url)
        .value("checkoutProps", checkout_props)
        .value("appearance", appearance);
    view! { <Mounted name="PricingTable" needs=Needs::Nothing props class/> }
}
