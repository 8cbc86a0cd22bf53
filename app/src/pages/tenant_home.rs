//! `/orgs/:slug` and `/personal` themselves: on to the first page of the menu.

use leptos::prelude::*;

use crate::{
    AppError,
    resource::use_resources,
    tenant::use_tenant,
    ui::{ErrorPage, GoTo},
};

/// See the module.
#[component]
pub(super) fn TenantHome() -> impl IntoView {
    let home = use_resources().menu().next();
    match use_tenant().path.get_untracked().zip(home) {
        Some((tenant, home)) => view! { <GoTo path=format!("{tenant}{}", home.path)/> }.into_any(),
        None => view! { <ErrorPage error=AppError::NotFound/> }.into_any(),
    }
}
