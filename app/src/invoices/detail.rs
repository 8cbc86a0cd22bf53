//! One invoice: what it is, and deleting it.

use std::str::FromStr;

use domain::{Invoice, InvoiceId, Permission, TenantInfo, invoice::FIELDS};
use leptos_router::hooks::use_params_map;

use super::{DeleteInvoice, GetInvoice, invoice_path, list_path, trail};
use crate::{
    AppError,
    forms::Posting,
    people::WithPeople,
    plain::{Actions, Deletion, actions, ask_to_delete, facts, json},
    prelude::*,
    tenant::{PageData, page_data},
    ui::{Breadcrumbs, Crumb, FormSkeleton, Loaded, PageHead},
};

/// `…/invoices/:id`
#[component]
pub(crate) fn DetailPage() -> impl IntoView {
    let view = |tenant: TenantInfo, page: WithPeople<Invoice>| content(&tenant, &page.object);
    view! { <Loaded data=invoice_of_url() skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

/// The invoice that the URL names. An id that cannot be one is not asked for.
pub(super) fn invoice_of_url() -> PageData<WithPeople<Invoice>> {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").and_then(|id| InvoiceId::from_str(&id).ok()));
    page_data(id, |tenant, id| Ok(GetInvoice { tenant, id: id.ok_or(AppError::NotFound)? }))
}

fn content(tenant: &TenantInfo, invoice: &Invoice) -> AnyView {
    let rights = Actions { update: Permission::UpdateInvoices, delete: Permission::DeleteInvoices };
    let actions = actions(tenant, &invoice_path(&tenant.path, invoice.id), rights);
    let way = vec![Crumb::to("Invoices", list_path(&tenant.path)), Crumb::here(invoice.number.clone())];
    view! {
        <Breadcrumbs trail=way/>
        <PageHead title=invoice.number.clone()>{actions}</PageHead>
        {facts(tenant, FIELDS, &json(invoice))}
    }
    .into_any()
}

/// `…/invoices/:id/delete`
#[component]
pub(crate) fn DeletePage() -> impl IntoView {
    let posting = Posting::of(&[DeleteInvoice::PATH]);
    let view = move |tenant: TenantInfo, page: WithPeople<Invoice>| question(&tenant, &page.object, posting);
    view! { <Loaded data=invoice_of_url() skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

fn question(tenant: &TenantInfo, invoice: &Invoice, posting: Posting) -> AnyView {
    let deletion = Deletion {
        function: DeleteInvoice::PATH,
        needs: Permission::DeleteInvoices,
        id: invoice.id.to_string(),
        name: invoice.number.clone(),
        page: invoice_path(&tenant.path, invoice.id),
    };
    view! {
        <Breadcrumbs trail=trail(&tenant.path, invoice, "Delete")/>
        {ask_to_delete(tenant, posting, deletion)}
    }
    .into_any()
}
