//! The pages around the resources: the site's own, and a tenant's home.

#[cfg(feature = "ssr")]
mod caller;
mod landing;
mod onboarding;

use clerk_leptos::{SignIn, SignUp};
use leptos::{server_fn::ServerFn, tachys::view::iterators::StaticVec};
use leptos_router::{
    NestedRoute,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
};

use self::{
    landing::Landing,
    onboarding::{Dashboard, Onboarding},
};
#[cfg(feature = "ssr")]
use crate::resource::Endpoint;
use crate::{
    AppError,
    document_title::Title,
    layouts::SiteHeader,
    prelude::*,
    resource::{Function, Manifest, PageRoute, Policy, route, segments, use_resources},
    tenant::{GetTenant, use_tenant},
    ui::{ErrorPage, GoTo},
};

/// What every app has.
pub const SITE: Manifest = Manifest {
    pages: &[
        PageRoute::site("/", Policy::Public, |at| route(at, Landing)),
        // A parent, so that ClerkJS' steps below it keep the mounted form.
        PageRoute::site("/sign-in", Policy::Public, |at| {
            NestedRoute::new(at, SignInPage as fn() -> _).child(steps()).into_any_nested_route()
        })
        .with_steps(),
        PageRoute::site("/sign-up", Policy::Public, |at| {
            NestedRoute::new(at, SignUpPage as fn() -> _).child(steps()).into_any_nested_route()
        })
        .with_steps(),
        PageRoute::site("/onboarding", Policy::SignedIn, |at| route(at, Onboarding)),
        PageRoute::site("/dashboard", Policy::SignedIn, |at| route(at, Dashboard)),
        PageRoute::tenant("", |at| route(at, TenantHome)),
    ],
    functions: &[Function::reads(GetTenant::PATH, Policy::SignedIn)],
    #[cfg(feature = "ssr")]
    endpoints: &[
        Endpoint::reads("/api/me", Policy::SignedIn, || axum::routing::get(caller::me)),
        Endpoint::reads("/api/organization", Policy::SignedIn, || axum::routing::get(caller::organization)),
    ],
    ..Manifest::EMPTY
};

/// What is below a page that shows the same for all of it.
fn steps() -> StaticVec<AnyNestedRoute> {
    let nothing = || ().into_any();
    vec![route(segments(""), nothing), route(segments("/{*any}"), nothing)].into()
}

/// With status 404 from the server.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! {
        <div class="site">
            <SiteHeader/>
            <main id="main" class="site-main" tabindex="-1"><ErrorPage error=AppError::NotFound/></main>
        </div>
    }
}

/// `/sign-in` and below.
#[component]
fn SignInPage() -> impl IntoView {
    view! {
        <Title text="Sign in"/>
        <div class="auth-page">
            <SignIn routing="/sign-in" class="clerk-form"/>
        </div>
    }
}

/// `/sign-up` and below.
#[component]
fn SignUpPage() -> impl IntoView {
    view! {
        <Title text="Sign up"/>
        <div class="auth-page">
            <SignUp routing="/sign-up" class="clerk-form"/>
        </div>
    }
}

/// `/orgs/:slug` and `/personal` themselves: on to the first page of the menu.
#[component]
fn TenantHome() -> impl IntoView {
    let home = use_resources().menu().next();
    match use_tenant().path.get_untracked().zip(home) {
        Some((tenant, home)) => view! { <GoTo path=format!("{tenant}{}", home.path)/> }.into_any(),
        None => view! { <ErrorPage error=AppError::NotFound/> }.into_any(),
    }
}
