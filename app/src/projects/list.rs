//! The tenant's projects: searched, filtered and sorted by what the address says, page by page with the cursor in it.

use domain::{Asked, Colour, Permission, Project, TenantInfo, page::PAGE_ROWS_DEFAULT, project::RESTORABLE_MS};
use leptos_router::hooks::use_query_map;

use super::{
    ListProjects, ProjectList, RestoreProject,
    filters::{FilterForm, Tabs, filters_of, typed_search},
    list_path, project_path,
};
use crate::{
    forms::{PostForm, Posting},
    plain::{self, Address},
    prelude::*,
    tenant::page_data,
    ui::{Breadcrumbs, Crumb, EmptyState, ErrorNote, Glyph, Icon, ListSkeleton, Loaded, PageHead, Pager, Timestamp},
};

/// `…/projects?search=&status=&owner=&sort=&after=`
#[component]
pub(crate) fn ListPage() -> impl IntoView {
    let query = use_query_map();
    let restoring = Posting::of(&[RestoreProject::PATH]);
    let typed = typed_search();
    let filters = move || query.with(filters_of);
    restoring.clear_when_changes(filters);
    let listing = page_data(move || filters().query(), |tenant, query| Ok(ListProjects { tenant, query }));
    let view = move |tenant, page| content(tenant, untrack(filters), typed, page, restoring);
    view! { <Loaded data=listing skeleton=|| view! { <ListSkeleton/> }.into_any() view=view/> }
}

