//! The tenant's projects: searched, filtered and sorted by what the address says, page by page with the cursor in it.

use domain::{Permission, Project, TenantInfo, page::PAGE_ROWS_DEFAULT};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

use super::{
    ProjectList, RestoreProject,
    filters::{FilterForm, Filters, Tabs},
    list_path, list_projects,
    nothing::Nothing,
    row::Row,
};
use crate::{
    forms::Posting,
    tenant::page_data,
    ui::{Breadcrumbs, Crumb, ErrorNote, Glyph, Icon, ListSkeleton, Loaded, PageHead, Pager},
};

/// `…/projects?search=&status=&owner=&sort=&after=`
#[component]
pub(crate) fn ListPage() -> impl IntoView {
    let query = use_query_map();
    let restoring = Posting::of(&[RestoreProject::PATH]);
    let filters = move || query.with(Filters::of);
    restoring.clear_when_changes(filters);
    let listing = page_data(move || filters().query(), list_projects);
    let view = move |tenant, page| content(tenant, untrack(filters), page, restoring);
    view! { <Loaded data=listing skeleton=|| view! { <ListSkeleton/> }.into_any() view=view/> }
}

fn content(tenant: TenantInfo, filters: Filters, page: ProjectList, restoring: Posting) -> AnyView {
    let about = match tenant.slug {
        Some(_) => "Everybody in the organization whose role may read sees these.",
        None => "Only you see these.",
    };
    let new_link = new_link(&tenant);
    view! {
        <Breadcrumbs trail=vec![Crumb::here("Projects")]/>
        <PageHead title="Projects" about=about>{new_link}</PageHead>
        <Tabs tenant=tenant.path.clone() filters=filters.clone()/>
        <FilterForm tenant=tenant.clone() filters=filters.clone()/>
        <ErrorNote error=restoring.error/>
        <p class="sr-only" role="status">{shown(&page)}</p>
        {page.asked.is_some_and(|asked| asked.left_out).then(|| view! { <p class="so-far">{LEFT_OUT}</p> })}
        {rows(tenant, filters, page, restoring)}
    }
    .into_any()
}

fn shown(page: &ProjectList) -> String {
    match page.items.len() {
        0 => "No projects".to_owned(),
        1 => "1 project".to_owned(),
        many => format!("{many} projects"),
    }
}

fn rows(tenant: TenantInfo, filters: Filters, page: ProjectList, restoring: Posting) -> AnyView {
    let ProjectList { items, next, asked, .. } = page;
    let looked_through = next.is_some() && is_short(items.len());
    let here = filters.href(&tenant.path);
    let first = (!filters.after.is_empty()).then(|| Filters { after: String::new(), ..filters.clone() });
    let first = first.map(|first| first.href(&tenant.path));
    let next = next.map(|after| Filters { after, ..filters.clone() }.href(&tenant.path));
    if items.is_empty() && next.is_none() {
        return view! { <Nothing tenant=tenant filters=filters asked=asked first=first/> }.into_any();
    }
    let has_rows = !items.is_empty();
    let partial_note = looked_through.then(|| partial_note(items.len()));
    let rows = items.into_iter().map(|project| row(&tenant, project, &here, restoring));
    let label = if looked_through { "Keep looking" } else { "Next page" };
    view! {
        {has_rows.then(|| view! { <ul class="rows">{rows.collect_view()}</ul> })}
        {partial_note.map(|text| view! { <p class="so-far">{text}</p> })}
        <Pager first=first next=next label=label/>
    }
    .into_any()
}

fn row(tenant: &TenantInfo, project: Project, here: &str, restoring: Posting) -> AnyView {
    view! { <Row tenant=tenant.clone() project=project page=here.to_owned() restoring=restoring/> }.into_any()
}

/// A search in a long list stops somewhere, and goes on when asked to.
fn is_short(rows: usize) -> bool {
    usize::try_from(PAGE_ROWS_DEFAULT).is_ok_and(|full| rows < full)
}

fn partial_note(rows: usize) -> String {
    let found = if rows == 0 { "Nothing".to_owned() } else { format!("Only {rows}") };
    format!("{found} so far. The list is long, and not all of it has been looked through.")
}

/// A search of many words looks for the first ones.
const LEFT_OUT: &str = "This search is long: only its first words were looked for.";

/// Only for those who may.
pub(super) fn new_link(tenant: &TenantInfo) -> Option<AnyView> {
    let href = format!("{}/new", list_path(&tenant.path));
    let link = || view! { <a href=href class="btn btn-primary"><Icon glyph=Glyph::Plus/>"New project"</a> }.into_any();
    tenant.may(Permission::ProjectsCreate).then(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_full_was_looked_through() {
        assert!(is_short(0) && is_short(19) && !is_short(20));
        assert!(partial_note(0).starts_with("Nothing so far."));
        assert!(partial_note(3).starts_with("Only 3 so far."));
    }
}
