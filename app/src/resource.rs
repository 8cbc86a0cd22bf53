//! What a resource brings to the app, its manifest, as one constant in its folder: pages, server functions, endpoints of the REST API,
//! an entry of the menu, and the words that the activity page has for its objects.
//!
//! Here is the type. The list of all of them is [`crate::resources`], which only the roots of the app import; who needs it
//! elsewhere gets it by context. Policies are declarations to check against, never the check itself: that is a `Grant`,
//! taken where the data is.

use std::sync::Arc;

#[cfg(feature = "ssr")]
use domain::TenantPath;
use domain::{Field, Permission, TenantInfo};
use leptos::prelude::{IntoView, expect_context};
use leptos_router::{
    NestedRoute, ParamSegment, PossibleRouteMatch, StaticSegment, WildcardSegment,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
};
#[cfg(feature = "ssr")]
use serde_json::Value;

#[cfg(feature = "ssr")]
use crate::context::AppContext;
use crate::ui::Glyph;

/// What a request does. Limits count the two apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Looks.
    Reads,
    /// Changes something, or tries to.
    Writes,
}

/// Who is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Everybody.
    Public,
    /// People with an active session.
    SignedIn,
    /// People who have one of these permissions in the tenant they act in.
    AnyOf(&'static [Permission]),
    /// Members of the organization whose membership, as the copy has it, includes this permission of Clerk's, which no
    /// session token has.
    Membership(&'static str),
}

/// Where a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Under the site's header.
    Site,
    /// In a tenant: below `/orgs/{slug}` and below `/personal`.
    Tenant,
}

/// A path as the router matches it.
pub type Segments = Arc<dyn PossibleRouteMatch + Send + Sync>;

/// The route of a page. Taken as a pointer, one page is of the same type as another, so that routes are compiled once.
pub fn route<V: IntoView + 'static>(at: Segments, page: fn() -> V) -> AnyNestedRoute {
    NestedRoute::new(at, page).into_any_nested_route()
}

/// A page.
pub struct PageRoute {
    /// Its path in axum's syntax; of a tenant's page what comes after the tenant's.
    path: &'static str,
    area: Area,
    /// Who may see it. Permissions are checked where the data is: a page without the right one says so.
    policy: Policy,
    /// The server functions of its forms, which its path takes without JavaScript.
    forms: &'static [&'static str],
    /// Whether whatever is below its path is the same page.
    has_steps: bool,
    route: fn(Segments) -> AnyNestedRoute,
}

impl PageRoute {
    /// A page under the site's header.
    pub const fn site(path: &'static str, policy: Policy, route: fn(Segments) -> AnyNestedRoute) -> Self {
        Self { path, area: Area::Site, policy, forms: &[], has_steps: false, route }
    }

    /// A page of a tenant, for people who are signed in.
    pub const fn tenant(path: &'static str, route: fn(Segments) -> AnyNestedRoute) -> Self {
        Self { path, area: Area::Tenant, policy: Policy::SignedIn, forms: &[], has_steps: false, route }
    }

    /// The same with forms of these server functions.
    pub const fn with_forms(self, forms: &'static [&'static str]) -> Self {
        Self { forms, ..self }
    }

    /// The same for whatever is below its path.
    pub const fn with_steps(self) -> Self {
        Self { has_steps: true, ..self }
    }
}

/// A server function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its path.
    pub path: &'static str,
    /// Who may call it. What it checks is in its body: a `Grant` for one of these permissions.
    pub policy: Policy,
    /// What it does.
    pub kind: Kind,
    /// The fields of the form that calls it: what may be shown again when the form is refused. None: no form does.
    pub fields: &'static [&'static str],
    /// Those of the form that make up the object.
    pub draft: &'static [Field],
}

impl Function {
    /// One that looks.
    pub const fn reads(path: &'static str, policy: Policy) -> Self {
        Self { path, policy, kind: Kind::Reads, fields: &[], draft: &[] }
    }

    /// One that changes something for a form with these fields.
    pub const fn writes(path: &'static str, policy: Policy, fields: &'static [&'static str]) -> Self {
        Self { path, policy, kind: Kind::Writes, fields, draft: &[] }
    }

    /// The same for a form that also has these.
    pub const fn with_draft(self, draft: &'static [Field]) -> Self {
        Self { draft, ..self }
    }

    /// Whether its form has a field of this name.
    #[cfg(feature = "ssr")]
    pub(crate) fn has_field(self, name: &str) -> bool {
        self.fields.contains(&name) || self.draft.iter().any(|field| field.name == name)
    }
}

/// An entry of the menu. The first one of all is a tenant's home.
pub(crate) struct Menu {
    pub(crate) label: &'static str,
    pub(crate) glyph: Glyph,
    /// The page, after the tenant's path.
    pub(crate) path: &'static str,
    /// Who is shown it.
    pub(crate) needs: Needs,
}

/// Who is shown an entry of the menu.
pub(crate) enum Needs {
    /// Whoever may do this.
    Permission(Permission),
    /// Everybody in an organization.
    Organization,
}

impl Needs {
    /// Whether somebody is shown it.
    pub(crate) fn are_met(&self, tenant: &TenantInfo) -> bool {
        match self {
            Self::Permission(permission) => tenant.may(*permission),
            Self::Organization => tenant.slug.is_some(),
        }
    }
}

/// An object of the audit trail, in words.
#[cfg(feature = "ssr")]
pub(crate) struct Noun {
    /// What the trail's actions begin with, and what people call it.
    pub(crate) noun: &'static str,
    /// The same with its article: `an invoice`.
    pub(crate) one: &'static str,
    /// The fields that people know; not those that every change changes (version, dates).
    pub(crate) fields: &'static [Field],
    /// The page of an object as the trail keeps it.
    pub(crate) page: fn(&TenantPath, &Value) -> Option<String>,
    /// Whether that page is there without the object: because it is the page of what it belongs to.
    pub(crate) page_stays: bool,
}

/// A route of the REST API: axum cannot list its routes, so nothing registers one but through this.
#[cfg(feature = "ssr")]
pub struct Endpoint {
    /// The method.
    pub method: http::Method,
    /// The path, in axum's syntax.
    pub path: &'static str,
    /// Who is answered. Checked in the handler, by type.
    pub policy: Policy,
    /// What it does.
    pub kind: Kind,
    /// What answers.
    pub handler: fn() -> axum::routing::MethodRouter<AppContext>,
}

#[cfg(feature = "ssr")]
impl Endpoint {
    /// `GET`
    pub const fn reads(
        path: &'static str,
        policy: Policy,
        handler: fn() -> axum::routing::MethodRouter<AppContext>,
    ) -> Self {
        Self { method: http::Method::GET, path, policy, kind: Kind::Reads, handler }
    }

