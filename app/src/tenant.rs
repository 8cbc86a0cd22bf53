//! The tenant of the URL, and how it stays equal to Clerk's active organization.
//!
//! On document loads the server has equalled them already (organization sync in the handshake). On client navigation
//! nothing is fetched until Clerk's active organization is the URL's: a member gets one switch and one retry, everybody
//! else the page that also a missing organization gets.

#![expect(missing_docs, reason = "the server macro makes argument structs whose fields cannot be documented")]

mod follow;
mod gate;

use domain::{TenantInfo, TenantPath};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

#[cfg(feature = "ssr")]
use crate::server::{respond::respond, scope_at};
use crate::{AppError, settings::use_settings};
pub(crate) use follow::retry_once;
pub(crate) use gate::{Answer, Gate};

/// What the pages of a tenant show and hide by.
///
/// # Errors
/// [`AppError::TenantMismatch`] when the session acts elsewhere.
#[server]
pub async fn get_tenant(tenant: TenantPath) -> Result<TenantInfo, AppError> {
    respond(async { Ok(scope_at(&tenant)?.info()) }).await
}

/// The tenant that the pages below a layout belong to.
#[derive(Clone, Copy)]
pub(crate) struct CurrentTenant {
    /// The URL's; `None` when it cannot be one.
    pub(crate) path: Memo<Option<TenantPath>>,
    /// Whether data may be fetched; every resource of a tenant's page names it in its source.
    pub(crate) gate: Memo<Gate>,
    /// What the person may do here.
    pub(crate) info: Resource<Answer<TenantInfo>>,
}

/// Reads the tenant from the URL and provides it to the pages below.
pub(crate) fn provide_tenant() -> CurrentTenant {
    let path = Memo::new(path_of_url());
    let gate = follow::gate(path);
    let info = Resource::new_blocking(move || gate.get(), |gate| gate.fetch(get_tenant));
    retry_once(path, info);
    let tenant = CurrentTenant { path, gate, info };
    provide_context(tenant);
    tenant
}

/// The tenant of the layout around this page. Panics outside of one, as every hook of Leptos does.
pub(crate) fn use_tenant() -> CurrentTenant {
    expect_context()
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
