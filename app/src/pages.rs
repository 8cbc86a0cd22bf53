//! The pages around the resources: the site's own, and a tenant's home.

mod choose;
mod dashboard;
mod landing;
mod not_found;
mod onboarding;
mod sign_in;
mod tenant_home;

use leptos::{server_fn::ServerFn, tachys::view::iterators::StaticVec};
use leptos_router::{
    NestedRoute, WildcardSegment,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
};

use self::{
    dashboard::Dashboard,
    landing::Landing,
    onboarding::Onboarding,
    sign_in::{SignInPage, SignUpPage},
    tenant_home::TenantHome,
};
pub(crate) use not_found::NotFound;

use crate::{
    resource::{Function, Manifest, PageRoute, Policy},
    tenant::GetTenant,
};

/// What every app has.
pub const SITE: Manifest = Manifest {
    pages: &[
        PageRoute::site("/", Policy::Public, |at| NestedRoute::new(at, Landing).into_any_nested_route()),
        // A parent, so that ClerkJS' steps below it keep the mounted form.
        PageRoute::site("/sign-in", Policy::Public, |at| {
            NestedRoute::new(at, SignInPage).child(steps()).into_any_nested_route()
        })
        .with_steps(),
        PageRoute::site("/sign-up", Policy::Public, |at| {
            NestedRoute::new(at, SignUpPage).child(steps()).into_any_nested_route()
        })
        .with_steps(),
        PageRoute::site("/onboarding", Policy::SignedIn, |at| NestedRoute::new(at, Onboarding).into_any_nested_route()),
        PageRoute::site("/dashboard", Policy::SignedIn, |at| NestedRoute::new(at, Dashboard).into_any_nested_route()),
        PageRoute::tenant("", |at| NestedRoute::new(at, TenantHome).into_any_nested_route()),
    ],
    functions: &[Function::reads(GetTenant::PATH, Policy::SignedIn)],
    ..Manifest::EMPTY
};

/// What is below a page that shows the same for all of it.
fn steps() -> StaticVec<AnyNestedRoute> {
    let none = NestedRoute::new((), || ()).into_any_nested_route();
    vec![none, NestedRoute::new(WildcardSegment("any"), || ()).into_any_nested_route()].into()
}