    /// A method that changes something.
    pub const fn writes(
        method: http::Method,
        path: &'static str,
        policy: Policy,
        handler: fn() -> axum::routing::MethodRouter<AppContext>,
    ) -> Self {
        Self { method, path, policy, kind: Kind::Writes, handler }
    }
}

/// See the module.
pub struct Manifest {
    pub(crate) pages: &'static [PageRoute],
    pub(crate) functions: &'static [Function],
    pub(crate) menu: Option<Menu>,
    #[cfg(feature = "ssr")]
    pub(crate) nouns: &'static [Noun],
    #[cfg(feature = "ssr")]
    pub(crate) endpoints: &'static [Endpoint],
}

impl Manifest {
    /// One that brings nothing, to say only what another one brings.
    pub(crate) const EMPTY: Self = Self {
        pages: &[],
        functions: &[],
        menu: None,
        #[cfg(feature = "ssr")]
        nouns: &[],
        #[cfg(feature = "ssr")]
        endpoints: &[],
    };
}

/// All resources of an app.
#[derive(Clone, Copy)]
pub struct Resources(pub(crate) &'static [&'static Manifest]);

/// A page at one of its addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The whole path, in axum's syntax.
    pub path: String,
    /// Who may see it.
    pub policy: Policy,
    /// The server functions of its forms.
    pub forms: &'static [&'static str],
}

impl Resources {
    /// The routes of the pages at a place, for the router. `at` says where a page is that the configuration has elsewhere.
    pub(crate) fn routes(self, area: Area, at: impl Fn(&'static str) -> &'static str) -> Vec<AnyNestedRoute> {
        self.pages().filter(|page| page.area == area).map(|page| (page.route)(segments(at(page.path)))).collect()
    }

    /// The entries of the menu, in its order.
    pub(crate) fn menu(self) -> impl Iterator<Item = &'static Menu> {
        self.0.iter().filter_map(|resource| resource.menu.as_ref())
    }

    /// The words for objects of the trail.
    #[cfg(feature = "ssr")]
    pub(crate) fn noun(self, noun: &str) -> Option<&'static Noun> {
        self.0.iter().flat_map(|resource| resource.nouns).find(|known| known.noun == noun)
    }

    /// Every page at each of its addresses.
    pub fn addresses(self) -> impl Iterator<Item = Address> {
        self.pages().flat_map(|PageRoute { path, area, policy, forms, has_steps, .. }| {
            let prefixes: &[&str] = match area {
                Area::Site => &[""],
                Area::Tenant => &["/orgs/{slug}", "/personal"],
            };
            let tails: &[&str] = if *has_steps { &["", "/{*any}"] } else { &[""] };
            tails
                .iter()
                .flat_map(move |tail| prefixes.iter().map(move |prefix| format!("{prefix}{path}{tail}")))
                .map(|path| Address { path, policy: *policy, forms })
        })
    }

    /// Every server function.
    pub fn functions(self) -> impl Iterator<Item = Function> {
        self.0.iter().flat_map(|resource| resource.functions).copied()
    }

    /// The function of a path.
    pub fn function(self, path: &str) -> Option<Function> {
        self.functions().find(|function| function.path == path)
    }

    /// Every endpoint of the REST API.
    #[cfg(feature = "ssr")]
    pub fn endpoints(self) -> impl Iterator<Item = &'static Endpoint> {
        self.0.iter().flat_map(|resource| resource.endpoints)
    }

    fn pages(self) -> impl Iterator<Item = &'static PageRoute> {
        self.0.iter().flat_map(|resource| resource.pages)
    }
}

/// All resources, for views. Panics outside of the app, as every hook of Leptos does.
pub(crate) fn use_resources() -> Resources {
    expect_context()
}

/// `/invoices/{id}/edit` for the router.
pub(crate) fn segments(path: &'static str) -> Segments {
    path.split('/').filter(|segment| !segment.is_empty()).fold(
        Arc::new(()) as Segments,
        |before, segment| match segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}')) {
            Some(name) => match name.strip_prefix('*') {
                Some(rest) => Arc::new((before, WildcardSegment(rest))),
                None => Arc::new((before, ParamSegment(name))),
            },
            None => Arc::new((before, StaticSegment(segment))),
        },
    )
}
