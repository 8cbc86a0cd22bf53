//! The tenant in the URL, and how it is kept equal to Clerk's active organization.
//!
//! When a document loads, the server has already made them equal (organization sync in the handshake). When the router
//! navigates, nothing is fetched until Clerk's active organization is the one in the URL: a member gets one switch and
//! one retry, anybody else gets the same page as for an organization that does not exist.

#![expect(missing_docs, reason = "the server macro makes argument structs whose fields cannot be documented")]

mod data;
mod follow;
mod gate;

use domain::{TenantInfo, TenantPath};
#[cfg(feature = "ssr")]
use domain::{TenantScope, UserId};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use serde::Serialize;

#[cfg(feature = "ssr")]
use crate::context::{AppContext, respond::respond, scope_at};
use crate::{AppError, forms::Changes, settings::use_settings};
pub(crate) use data::{Answers, Data};
pub use data::{PageData, Shown};
pub(crate) use follow::{page_at, retry_once};
pub(crate) use gate::{Answer, Gate};

/// What the pages of a tenant show and hide by, and the name of the person who looks.
///
/// # Errors
/// [`AppError::TenantMismatch`] when the session acts elsewhere; [`AppError::Moved`] when the person belongs to an
/// organization that was there once.
#[server]
pub async fn get_tenant(tenant: TenantPath) -> Result<TenantInfo, AppError> {
    respond(async {
        let (context, scope) = match scope_at(&tenant) {
            Err(AppError::TenantMismatch) => return Err(moved_from(&tenant).await?),
            scope => scope?,
        };
        context.addresses.note(&scope).await;
        Ok(info(&context, &scope, []).await)
    })
    .await
}

/// What to say of a tenant that the session does not act in.
#[cfg(feature = "ssr")]
async fn moved_from(tenant: &TenantPath) -> Result<AppError, AppError> {
    let TenantPath::Organization(slug) = tenant else { return Ok(AppError::TenantMismatch) };
    let moved = crate::context::current()?.addresses.lead_on(&crate::context::session()?, slug).await;
    Ok(moved.map_or(AppError::TenantMismatch, AppError::Moved))
}

/// The same for a scope, and what may be said of these people.
#[cfg(feature = "ssr")]
pub(crate) async fn info(
    context: &AppContext,
    scope: &TenantScope,
    named: impl IntoIterator<Item = &UserId>,
) -> TenantInfo {
    TenantInfo { people: context.people(scope, named).await, ..scope.info() }
}

/// The tenant that the pages below a layout belong to.
#[derive(Clone, Copy)]
pub(crate) struct CurrentTenant {
    /// The URL's; `None` when it cannot be one.
    pub(crate) path: Memo<Option<TenantPath>>,
    /// Whether data may be fetched; every resource of a tenant's page names it in its source.
    pub(crate) gate: Memo<Gate>,
    /// What the person may do here.
    pub(crate) info: PageData<TenantInfo>,
    /// What forms on these pages have changed.
    pub(crate) changes: Changes,
}

/// Reads the tenant from the URL and provides it to the pages below.
pub(crate) fn provide_tenant() -> CurrentTenant {
    let path = Memo::new(path_of_url());
    let gate = follow::gate(path);
    follow::go_along(path);
    let info = PageData::new(move || (gate.get(), 0, ()), |tenant, ()| Ok(GetTenant { tenant }));
    retry_once(path, info.answer());
    let tenant = CurrentTenant { path, gate, info, changes: Changes::provide() };
    provide_context(tenant);
    tenant
}

/// The tenant of the layout around this page. Panics outside of one, as every hook of Leptos does.
pub(crate) fn use_tenant() -> CurrentTenant {
    expect_context()
}

/// Data of a page: the answer to a question, which is a server function with its arguments. Asked once the gate is open;
/// again when `about` changes or a form has changed something.
pub(crate) fn page_data<S, F>(
    about: impl Fn() -> S + Send + Sync + 'static,
    question: impl Fn(TenantPath, S) -> Result<F, AppError> + Send + Sync + 'static,
) -> PageData<F::Output>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    F: ServerFn<Error = AppError> + Serialize + 'static,
    F::Output: Shown,
{
    let CurrentTenant { gate, changes, .. } = use_tenant();
    PageData::new(move || (gate.get(), changes.count(), about()), question)
}

/// `/orgs/:slug` has a slug, `/personal` has none and is there only where personal accounts are.
fn path_of_url() -> impl Fn(Option<&Option<TenantPath>>) -> Option<TenantPath> + Send + Sync + 'static {
    let params = use_params_map();
    let personal_accounts = use_settings().personal_accounts;
    move |_| match params.with(|params| params.get("slug")) {
        Some(slug) => format!("/orgs/{slug}").parse().ok(),
        None => personal_accounts.then_some(TenantPath::Personal),
    }
}
