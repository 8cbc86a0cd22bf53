//! The tenant's projects, newest first, page by page with the cursor in the URL.

use domain::{Page, Permission, Project, TenantInfo};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

use super::{list_path, list_projects, row::Row};
use crate::{
    return_to::percent_encode,
    tenant::use_tenant,
    ui::{Breadcrumbs, Crumb, EmptyState, Glyph, Icon, ListSkeleton, Loaded, PageHead},
};

/// A page of the list, and whether it is the first.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Listing {
    page: Page<Project>,
    is_first: bool,
}

/// `…/projects?after=`
#[component]
pub(crate) fn ListPage() -> impl IntoView {
    let gate = use_tenant().gate;
    let query = use_query_map();
    let after = Memo::new(move |_| query.with(|query| query.get("after")));
    let listing = Resource::new_blocking(
        move || (gate.get(), after.get()),
        |(gate, after)| {
            gate.fetch(async move |tenant| {
                let is_first = after.is_none();
                Ok(Listing { page: list_projects(tenant, after).await?, is_first })
            })
        },
    );
    view! { <Loaded data=listing skeleton=|| view! { <ListSkeleton/> } view=content/> }
}

fn content(tenant: TenantInfo, Listing { page, is_first }: Listing) -> AnyView {
    let about = match tenant.slug {
        Some(_) => "Everybody in the organization whose role may read sees these.",
        None => "Only you see these.",
    };
    let new_link = new_link(&tenant);
    let rows = if page.items.is_empty() { nothing(&tenant, is_first) } else { rows(&tenant, page, is_first) };
    view! {
        <Breadcrumbs trail=vec![Crumb::here("Projects")]/>
        <PageHead title="Projects" about=about>
            {new_link}
        </PageHead>
        {rows}
    }
    .into_any()
}

fn rows(tenant: &TenantInfo, page: Page<Project>, is_first: bool) -> AnyView {
    let path = tenant.path.clone();
    let rows = page.items.into_iter().map(|project| view! { <Row tenant=path.clone() project=project/> });
    view! {
        <ul class="rows">{rows.collect_view()}</ul>
        <Pager tenant=tenant.clone() next=page.next is_first=is_first/>
    }
    .into_any()
}

fn nothing(tenant: &TenantInfo, is_first: bool) -> AnyView {
    if !is_first {
        let first = list_path(&tenant.path);
        return view! {
            <EmptyState glyph=Glyph::Folder title="No more projects" text="You are past the end of the list.">
                <A href=first attr:class="btn btn-secondary">"To the first page"</A>
            </EmptyState>
        }
        .into_any();
    }
    let text = match (tenant.may(Permission::ProjectsCreate), &tenant.slug) {
        (true, Some(_)) => "Make the first one; everybody in the organization will see it.",
        (true, None) => "Make the first one; only you will see it.",
        (false, _) => "Your role may look, but not make one. Somebody else has to start.",
    };
    let new_link = new_link(tenant);
    view! { <EmptyState glyph=Glyph::Folder title="No projects yet" text=text>{new_link}</EmptyState> }.into_any()
}

/// Only for those who may.
fn new_link(tenant: &TenantInfo) -> Option<AnyView> {
    let href = format!("{}/new", list_path(&tenant.path));
    let link =
        || view! { <A href=href attr:class="btn btn-primary"><Icon glyph=Glyph::Plus/>"New project"</A> }.into_any();
    tenant.may(Permission::ProjectsCreate).then(link)
}

/// Forward by cursor, and back to the start; the browser's "back" is the way to the page before.
#[component]
fn Pager(tenant: TenantInfo, next: Option<String>, is_first: bool) -> impl IntoView {
    let first = list_path(&tenant.path);
    let next = next.map(|cursor| format!("{first}?after={}", percent_encode(&cursor)));
    (!is_first || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label="Pages">
                {(!is_first).then(|| view! { <A href=first attr:class="btn btn-secondary">"First page"</A> })}
                {next.map(|next| view! { <A href=next attr:class="btn btn-secondary">"Next page"<Icon glyph=Glyph::ArrowRight/></A> })}
            </nav>
        }
    })
}
