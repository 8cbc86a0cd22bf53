//! `/api/invoices`: the tenant's invoices over REST. Amounts are whole numbers of the smallest unit of the currency.

use axum::{Json, extract::State, http::HeaderMap, response::Response};
use domain::{Draft, Invoice, InvoiceSort, ListQuery, NewInvoice, ReadInvoices, invoice::FIELDS};
use serde::Serialize;
use serde_json::Value;

use super::operations;
use crate::{
    AppError,
    context::AppContext,
    plain,
    rest::{AskedQuery, At, Fields, JsonBody, Named, Scope, created, done, named, refuse},
};

/// A page of the list.
#[derive(Debug, Serialize)]
pub(super) struct ListAnswer {
    invoices: Vec<Invoice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// `GET /api/invoices?sort=&after=&limit=`
pub(super) async fn list(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    AskedQuery(query): AskedQuery<ListQuery<InvoiceSort>>,
) -> Result<Json<ListAnswer>, AppError> {
    scope.require::<ReadInvoices>()?;
    let page = operations::list(&context, &scope, &query?).await?;
    Ok(Json(ListAnswer { invoices: page.items, next: page.next }))
}

/// `POST /api/invoices`
pub(super) async fn create(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    body: Result<JsonBody<Fields>, Response>,
) -> Result<Response, Response> {
    let grant = operations::may_create(&context, &scope).await.map_err(refuse)?;
    let JsonBody(fields) = body?;
    let new = fields.read(FIELDS, Draft::default(), NewInvoice::read).map_err(refuse)?;
    let invoice = operations::create(&context, &grant, new).await.map_err(refuse)?;
    Ok(created(format!("/api/invoices/{}", invoice.id), invoice))
}

/// `GET /api/invoices/{id}`
pub(super) async fn get(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    At(id): At<Invoice>,
) -> Result<Named<Invoice>, AppError> {
    operations::get(&context, &scope, id).await.map(named)
}

/// `PATCH /api/invoices/{id}`; the version seen is in the body or in `If-Match`. What is absent stays as it is.
pub(super) async fn change(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    At(id): At<Invoice>,
    headers: HeaderMap,
    body: Result<JsonBody<Fields>, Response>,
) -> Result<Named<Invoice>, Response> {
    let grant = operations::may_update(&context, &scope, id).await.map_err(refuse)?;
    let JsonBody(mut fields) = body?;
    let version = fields.version_seen(&headers).map_err(refuse)?;
    // Should the present state be another version, the change is refused anyway.
    let present = operations::get(&context, &scope, id).await.map_err(refuse)?;
    let draft = Draft::of(FIELDS, &plain::json(&present));
    let new = fields.read(FIELDS, draft, NewInvoice::read).map_err(refuse)?;
    operations::update(&context, &grant, (id, version), new).await.map(named).map_err(refuse)
}

/// `DELETE /api/invoices/{id}`: for good.
pub(super) async fn delete(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    At(id): At<Invoice>,
) -> Result<Json<Value>, AppError> {
    operations::delete(&context, &scope, id).await?;
    Ok(done())
}
