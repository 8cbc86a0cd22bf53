//! The audit trail of the tenant, page by page.

use domain::{Page, TenantInfo};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{Entry, entry::Line, list_activity};
use crate::{
    return_to::percent_encode,
    tenant::page_data,
    ui::{Breadcrumbs, Crumb, EmptyState, Glyph, ListSkeleton, Loaded, PageHead, Pager},
};

/// `…/activity?after=`
#[component]
pub(crate) fn ActivityPage() -> impl IntoView {
    let query = use_query_map();
    let after = move || query.with(|query| query.get("after")).filter(|after| !after.is_empty());
    let trail = page_data(after, list_activity);
    let view = move |tenant: TenantInfo, page| content(&tenant, page, untrack(after).is_none());
    view! { <Loaded data=trail skeleton=|| view! { <ListSkeleton/> }.into_any() view=view/> }
}

fn content(tenant: &TenantInfo, page: Page<Entry>, is_first: bool) -> AnyView {
    let path = format!("{}/activity", tenant.path);
    let next = page.next.map(|after| format!("{path}?after={}", percent_encode(&after)));
    let is_empty = page.items.is_empty();
    let lines = page.items.into_iter().map(|entry| view! { <Line entry=entry/> });
    let trail = if is_empty {
        view! { <EmptyState glyph=Glyph::Clock title="Nothing yet" text="What people change here is written down and shown."/> }
            .into_any()
    } else {
        view! { <ol class="rows">{lines.collect_view()}</ol> }.into_any()
    };
    view! {
        <Breadcrumbs trail=vec![Crumb::here("Activity")]/>
        <PageHead title="Activity" about="Who changed what, and who was refused. Nobody can change what stands here."/>
        {trail}
        <Pager first=(!is_first).then_some(path) next=next label="Earlier"/>
    }
    .into_any()
}
