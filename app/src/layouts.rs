//! What stands around the pages.

mod follow_navigation;
mod scroll_positions;
mod tenant;

use clerk_leptos::{Show, UserButton, When};
use leptos_router::components::Outlet;

use crate::{
    prelude::*,
    settings::use_settings,
    ui::{Logo, ThemeSwitch},
};

pub(crate) use follow_navigation::FollowNavigation;
pub(crate) use tenant::{TenantLayout, organization_url};

/// Header, page, footer.
#[component]
pub(crate) fn SiteLayout() -> impl IntoView {
    view! {
        <div class="site">
            <SiteHeader/>
            <main id="main" class="site-main" tabindex="-1"><Outlet/></main>
            <SiteFooter/>
        </div>
    }
}

#[component]
pub(crate) fn SiteHeader() -> impl IntoView {
    view! {
        <header class="site-header">
            <Logo/>
            <nav aria-label="Account" class="site-nav">
                <Show when=When::SignedIn fallback=|| view! { <SignedOutLinks/> }>
                    <a href="/dashboard" class="btn btn-secondary btn-sm">"Dashboard"</a>
                    <UserButton class="user-button"/>
                </Show>
            </nav>
        </header>
    }
}

#[component]
fn SignedOutLinks() -> impl IntoView {
    let settings = use_settings();
    view! {
        <a href=settings.clerk.sign_in_url.clone() class="btn btn-ghost btn-sm">"Sign in"</a>
        <a href=settings.clerk.sign_up_url.clone() class="btn btn-primary btn-sm">"Sign up"</a>
    }
}

#[component]
fn SiteFooter() -> impl IntoView {
    view! {
        <footer class="site-footer">
            <p class="muted">"Built with Leptos, axum and Clerk."</p>
            <ThemeSwitch group="theme-site"/>
        </footer>
    }
}
