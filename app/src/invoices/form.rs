//! Making and changing an invoice.

use domain::{Invoice, Permission, TenantInfo, invoice::FIELDS};

use super::{CreateInvoice, UpdateInvoice, detail::invoice_of_url, invoice_path, list_path, trail};
use crate::{
    forms::Posting,
    people::WithPeople,
    plain::{Editing, edit_form, json, new_form},
    prelude::*,
    ui::{Breadcrumbs, Crumb, FormSkeleton, Heading, Loaded, PageHead, in_tenant},
};

/// `…/invoices/new`
#[component]
pub(crate) fn NewPage() -> impl IntoView {
    let posting = Posting::of(&[CreateInvoice::PATH]);
    in_tenant(move |tenant| new(&tenant, posting))
}

fn new(tenant: &TenantInfo, posting: Posting) -> AnyView {
    let list = list_path(&tenant.path);
    let editing = Editing {
        function: CreateInvoice::PATH,
        needs: Permission::CreateInvoices,
        fields: FIELDS,
        page: format!("{list}/new"),
        leave: list.clone(),
    };
    view! {
        <Breadcrumbs trail=vec![Crumb::to("Invoices", list), Crumb::here("New")]/>
        <PageHead title="New invoice"/>
        {new_form(tenant, posting, editing)}
    }
    .into_any()
}

/// `…/invoices/:id/edit`
#[component]
pub(crate) fn EditPage() -> impl IntoView {
    let posting = Posting::of(&[UpdateInvoice::PATH]);
    let view = move |tenant: TenantInfo, page: WithPeople<Invoice>| edit(&tenant, &page.object, posting);
    view! { <Loaded data=invoice_of_url() skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

fn edit(tenant: &TenantInfo, invoice: &Invoice, posting: Posting) -> AnyView {
    let page = invoice_path(&tenant.path, invoice.id);
    let editing = Editing {
        function: UpdateInvoice::PATH,
        needs: Permission::UpdateInvoices,
        fields: FIELDS,
        page: format!("{page}/edit"),
        leave: page,
    };
    view! {
        <Breadcrumbs trail=trail(&tenant.path, invoice, "Edit")/>
        <PageHead title=Heading::of("Edit ", invoice.number.clone(), "")/>
        {edit_form(tenant, posting, editing, &json(invoice))}
    }
    .into_any()
}
