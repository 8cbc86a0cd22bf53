//! The layout of a tenant's pages: which organization, which account, where to go. A sidebar; on phones a bar and a menu.

use clerk_leptos::{OrganizationSwitcher, RedirectToSignIn, Show, UserButton, When, use_auth};
use leptos_router::{components::Outlet, hooks::use_location};

use crate::{
    once_there::once_there,
    prelude::*,
    resource::{Menu, use_resources},
    settings::use_settings,
    tenant::{CurrentTenant, provide_tenant, use_tenant},
    ui::{Glyph, Icon, Logo, ThemeSwitch, awaited},
};

/// Around `/orgs/:slug` and `/personal`. One instance of each Clerk component: the stylesheet moves them, not the view.
#[component]
pub(crate) fn TenantLayout() -> impl IntoView {
    provide_tenant();
    view! {
        <Show when=When::SignedOut><RedirectToSignIn/></Show>
        <div class="workspace">
            <header class="chrome">
                <button type="button" class="btn btn-ghost menu-button" popovertarget="menu" aria-label="Open navigation">
                    <Icon glyph=Glyph::Menu/>
                </button>
                <div class="chrome-logo"><Logo/></div>
                // ClerkJS complains when it has to show organizations while nobody is signed in.
                <Show when=When::SignedIn><Switcher/></Show>
                <Menu/>
                <UserButton class="user-button"/>
            </header>
            <main id="main" class="workspace-main" tabindex="-1"><Outlet/></main>
        </div>
    }
}

#[component]
fn Switcher() -> impl IntoView {
    let settings = use_settings();
    let organization_url = organization_url();
    view! {
        <OrganizationSwitcher
            class="switcher"
            hide_personal=!settings.personal_accounts
            after_select_organization_url=organization_url
            after_create_organization_url=organization_url
            after_select_personal_url="/personal"
            after_leave_organization_url="/dashboard"
            skip_invitation_screen=true
        />
    }
}

/// Where Clerk sends people who chose an organization; by id where the instance has slugs switched off.
pub(crate) fn organization_url() -> &'static str {
    let auth = use_auth();
    let without_slugs = untrack(|| auth.organization_id().is_some() && auth.organization_slug().is_none());
    if without_slugs { "/orgs/:id" } else { "/orgs/:slug" }
}

/// A popover, so that phones can open it without JavaScript; on wide screens the stylesheet makes it part of the sidebar.
#[component]
fn Menu() -> impl IntoView {
    let CurrentTenant { path, info, .. } = use_tenant();
    let resources = use_resources();
    let links = awaited(
        || ().into_any(),
        None,
        move || async move {
            let info = once_there(info.wait()).await.and_then(Result::ok);
            let here = info.zip(path.get_untracked());
            let links = here.map(|(info, path)| {
                let entries = resources.menu().filter(|entry| entry.needs.are_met(&info));
                let link = |Menu { label, glyph, path: page, .. }: &'static Menu| {
                    view! { <Destination href=format!("{path}{page}") glyph=*glyph name=label/> }
                };
                entries.map(link).collect_view()
            });
            links.into_any()
        },
    );
    view! {
        <nav id="menu" class="menu" popover="auto" aria-label="Main">
            <div class="menu-logo"><Logo/></div>
            <ul class="menu-links">{links}</ul>
            <ThemeSwitch group="theme-workspace"/>
        </nav>
    }
}

/// A link that knows whether its page, or one below it, is open.
#[component]
fn Destination(href: String, glyph: Glyph, name: &'static str) -> impl IntoView {
    let here = use_location().pathname;
    let below = href.clone();
    let current = shared(move || here.with(|here| here.starts_with(&below)).then_some("page"));
    view! { <li><a href=href aria-current=current><Icon glyph=glyph/>{name}</a></li> }
}
