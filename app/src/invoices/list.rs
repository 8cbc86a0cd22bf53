//! The tenant's invoices, sorted by what the address says, page by page with the cursor in it.

use domain::{Invoice, InvoiceSort, Page, Permission, TenantInfo, invoice::FIELDS};
use leptos::prelude::*;

use super::{ListInvoices, invoice_path, list_path};
use crate::{
    plain::{Address, Listing, Row, json, list, use_address},
    tenant::page_data,
    ui::{Breadcrumbs, Crumb, Glyph, Icon, ListSkeleton, Loaded, PageHead},
};

/// `…/invoices?sort=&after=`
#[component]
pub(crate) fn ListPage() -> impl IntoView {
    let address = use_address();
    let page = page_data(address, |tenant, address| Ok(ListInvoices { tenant, query: address.query() }));
    let view = move |tenant: TenantInfo, page| content(&tenant, untrack(address), page);
    view! { <Loaded data=page skeleton=|| view! { <ListSkeleton/> }.into_any() view=view/> }
}

fn content(tenant: &TenantInfo, address: Address, page: Page<Invoice>) -> AnyView {
    let row = |invoice: &Invoice| Row { page: invoice_path(&tenant.path, invoice.id), object: json(invoice) };
    let listing = Listing {
        fields: FIELDS,
        title: "number",
        sortable: InvoiceSort::WORDS,
        path: list_path(&tenant.path),
        address,
        rows: page.items.iter().map(row).collect(),
        next: page.next,
        nothing: nothing(tenant),
    };
    let new_link = new_link(tenant);
    view! {
        <Breadcrumbs trail=vec![Crumb::here("Invoices")]/>
        <PageHead title="Invoices">{new_link}</PageHead>
        {list(tenant, listing)}
    }
    .into_any()
}

fn nothing(tenant: &TenantInfo) -> (&'static str, &'static str, Option<AnyView>) {
    let text = match (tenant.may(Permission::CreateInvoices), &tenant.slug) {
        (true, Some(_)) => "Make the first one; everybody in the organization will see it.",
        (true, None) => "Make the first one; only you will see it.",
        (false, _) => "Your role may look, but not make one. Somebody else has to start.",
    };
    ("No invoices yet", text, new_link(tenant))
}

/// Only for those who may.
fn new_link(tenant: &TenantInfo) -> Option<AnyView> {
    let href = format!("{}/new", list_path(&tenant.path));
    let link = || view! { <a href=href class="btn btn-primary"><Icon glyph=Glyph::Plus/>"New invoice"</a> }.into_any();
    tenant.may(Permission::CreateInvoices).then(link)
}
