//! A page for each group of what `clerk-leptos` has: what its tests press and read.

mod buttons;
mod components;
mod control;
mod hooks;
mod legacy;
mod organization;
mod profile;
mod sign_in;
mod sign_up;
mod tasks;

use leptos::prelude::*;

/// What a page shows.
type Page = fn() -> AnyView;

/// All pages.
pub(crate) const PATHS: [(&str, Page); 10] = [
    ("components", || components::Components().into_any()),
    ("control", || control::Control().into_any()),
    ("buttons", || buttons::Buttons().into_any()),
    ("hooks", || hooks::Hooks().into_any()),
    ("organization", || organization::OrganizationLists().into_any()),
    ("profile", || profile::Profile().into_any()),
    ("sign-in", || sign_in::SignInByHand().into_any()),
    ("sign-up", || sign_up::SignUpByHand().into_any()),
    ("tasks", || tasks::Tasks().into_any()),
    ("legacy", || legacy::Legacy().into_any()),
];

/// One of the pages, by the last part of its address.
#[component]
pub(crate) fn Part() -> impl IntoView {
    let params = leptos_router::hooks::use_params_map();
    let name = Memo::new(move |_| params.with(|params| params.get("name").unwrap_or_default()));
    move || {
        let found = name.with(|name| PATHS.iter().find(|(path, _)| path == name).map(|(_, page)| *page));
        found.map_or_else(|| view! { <h1>"Nothing here"</h1> }.into_any(), |page| page())
    }
}
