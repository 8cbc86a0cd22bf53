//! The root: what every page shares, and which page stands at which path.

use clerk_leptos::ClerkProvider;
use leptos::tachys::view::iterators::StaticVec;
use leptos_router::{
    NestedRoute, SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::{Outlet, ParentRoute, Router, Routes},
};

use crate::{
    forms::provide_refused_post,
    layouts::{FollowNavigation, SiteLayout, TenantLayout},
    pages::{NotFound, place},
    prelude::*,
    resource::{Area, segments},
    resources::RESOURCES,
    settings::{provide_settings, use_settings},
    ui::{ImpersonationBanner, LocalBadge},
};

/// The id of the element that holds the app, in the document around it.
pub const ROOT_ID: &str = "app";

/// Everything in the element that [`ROOT_ID`] names. Also runs without a request, to list its routes: nothing here may insist on one.
#[component]
pub fn App() -> impl IntoView {
    #[cfg(feature = "ssr")]
    leptos_meta::provide_meta_context();
    let settings = provide_settings();
    provide_refused_post();
    provide_context(RESOURCES);
    view! {
        <Router>
            <ClerkProvider options=settings.clerk.clone() auth=settings.auth.clone()>
                // The browser's own: it moves the focus along, which the router does not.
                <a class="skip-link" href="#main" rel="external">"Skip to the content"</a>
                <LocalBadge/>
                <Routes fallback=NotFound>
                    <SiteRoutes/>
                    <ParentRoute path=segments("/orgs/{slug}") view=Outlet><TenantRoutes/></ParentRoute>
                    <ParentRoute path=segments("/personal") view=Outlet><TenantRoutes/></ParentRoute>
                </Routes>
                <ImpersonationBanner/>
                <FollowNavigation/>
            </ClerkProvider>
        </Router>
    }
}

/// Pages with the site's header. Rendered at once: they wait for nothing.
#[component(transparent)]
fn SiteRoutes() -> AnyNestedRoute {
    layout(SiteLayout, Area::Site)
}

/// The pages of a tenant, the same for organizations and personal accounts. Rendered whole (`Async`), so that status and
/// redirects are right and everything reads without JavaScript.
#[component(transparent)]
fn TenantRoutes() -> AnyNestedRoute {
    layout(TenantLayout, Area::Tenant)
}

/// A layout with the pages of its area.
fn layout<V: IntoView + 'static>(view: fn() -> V, area: Area) -> AnyNestedRoute {
    let clerk = use_settings().clerk.clone();
    let pages: StaticVec<AnyNestedRoute> = RESOURCES.routes(area, |path| place(path, &clerk)).into();
    NestedRoute::new(segments(""), view).ssr_mode(SsrMode::Async).child(pages).into_any_nested_route()
}

/// Gives a request's pages and server functions what they need: on the server, before anything of the app runs.
#[cfg(feature = "ssr")]
pub fn provide(context: crate::context::AppContext) {
    provide_context(context);
    provide_context(RESOURCES);
}
