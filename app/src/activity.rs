//! Who did what in a tenant: the audit trail, in words. The words are made on the server; the browser only shows them.

#![expect(missing_docs, reason = "the server macro makes argument structs whose fields cannot be documented")]

#[cfg(feature = "ssr")]
mod changes;
mod page;
#[cfg(feature = "ssr")]
mod rest;
#[cfg(feature = "ssr")]
mod sentences;

#[cfg(feature = "ssr")]
use domain::{AuditEvent, PageRequest, TenantScope};
use domain::{Page, Permission, TenantPath};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

use self::page::ActivityPage;
pub(crate) use self::page::lines;
use crate::{
    AppError,
    resource::{Function, Manifest, Menu, Needs, PageRoute, Policy, route},
    ui::Glyph,
};
#[cfg(feature = "ssr")]
use crate::{
    context::{AppContext, respond::respond, scope_at},
    resource::{Endpoint, use_resources},
    tenant::info,
};

const READ: Policy = Policy::AnyOf(&[Permission::ReadActivity]);

/// The audit trail.
pub const ACTIVITY: Manifest = Manifest {
    pages: &[PageRoute::tenant("/activity", |at| route(at, ActivityPage))],
    functions: &[Function::reads(ListActivity::PATH, READ)],
    menu: Some(Menu {
        label: "Activity",
        glyph: Glyph::Clock,
        path: "/activity",
        needs: Needs::Permission(Permission::ReadActivity),
    }),
    #[cfg(feature = "ssr")]
    nouns: &[],
    #[cfg(feature = "ssr")]
    endpoints: &[Endpoint::reads("/api/activity", READ, || axum::routing::get(rest::list))],
};

/// An entry of the trail, ready to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Milliseconds since the epoch.
    pub at: i64,
    pub who: String,
    /// Whoever acted in their place, by id; empty: nobody did.
    pub impersonator: String,
    /// `created the project`, `tried to delete a project`.
    pub what: String,
    /// The name of the object, where it is known.
    pub object: String,
    /// The page of the object; it may be gone. Empty: none.
    pub link: String,
    /// Whether it was not allowed.
    pub refused: bool,
    pub changes: Vec<Change>,
}

/// A field that was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub before: String,
    pub after: String,
}

/// A page of the tenant's audit trail, newest first. It tells of everything, so it has a permission of its own.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Malformed`] for a cursor that is none.
#[cfg(feature = "ssr")]
async fn read(context: &AppContext, scope: &TenantScope, page: &PageRequest) -> Result<Page<AuditEvent>, AppError> {
    let trail: &dyn store::AuditStore = &*context.store;
    Ok(trail.list(&scope.require()?, page).await?)
}

/// The entries of a page of the trail, in words.
#[cfg(feature = "ssr")]
async fn entries(context: &AppContext, scope: &TenantScope, page: &PageRequest) -> Result<Page<Entry>, AppError> {
    let resources = use_resources();
    let page = read(context, scope, page).await?;
    let named: Vec<_> = page.items.iter().flat_map(|event| sentences::people(resources, event)).collect();
    let tenant = info(context, scope, &named).await;
    let items = page.items.iter().map(|event| sentences::entry(resources, &tenant, event)).collect();
    Ok(Page { items, next: page.next })
}

/// What happened lately; nothing for whoever may not read the trail.
///
/// # Errors
/// When the store fails.
#[cfg(feature = "ssr")]
pub(crate) async fn lately(context: &AppContext, scope: &TenantScope, most: u32) -> Result<Vec<Entry>, AppError> {
    match entries(context, scope, &PageRequest { after: None, limit: Some(most) }).await {
        Ok(page) => Ok(page.items),
        Err(AppError::Forbidden(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// A page of the trail, newest first.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to read; [`AppError::Malformed`] for a cursor that is none.
#[server]
pub async fn list_activity(tenant: TenantPath, after: Option<String>) -> Result<Page<Entry>, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        entries(&context, &scope, &PageRequest::after(after)).await
    })
    .await
}
