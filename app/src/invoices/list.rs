//! The tenant's invoices, sorted by what the address says, page by page with the cursor in it.

use domain::{Invoice, InvoiceSort, Page, Permission, TenantInfo, invoice::FIELDS};

use super::{ListInvoices, invoice_path, list_path};
use crate::{
    plain::{Address, Listing, Row, json, list, make_the_first, new_link, use_address},
    prelude::*,
    tenant::page_data,
    ui::{Breadcrumbs, Crumb, ListSkeleton, Loaded, PageHead},
};

const CREATE: Permission = Permission::CreateInvoices;

/// `…/invoices?sort=&after=`
#[component]
pub(crate) fn ListPage() -> impl IntoView {
    let address = use_address();
    let page = page_data(address, |tenant, address| Ok(ListInvoices { tenant, query: address.query() }));
    let view = move |tenant: TenantInfo, page| content(&tenant, untrack(address), page);
    view! { <Loaded data=page skeleton=|| view! { <ListSkeleton/> }.into_any() view=view/> }
}

fn content(tenant: &TenantInfo, address: Address, page: Page<Invoice>) -> AnyView {
    let path = list_path(&tenant.path);
    let new_link = || new_link(tenant, CREATE, &path, "New invoice");
    let row = |invoice: &Invoice| Row { page: invoice_path(&tenant.path, invoice.id), object: json(invoice) };
    let listing = Listing {
        fields: FIELDS,
        title: "number",
        sortable: InvoiceSort::WORDS,
        path: path.clone(),
        address,
        rows: page.items.iter().map(row).collect(),
        next: page.next,
        nothing: ("No invoices yet", make_the_first(tenant, CREATE), new_link()),
    };
    let new_link = new_link();
    view! {
        <Breadcrumbs trail=vec![Crumb::here("Invoices")]/>
        <PageHead title="Invoices">{new_link}</PageHead>
        {list(tenant, listing)}
    }
    .into_any()
}
