//! An empty list says why it is empty, and what to do about it.

use domain::{Permission, TenantInfo};
use leptos::prelude::*;

use super::{filters::Filters, list::new_link};
use crate::ui::{EmptyState, Glyph};

/// `first`: where the first page is, unless this is it.
#[component]
pub(super) fn Nothing(tenant: TenantInfo, filters: Filters, first: Option<String>) -> impl IntoView {
    let (glyph, title, text) = words(&tenant, &filters, first.is_some());
    let unfiltered = Filters { status: filters.status.clone(), sort: filters.sort.clone(), ..Filters::default() };
    let action = match (first, filters.narrow(), filters.status.as_str()) {
        (Some(first), ..) => Some(link(first, "To the first page")),
        (None, true, _) => Some(link(unfiltered.href(&tenant.path), "Clear the filters")),
        (None, false, "") => new_link(&tenant),
        (None, false, _) => None,
    };
    view! { <EmptyState glyph=glyph title=title text=text>{action}</EmptyState> }
}

fn words(tenant: &TenantInfo, filters: &Filters, is_later: bool) -> (Glyph, &'static str, &'static str) {
    match (is_later, filters.narrow(), filters.status.as_str()) {
        (true, ..) => (Glyph::Folder, "No more projects", "You are past the end of the list."),
        (_, true, _) => (Glyph::Search, "Nothing matches", what_is_missing(filters)),
        (_, _, "archived") => (
            Glyph::Folder,
            "Nothing archived",
            "A project that is done with is kept here: edit it and change its status.",
        ),
        (_, _, "deleted") => {
            (Glyph::Trash, "The trash is empty", "A deleted project stays here for 30 days and can be restored.")
        }
        _ => (Glyph::Folder, "No projects yet", first_one(tenant)),
    }
}

fn what_is_missing(filters: &Filters) -> &'static str {
    match (filters.search.is_empty(), filters.owner.is_empty()) {
        (false, true) => "No project in this list has all of these words.",
        (true, _) => "This person owns no project in this list.",
        (false, false) => "This person owns no project in this list that has all of these words.",
    }
}

fn first_one(tenant: &TenantInfo) -> &'static str {
    match (tenant.may(Permission::ProjectsCreate), &tenant.slug) {
        (true, Some(_)) => "Make the first one; everybody in the organization will see it.",
        (true, None) => "Make the first one; only you will see it.",
        (false, _) => "Your role may look, but not make one. Somebody else has to start.",
    }
}

fn link(href: String, text: &'static str) -> AnyView {
    view! { <a href=href class="btn btn-secondary">{text}</a> }.into_any()
}
