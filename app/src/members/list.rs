//! The members, searched by name, page by page.

use domain::{OrganizationMember, TenantInfo};
use leptos_router::hooks::use_query_map;

use super::{Part, PeoplePage, frame, member_path, members_path};
use crate::{
    plain::{Address, Listing, Row, json, table},
    prelude::*,
    ui::{Glyph, Icon},
};

/// `…/organization/members?search=&after=`
#[component]
pub(crate) fn MembersPage() -> impl IntoView {
    let query = use_query_map();
    let address = move || query.with(|query| Address::of(query, &["search", "after"]));
    frame::page(Part::Members, move || address().query(), move |tenant, page| content(tenant, untrack(address), page))
}

fn content(tenant: &TenantInfo, address: Address, page: PeoplePage) -> AnyView {
    let path = members_path(&tenant.path);
    let search = address.get("search").to_owned();
    let row = |member: &OrganizationMember| Row { page: member_path(&tenant.path, &member.id), object: json(member) };
    let listing = Listing {
        fields: OrganizationMember::FIELDS,
        title: "name",
        sortable: &[],
        path: path.clone(),
        address,
        rows: page.members.iter().map(row).collect(),
        next: page.next,
        nothing: ("Nobody found", "No member's name has this in it.", None),
    };
    view! {
        {frame::head(tenant, Part::Members, "Members", page.may_manage)}
        <form method="get" action=path class="filters" role="search">
            <div class="field filter-search">
                <label for="search">"Search"</label>
                <input class="input" type="search" id="search" name="search" autocomplete="off" dir="auto" value=search/>
            </div>
            <button type="submit" class="btn btn-secondary"><Icon glyph=Glyph::Search/>"Search"</button>
        </form>
        {table(tenant, &OrganizationMember::FIELDS.iter().collect::<Vec<_>>(), listing)}
    }
    .into_any()
}
