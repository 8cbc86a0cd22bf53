//! The filters in the address of the list, and the form that writes them: a plain form, so that it works without
//! JavaScript.

use domain::{TenantInfo, TenantPath, UserId};
use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{Event, FormData, HtmlFormElement, HtmlSelectElement, SubmitEvent, UrlSearchParams},
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};

use super::list_path;
use crate::{
    people::choices_of,
    plain::Address,
    prelude::*,
    ui::{Glyph, Icon, options},
};

/// The names in the address. `status` is `archived` or `deleted`; empty: the active ones.
const NAMES: [&str; 5] = ["search", "status", "owner", "sort", "after"];

/// The filters that stand in an address.
pub(super) fn filters_of(query: &ParamsMap) -> Address {
    let filters = Address::of(query, &NAMES);
    if filters.get("status") == "active" { filters.with("status", "") } else { filters }
}

/// What stands in the search field: the word in the address, which changes as soon as the form is sent, and then what is
/// typed. The list comes later, and must not take that back.
pub(super) fn typed_search() -> RwSignal<String> {
    let query = use_query_map();
    let sent = Memo::new(move |_| query.with(|query| query.get("search").unwrap_or_default()));
    let typed = RwSignal::new(sent.get_untracked());
    effect(move || typed.set(sent.get()));
    typed
}

/// Search, owner and order. The list itself is chosen by [`Tabs`]; another choice starts at the first page.
#[component]
pub(super) fn FilterForm(
    tenant: TenantInfo,
    filters: Address,
    /// See [`typed_search`].
    typed: RwSignal<String>,
) -> impl IntoView {
    let list = list_path(&tenant.path);
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        let Some(address) = address(&event) else { return };
        event.prevent_default();
        navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    let [search, status, owner, sort] = ["search", "status", "owner", "sort"].map(|name| filters.get(name).to_owned());
    view! {
        <form method="get" action=list class="filters" role="search" on:submit=submit on:change=send_choice>
            {(!status.is_empty()).then(|| view! { <input type="hidden" name="status" value=status/> })}
            <div class="field filter-search">
                <label for="search">"Search"</label>
                <input
                    class="input" type="search" id="search" name="search" autocomplete="off" dir="auto"
                    value=search prop:value=typed on:input=move |event| typed.set(event_target_value(&event))
                />
            </div>
            {tenant.slug.is_some().then(|| choice("owner", "Owner", owner.clone(), owners(&tenant, &owner)))}
            {choice("sort", "Sort by", sort, sorts())}
            <button type="submit" class="btn btn-secondary"><Icon glyph=Glyph::Search/>"Search"</button>
        </form>
    }
}

fn choice(name: &'static str, label: &'static str, chosen: String, choices: Vec<(String, String)>) -> AnyView {
    let options = options(&chosen, choices);
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select class="input" id=name name=name autocomplete="off" prop:value=chosen>{options}</select>
        </div>
    }
    .into_any()
}

fn owners(tenant: &TenantInfo, chosen: &str) -> Vec<(String, String)> {
    let chosen: Option<UserId> = chosen.parse().ok();
    choices_of(tenant, Some("Anybody"), chosen.as_ref())
}

fn sorts() -> Vec<(String, String)> {
    let sorts = [("", "Newest first"), ("updated", "Last changed first"), ("name", "Name")];
    sorts.map(|(value, text)| (value.to_owned(), text.to_owned())).into()
}

/// A choice counts at once; a word when it is sent.
fn send_choice(event: Event) {
    let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
    if let Some(form) = select.and_then(|select| select.form()) {
        _ = form.request_submit();
    }
}

/// Where the form leads, without the fields that say nothing.
fn address(event: &SubmitEvent) -> Option<String> {
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    let fields = FormData::new_with_form(&form).ok()?;
    let query = UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
    for name in NAMES {
        if query.get(name).is_some_and(|value| value.trim().is_empty()) {
            query.delete(name);
        }
    }
    let query = query.to_string().as_string()?;
    let list = form.get_attribute("action")?;
    Some(if query.is_empty() { list } else { format!("{list}?{query}") })
}

/// The three lists.
#[component]
pub(super) fn Tabs(tenant: TenantPath, filters: Address) -> impl IntoView {
    let tabs = [("", "Active"), ("archived", "Archived"), ("deleted", "Deleted")].map(|(status, text)| {
        let current = (filters.get("status") == status).then_some("page");
        let href = filters.with("status", status).with("after", "").href(&list_path(&tenant));
        view! { <a href=href aria-current=current data-noscroll>{text}</a> }
    });
    view! { <nav class="tabs" aria-label="Lists">{tabs.into_iter().collect_view()}</nav> }
}

// Elsewhere the router decodes with the browser's own functions.
#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn other_names_in_the_address_are_not_ours() {
        let query: ParamsMap = [("utm", "x"), ("status", "active"), ("search", "a")].into_iter().collect();
        assert_eq!(filters_of(&query).query(), "search=a");
        assert_eq!(filters_of(&query).with("search", "moon & base").query(), "search=moon%20%26%20base");
    }
}
