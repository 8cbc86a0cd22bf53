//! An empty list says why it is empty, and what to do about it.

use domain::{Asked, Permission, TenantInfo};
use leptos::prelude::*;

use super::{filters::Filters, list::new_link};
use crate::ui::{EmptyState, Glyph};

/// `first`: where the first page is, unless this is it.
#[component]
pub(super) fn Nothing(
    tenant: TenantInfo,
    filters: Filters,
    asked: Option<Asked>,
    first: Option<String>,
) -> impl IntoView {
    let (glyph, title, text) = words(&tenant, &filters, asked, first.is_some());
    let is_narrow = asked.is_some() || !filters.owner.is_empty();
    let unfiltered = Filters { status: filters.status.clone(), sort: filters.sort.clone(), ..Filters::default() };
    let action = match (first, is_narrow, filters.status.as_str()) {
        (Some(first), ..) => Some(link(first, "To the first page")),
        (None, true, _) => Some(link(unfiltered.href(&tenant.path), "Clear the filters")),
        (None, false, "") => new_link(&tenant),
        (None, false, _) => None,
    };
    view! { <EmptyState glyph=glyph title=title text=text>{action}</EmptyState> }
}

fn words(
    tenant: &TenantInfo,
    filters: &Filters,
    asked: Option<Asked>,
    is_later: bool,
) -> (Glyph, &'static str, &'static str) {
    let has_owner = !filters.owner.is_empty();
    match (asked, has_owner, filters.status.as_str()) {
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
        _ => (Glyph::Folder, "No projects yet", first_one(tenant)),
    }
}

const NO_WORDS: &str = "Projects are found by words and numbers; signs and emoji alone find none.";
const NOT_THEIRS: &str = "This person owns no project in this list that has all of these words.";

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
