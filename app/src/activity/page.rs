//! The audit trail of the tenant, page by page.

use domain::{Page, TenantInfo};
use leptos_router::hooks::use_query_map;

use super::{Change, Entry, ListActivity};
use crate::{
    prelude::*,
    return_to::percent_encode,
    tenant::page_data,
    ui::{Breadcrumbs, Crumb, EmptyState, Glyph, ListSkeleton, Loaded, PageHead, Pager, Timestamp},
};

/// `…/activity?after=`
#[component]
pub(crate) fn ActivityPage() -> impl IntoView {
    let query = use_query_map();
    let after = move || query.with(|query| query.get("after")).filter(|after| !after.is_empty());
    let trail = page_data(after, |tenant, after| Ok(ListActivity { tenant, after }));
    let view = move |tenant: TenantInfo, page| content(&tenant, page, untrack(after).is_none());
    view! { <Loaded data=trail skeleton=|| view! { <ListSkeleton/> }.into_any() view=view/> }
}

fn content(tenant: &TenantInfo, page: Page<Entry>, is_first: bool) -> AnyView {
    let path = format!("{}/activity", tenant.path);
    let next = page.next.map(|after| format!("{path}?after={}", percent_encode(&after)));
    let is_empty = page.items.is_empty();
    let trail = if is_empty {
        view! { <EmptyState glyph=Glyph::Clock title="Nothing yet" text="What people change here is written down and shown."/> }
            .into_any()
    } else {
        lines(page.items)
    };
    view! {
        <Breadcrumbs trail=vec![Crumb::here("Activity")]/>
        <PageHead title="Activity" about="Who changed what, and who was refused. Nobody can change what stands here."/>
        {trail}
        <Pager first=(!is_first).then_some(path) next=next label="Earlier"/>
    }
    .into_any()
}

/// Entries, as a list.
pub(crate) fn lines(entries: Vec<Entry>) -> AnyView {
    let lines = entries.into_iter().map(|entry| view! { <Line entry=entry/> });
    view! { <ol class="rows">{lines.collect_view()}</ol> }.into_any()
}

/// A line of the page: who, what, which and when; what exactly changed is folded away.
#[component]
fn Line(entry: Entry) -> impl IntoView {
    let Entry { at, who, impersonator, what, object, link, refused, changes } = entry;
    let impersonator = (!impersonator.is_empty()).then(|| {
        view! { <p class="row-note"><span>"Done by somebody signed in as "{who.clone()}": "<code>{impersonator}</code></span></p> }
    });
    let object = match (object.is_empty(), link.is_empty()) {
        (true, _) => None,
        (false, true) => Some(view! { <span class="font-medium" dir="auto">{object}</span> }.into_any()),
        (false, false) => Some(view! { <a href=link class="trail-link" dir="auto">{object}</a> }.into_any()),
    };
    view! {
        <li class="trail">
            <p class="trail-text">
                <span class="font-medium" dir="auto">{who}</span>" "{what}" "{object}
                {refused.then(|| view! { <span class="badge badge-danger">"Refused"</span> })}
            </p>
            {impersonator}
            <p class="row-note"><Timestamp ms=at/></p>
            {(!changes.is_empty()).then(|| differences(changes))}
        </li>
    }
}

fn differences(changes: Vec<Change>) -> AnyView {
    let summary = match changes.len() {
        1 => "1 field changed".to_owned(),
        many => format!("{many} fields changed"),
    };
    let rows = changes.into_iter().map(|Change { field, before, after }| {
        view! {
            <dt>{field}</dt>
            <dd><del dir="auto">{before}</del>" "<span aria-hidden="true">"→"</span><span class="sr-only">"became"</span>" "<ins dir="auto">{after}</ins></dd>
        }
    });
    view! {
        <details class="trail-changes">
            <summary>{summary}</summary>
            <dl>{rows.collect_view()}</dl>
        </details>
    }
    .into_any()
}
