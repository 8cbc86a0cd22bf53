//! The pages around the resources: the site's own, and a tenant's home.

mod accept_invite;
mod admin;
#[cfg(feature = "ssr")]
mod caller;
mod landing;
mod onboarding;

use clerk_leptos::{ClerkOptions, SignIn, SignUp};
use leptos::{server_fn::ServerFn, tachys::view::iterators::StaticVec};
use leptos_router::{
    NestedRoute,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
};

use self::{
    accept_invite::AcceptInvite,
    admin::Admin,
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
    settings::use_settings,
    tenant::{GetTenant, use_tenant},
    ui::{ErrorPage, GoTo},
};

/// Where people sign in, unless the configuration has it elsewhere.
pub const SIGN_IN: &str = "/sign-in";
/// Where people sign up, unless the configuration has it elsewhere.
pub const SIGN_UP: &str = "/sign-up";

/// Where a page is: as its manifest says, or as the configuration has the two forms of Clerk's.
pub(crate) fn place(path: &'static str, clerk: &ClerkOptions) -> &'static str {
    let place = configured(path, clerk);
    if place == path { path } else { kept(place) }
}

/// On another origin there is no page of ours: the one we have stays where it is.
fn configured<'a>(path: &'static str, clerk: &'a ClerkOptions) -> &'a str {
    let url = match path {
        SIGN_IN => &clerk.sign_in_url,
        SIGN_UP => &clerk.sign_up_url,
        _ => return path,
    };
    if url.starts_with('/') { url } else { path }
}

/// A path for as long as the program runs: the router wants it so.
#[cfg(not(feature = "ssr"))]
fn kept(path: &str) -> &'static str {
    path.to_owned().leak()
}

/// A path for as long as the program runs: the router wants it so. One server has one of each, tests have a few.
#[cfg(feature = "ssr")]
fn kept(path: &str) -> &'static str {
    use std::{
        collections::BTreeSet,
        sync::{Mutex, PoisonError},
    };

    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(path) {
        return known;
    }
    let new: &'static str = path.to_owned().leak();
    all.insert(new);
    new
}

/// What every app has.
pub const SITE: Manifest = Manifest {
    pages: &[
        PageRoute::site("/", Policy::Public, |at| route(at, Landing)),
        // A parent, so that ClerkJS' steps below it keep the mounted form.
        PageRoute::site(SIGN_IN, Policy::Public, |at| {
            NestedRoute::new(at, SignInPage as fn() -> _).child(steps()).into_any_nested_route()
        })
        .with_steps(),
        PageRoute::site(SIGN_UP, Policy::Public, |at| {
            NestedRoute::new(at, SignUpPage as fn() -> _).child(steps()).into_any_nested_route()
        })
        .with_steps(),
        PageRoute::site("/onboarding", Policy::SignedIn, |at| route(at, Onboarding)),
        PageRoute::site("/dashboard", Policy::SignedIn, |at| route(at, Dashboard)),
        PageRoute::site("/accept-invite", Policy::Public, |at| route(at, AcceptInvite)),
        PageRoute::site("/admin", Policy::SignedIn, |at| route(at, Admin)),
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
            <SignIn routing=configured(SIGN_IN, &use_settings().clerk) class="clerk-form"/>
        </div>
    }
}

/// `/sign-up` and below.
#[component]
fn SignUpPage() -> impl IntoView {
    view! {
        <Title text="Sign up"/>
        <div class="auth-page">
            <SignUp routing=configured(SIGN_UP, &use_settings().clerk) class="clerk-form"/>
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
