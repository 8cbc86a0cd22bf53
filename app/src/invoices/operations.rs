//! What server functions and REST do with invoices: the permission, the store, and its outcomes in the app's words.

use domain::{
    Attempt, CreateInvoices, Grant, Invoice, InvoiceId, InvoiceSort, ListQuery, NewInvoice, Object, Page, ReadInvoices,
    TenantScope, UpdateInvoices,
};
use store::{InvoiceStore, Update};

use crate::{
    AppError,
    context::{AppContext, require, require_both},
    error::Present,
};

fn invoices(context: &AppContext) -> &dyn InvoiceStore {
    &*context.store
}

/// A page of the list.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to read; [`AppError::Malformed`] for a cursor that is none.
pub(super) async fn list(
    context: &AppContext,
    scope: &TenantScope,
    query: &ListQuery<InvoiceSort>,
) -> Result<Page<Invoice>, AppError> {
    Ok(invoices(context).list(&scope.require()?, query).await?)
}

/// One invoice.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotFound`].
pub(super) async fn get(context: &AppContext, scope: &TenantScope, id: InvoiceId) -> Result<Invoice, AppError> {
    invoices(context).get(&scope.require()?, id).await?.ok_or(AppError::NotFound)
}

/// The permission to make an invoice. Asked for before anything is said about what was sent.
///
/// # Errors
/// [`AppError::Forbidden`].
pub(super) async fn may_create(context: &AppContext, scope: &TenantScope) -> Result<Grant<CreateInvoices>, AppError> {
    require(context, scope, Attempt::to_create::<Invoice>()).await
}

/// Makes an invoice.
///
/// # Errors
/// When the store fails.
pub(super) async fn create(
    context: &AppContext,
    grant: &Grant<CreateInvoices>,
    new: NewInvoice,
) -> Result<Invoice, AppError> {
    Ok(invoices(context).create(grant, new).await?)
}

/// The permission to change an invoice.
///
/// # Errors
/// [`AppError::Forbidden`]: the answer shows the invoice, so changing needs the right to read too.
pub(super) async fn may_update(
    context: &AppContext,
    scope: &TenantScope,
    id: InvoiceId,
) -> Result<Grant<UpdateInvoices>, AppError> {
    require_both::<_, ReadInvoices>(context, scope, Attempt::on(Invoice::UPDATED, id)).await
}

/// Changes an invoice that still is at `version`.
///
/// # Errors
/// [`AppError::Conflict`] with the present state, [`AppError::NotFound`].
pub(super) async fn update(
    context: &AppContext,
    grant: &Grant<UpdateInvoices>,
    (id, version): (InvoiceId, i64),
    new: NewInvoice,
) -> Result<Invoice, AppError> {
    match invoices(context).update(grant, id, version, new).await? {
        Update::Done(invoice) => Ok(invoice),
        Update::Conflict(invoice) => Err(AppError::Conflict(Present::of(Invoice::NOUN, &invoice))),
        Update::KeyTaken | Update::NotFound => Err(AppError::NotFound),
    }
}

/// Deletes an invoice for good.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::Impersonating`], [`AppError::NotFound`].
pub(super) async fn delete(context: &AppContext, scope: &TenantScope, id: InvoiceId) -> Result<(), AppError> {
    let grant = require(context, scope, Attempt::on(Invoice::DELETED, id)).await?;
    if invoices(context).delete(&grant, id).await? { Ok(()) } else { Err(AppError::NotFound) }
}