fn content(
    tenant: TenantInfo,
    filters: Address,
    typed: RwSignal<String>,
    page: ProjectList,
    restoring: Posting,
) -> AnyView {
    let about = match tenant.slug {
        Some(_) => "Everybody in the organization whose role may read sees these.",
        None => "Only you see these.",
    };
    let new_link = new_link(&tenant);
    view! {
        <Breadcrumbs trail=vec![Crumb::here("Projects")]/>
        <PageHead title="Projects" about=about>{new_link}</PageHead>
        <Tabs tenant=tenant.path.clone() filters=filters.clone()/>
        <FilterForm tenant=tenant.clone() filters=filters.clone() typed=typed/>
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

fn rows(tenant: TenantInfo, filters: Address, page: ProjectList, restoring: Posting) -> AnyView {
    let ProjectList { items, next, asked, .. } = page;
    let looked_through = next.is_some() && is_short(items.len());
    let list = list_path(&tenant.path);
    let (here, first) = (filters.href(&list), filters.first(&list));
    let next = next.map(|after| filters.with("after", after).href(&list));
    if items.is_empty() && next.is_none() {
        return view! { <Nothing tenant=tenant filters=filters asked=asked first=first/> }.into_any();
    }
    let has_rows = !items.is_empty();
    let partial_note = looked_through.then(|| partial_note(items.len()));
    let rows = items.into_iter().map(|project| {
        view! { <Row tenant=tenant.clone() project=project page=here.clone() restoring=restoring/> }
    });
    let label = if looked_through { "Keep looking" } else { "Next page" };
    view! {
        {has_rows.then(|| view! { <ul class="rows">{rows.collect_view()}</ul> })}
        {partial_note.map(|text| view! { <p class="so-far">{text}</p> })}
        <Pager first=first next=next label=label/>
    }
    .into_any()
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

fn new_link(tenant: &TenantInfo) -> Option<AnyView> {
    plain::new_link(tenant, Permission::CreateProjects, &list_path(&tenant.path), "New project")
}

/// The whole row leads to the project; its name is the link. A deleted one leads nowhere, but can come back.
#[component]
fn Row(
    tenant: TenantInfo,
    project: Project,
    /// The list's own path and query.
    page: String,
    restoring: Posting,
) -> impl IntoView {
    let name = name(&tenant, &project);
    let text = Some(project.description.clone()).filter(|text| !text.is_empty());
    let notes = notes(&tenant, &project);
    let restore = (project.deleted_at.is_some() && tenant.may_delete(&project.created_by))
        .then(|| restore(&tenant, &project, page, restoring));
    view! {
        <li class="row">
            <Mark colour=project.colour/>
            <div class="row-main">
                <p class="row-title">{name}<code class="key">{project.key.to_string()}</code></p>
                {text.map(|text| view! { <p class="row-text" dir="auto">{text}</p> })}
                {notes}
            </div>
            {restore}
        </li>
    }
}

fn name(tenant: &TenantInfo, project: &Project) -> AnyView {
    let name = project.name.clone();
    match project.deleted_at {
        None => {
            view! { <a href=project_path(&tenant.path, project.id) class="row-link" dir="auto">{name}</a> }.into_any()
        }
        Some(_) => view! { <span class="font-medium" dir="auto">{name}</span> }.into_any(),
    }
}

fn notes(tenant: &TenantInfo, project: &Project) -> AnyView {
    let owner = tenant.name_of(&project.owner);
    match project.deleted_at {
        None => {
            view! { <p class="row-note"><span dir="auto">{owner}</span><span>"Updated "<Timestamp ms=project.updated_at/></span></p> }
                .into_any()
        }
        Some(at) => view! {
            <p class="row-note">
                <span dir="auto">{owner}</span>
                <span>"Deleted "<Timestamp ms=at/></span>
                <span>"Gone for good after "<Timestamp ms=at.saturating_add(RESTORABLE_MS)/></span>
            </p>
        }
        .into_any(),
    }
}

fn restore(tenant: &TenantInfo, project: &Project, page: String, restoring: Posting) -> AnyView {
    let label = format!("Restore {}", project.name);
    view! {
        <PostForm
            posting=restoring
            function=RestoreProject::PATH
            page=page
            tenant=tenant.path.clone()
            hidden=vec![("id", project.id.to_string())]
            class="row-action"
        >
            <button type="submit" class="btn btn-secondary btn-sm" aria-label=label><Icon glyph=Glyph::Restore/>"Restore"</button>
        </PostForm>
    }
    .into_any()
}

/// An empty list says why it is empty, and what to do about it. `first`: where the first page is, unless this is it.
#[component]
fn Nothing(tenant: TenantInfo, filters: Address, asked: Option<Asked>, first: Option<String>) -> impl IntoView {
    let (glyph, title, text) = words(&tenant, &filters, asked, first.is_some());
    let is_narrow = asked.is_some() || !filters.get("owner").is_empty();
    let unfiltered = || ["search", "owner", "after"].iter().fold(filters.clone(), |all, name| all.with(name, ""));
    let action = match (first, is_narrow, filters.get("status")) {
        (Some(first), ..) => Some(link(first, "To the first page")),
        (None, true, _) => Some(link(unfiltered().href(&list_path(&tenant.path)), "Clear the filters")),
        (None, false, "") => new_link(&tenant),
        (None, false, _) => None,
    };
    view! { <EmptyState glyph=glyph title=title text=text>{action}</EmptyState> }
}

fn words(
    tenant: &TenantInfo,
    filters: &Address,
    asked: Option<Asked>,
    is_later: bool,
) -> (Glyph, &'static str, &'static str) {
    let has_owner = !filters.get("owner").is_empty();
    match (asked, has_owner, filters.get("status")) {
        (Some(asked), ..) if asked.words == 0 => (Glyph::Search, "Nothing to look for", NO_WORDS),
        _ if is_later => (Glyph::Folder, "No more projects", "You are past the end of the list."),
        (Some(_), true, _) => (Glyph::Search, "Nothing matches", NOT_THEIRS),
        (Some(_), false, _) => (Glyph::Search, "Nothing matches", "No project in this list has all of these words."),
        (None, true, _) => (Glyph::Search, "Nothing matches", "This person owns no project in this list."),
        (_, _, "archived") => (
            Glyph::Folder,
            "Nothing archived",
            "A project that is done with is kept here: edit it and change its status.",
        ),
        (_, _, "deleted") => {
            (Glyph::Trash, "The trash is empty", "A deleted project stays here for 30 days and can be restored.")
        }
        _ => (Glyph::Folder, "No projects yet", plain::make_the_first(tenant, Permission::CreateProjects)),
    }
}

const NO_WORDS: &str = "Projects are found by words and numbers; signs and emoji alone find none.";
const NOT_THEIRS: &str = "This person owns no project in this list that has all of these words.";

fn link(href: String, text: &'static str) -> AnyView {
    view! { <a href=href class="btn btn-secondary">{text}</a> }.into_any()
}

/// The coloured mark of a project, whose colours are in the stylesheet. Nothing is told by the colour alone.
#[component]
pub(super) fn Mark(colour: Colour) -> impl IntoView {
    view! { <span class="mark" data-colour=colour.as_str() aria-hidden="true"></span> }
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
