//! The root: what every page shares, and which page stands at which path.

use clerk_leptos::ClerkProvider;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Outlet, ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    activity::ActivityPage,
    document_title::document_title,
    forms::provide_refused_post,
    layouts::{FollowNavigation, SiteLayout, TenantHome, TenantLayout},
    pages::{Dashboard, Landing, NotFound, Onboarding, SignInPage, SignUpPage},
    projects::{DeletePage, DetailPage, EditPage, ListPage, NewPage},
    settings::provide_settings,
    tasks::EditTaskPage,
    ui::{ImpersonationBanner, LocalBadge},
};

/// The id of the element that holds the app, in the document around it.
pub const ROOT_ID: &str = "app";

/// Everything in the element that [`ROOT_ID`] names. Also runs without a request, to list its routes: nothing here may insist on one.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let settings = provide_settings();
    provide_refused_post();
    view! {
        <Title formatter=document_title/>
        <Router>
            <ClerkProvider options=settings.clerk auth=settings.auth>
                // The browser's own: it moves the focus along, which the router does not.
                <a class="skip-link" href="#main" rel="external">"Skip to the content"</a>
                <LocalBadge/>
                <Routes fallback=NotFound>
                    <SiteRoutes/>
                    <ParentRoute path=path!("/orgs/:slug") view=Outlet><TenantRoutes/></ParentRoute>
                    <ParentRoute path=path!("/personal") view=Outlet><TenantRoutes/></ParentRoute>
                </Routes>
                <ImpersonationBanner/>
                <FollowNavigation/>
            </ClerkProvider>
        </Router>
    }
}

/// Pages with the site's header. Rendered at once: they wait for nothing.
#[component(transparent)]
fn SiteRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=SiteLayout ssr=SsrMode::Async>
            <Route path=path!("/") view=Landing/>
            // A parent, so that ClerkJS' steps below it keep the mounted form.
            <ParentRoute path=path!("/sign-in") view=SignInPage>
                <Route path=path!("") view=|| ()/>
                <Route path=path!("*any") view=|| ()/>
            </ParentRoute>
            <ParentRoute path=path!("/sign-up") view=SignUpPage>
                <Route path=path!("") view=|| ()/>
                <Route path=path!("*any") view=|| ()/>
            </ParentRoute>
            <Route path=path!("/onboarding") view=Onboarding/>
            <Route path=path!("/dashboard") view=Dashboard/>
        </ParentRoute>
    }
    .into_inner()
}

/// The pages of a tenant, the same for organizations and personal accounts. Rendered whole (`Async`), so that status and
/// redirects are right and everything reads without JavaScript.
#[component(transparent)]
fn TenantRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=TenantLayout ssr=SsrMode::Async>
            <Route path=path!("") view=TenantHome/>
            <Route path=path!("/projects") view=ListPage/>
            <Route path=path!("/projects/new") view=NewPage/>
            <Route path=path!("/projects/:id") view=DetailPage/>
            <Route path=path!("/projects/:id/edit") view=EditPage/>
            <Route path=path!("/projects/:id/delete") view=DeletePage/>
            <Route path=path!("/projects/:id/tasks/:task_id/edit") view=EditTaskPage/>
            <Route path=path!("/activity") view=ActivityPage/>
        </ParentRoute>
    }
    .into_inner()
}
