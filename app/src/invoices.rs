//! Invoices: what they bring to the app, and their server functions. Pages, operations and the REST API stand in files of their
//! own below.
//!
//! Every function takes the tenant its page was rendered for, and the server compares: a form of another tab or an old link
//! never writes into the wrong tenant. The check is the `Grant` that the store demands.

#![expect(missing_docs, reason = "the server macro makes argument structs whose fields cannot be documented")]

mod detail;
mod form;
mod list;
#[cfg(feature = "ssr")]
mod operations;
#[cfg(feature = "ssr")]
mod rest;

#[cfg(feature = "ssr")]
use axum::routing;
#[cfg(feature = "ssr")]
use domain::NewInvoice;
use domain::{Draft, Invoice, InvoiceId, Page, Permission, TenantPath, invoice::FIELDS};
#[cfg(feature = "ssr")]
use http::Method;
use leptos::{prelude::*, server_fn::ServerFn};

use self::{
    detail::{DeletePage, DetailPage},
    form::{EditPage, NewPage},
    list::ListPage,
};
use crate::{
    AppError,
    people::WithPeople,
    resource::{Function, Manifest, Menu, Needs, PageRoute, Policy, route},
    ui::{Crumb, Glyph},
};
#[cfg(feature = "ssr")]
use crate::{
    context::{
        respond::{redirect, respond},
        scope_at,
    },
    request::read_query,
    resource::{Endpoint, Noun},
};

const READ: Policy = Policy::AnyOf(&[Permission::ReadInvoices]);
const CREATE: Policy = Policy::AnyOf(&[Permission::CreateInvoices]);
const UPDATE: Policy = Policy::AnyOf(&[Permission::UpdateInvoices]);
const DELETE: Policy = Policy::AnyOf(&[Permission::DeleteInvoices]);

#[cfg(feature = "ssr")]
const LIST_AT: &str = "/api/invoices";
#[cfg(feature = "ssr")]
const ONE_AT: &str = "/api/invoices/{id}";

/// Invoices.
pub const INVOICES: Manifest = Manifest {
    pages: &[
        PageRoute::tenant("/invoices", |at| route(at, ListPage)),
        PageRoute::tenant("/invoices/new", |at| route(at, NewPage)).with_forms(&[CreateInvoice::PATH]),
        PageRoute::tenant("/invoices/{id}", |at| route(at, DetailPage)),
        PageRoute::tenant("/invoices/{id}/edit", |at| route(at, EditPage)).with_forms(&[UpdateInvoice::PATH]),
        PageRoute::tenant("/invoices/{id}/delete", |at| route(at, DeletePage)).with_forms(&[DeleteInvoice::PATH]),
    ],
    functions: &[
        Function::reads(ListInvoices::PATH, READ),
        Function::reads(GetInvoice::PATH, READ),
        Function::writes(CreateInvoice::PATH, CREATE, &["tenant"]).with_draft(FIELDS),
        Function::writes(UpdateInvoice::PATH, UPDATE, &["tenant", "id", "version"]).with_draft(FIELDS),
        Function::writes(DeleteInvoice::PATH, DELETE, &["tenant", "id"]),
    ],
    menu: Some(Menu {
        label: "Invoices",
        glyph: Glyph::Layers,
        path: "/invoices",
        needs: Needs::Permission(Permission::ReadInvoices),
    }),
    #[cfg(feature = "ssr")]
    nouns: &[Noun {
        noun: "invoice",
        one: "an invoice",
        fields: FIELDS,
        page: |tenant, invoice| Some(invoice_path(tenant, invoice.get("id")?.as_str()?.parse().ok()?)),
        page_stays: false,
    }],
    #[cfg(feature = "ssr")]
    endpoints: &[
        Endpoint::reads(LIST_AT, READ, || routing::get(rest::list)),
        Endpoint::writes(Method::POST, LIST_AT, CREATE, || routing::post(rest::create)),
        Endpoint::reads(ONE_AT, READ, || routing::get(rest::get)),
        Endpoint::writes(Method::PATCH, ONE_AT, UPDATE, || routing::patch(rest::change)),
        Endpoint::writes(Method::DELETE, ONE_AT, DELETE, || routing::delete(rest::delete)),
    ],
};

/// A page of the list. `query` is what stands behind the `?` of the list's address.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to read; [`AppError::Malformed`] for a query or a cursor that is none.
#[server]
pub async fn list_invoices(tenant: TenantPath, #[server(default)] query: String) -> Result<Page<Invoice>, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        operations::list(&context, &scope, &read_query(&query)?).await
    })
    .await
}

/// One invoice, and who made it.
///
/// # Errors
/// [`AppError::NotFound`] when the tenant has none of that id.
#[server]
pub async fn get_invoice(tenant: TenantPath, id: InvoiceId) -> Result<WithPeople<Invoice>, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let invoice = operations::get(&context, &scope, id).await?;
        let people = context.people(&scope, [&invoice.created_by]).await;
        Ok(WithPeople { object: invoice, people })
    })
    .await
}

/// Makes an invoice and goes to it.
///
/// # Errors
/// [`AppError::Invalid`] with one entry for each field that is wrong.
#[server]
pub async fn create_invoice(tenant: TenantPath, #[server(flatten)] draft: Draft) -> Result<Invoice, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let grant = operations::may_create(&context, &scope).await?;
        let invoice = operations::create(&context, &grant, NewInvoice::read(&draft)?).await?;
        redirect(&invoice_path(&tenant, invoice.id));
        Ok(invoice)
    })
    .await
}

/// Changes an invoice that still is at `version`, and goes to it.
///
/// # Errors
/// [`AppError::Conflict`] with the present state when somebody else saved in between.
#[server]
pub async fn update_invoice(
    tenant: TenantPath,
    id: InvoiceId,
    version: i64,
    #[server(flatten)] draft: Draft,
) -> Result<Invoice, AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        let grant = operations::may_update(&context, &scope, id).await?;
        let invoice = operations::update(&context, &grant, (id, version), NewInvoice::read(&draft)?).await?;
        redirect(&invoice_path(&tenant, id));
        Ok(invoice)
    })
    .await
}

/// Deletes an invoice for good, and goes to the list.
///
/// # Errors
/// [`AppError::NotFound`] when the tenant has none of that id.
#[server]
pub async fn delete_invoice(tenant: TenantPath, id: InvoiceId) -> Result<(), AppError> {
    respond(async {
        let (context, scope) = scope_at(&tenant)?;
        operations::delete(&context, &scope, id).await?;
        redirect(&list_path(&tenant));
        Ok(())
    })
    .await
}

/// The page of the tenant's invoices.
fn list_path(tenant: &TenantPath) -> String {
    format!("{tenant}/invoices")
}

/// The page of one invoice.
fn invoice_path(tenant: &TenantPath, id: InvoiceId) -> String {
    format!("{tenant}/invoices/{id}")
}

/// The way to a page of one invoice.
fn trail(tenant: &TenantPath, invoice: &Invoice, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Invoices", list_path(tenant)),
        Crumb::to(invoice.number.clone(), invoice_path(tenant, invoice.id)),
        Crumb::here(here),
    ]
}
