//! A list as a table: sorted by what its address says, page by page with the cursor in it.

use domain::{
    Field, Permission, TenantInfo,
    field::{CREATED_AT, Kind},
};
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use serde_json::Value;

use crate::{
    fields::shown,
    prelude::*,
    return_to::percent_encode,
    ui::{EmptyState, Glyph, Icon, Pager},
};

/// What the address of a list says, by the names that the list has. What else stands in it is not ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address(Vec<(&'static str, String)>);

/// The address of this page: `sort` is `due` or `-due`, or empty for the newest first; `after` is a cursor.
pub fn use_address() -> impl Fn() -> Address + Copy + Send + Sync + 'static {
    let query = use_query_map();
    move || query.with(|query| Address::of(query, &["sort", "after"]))
}

impl Address {
    /// What a query says under these names.
    pub fn of(query: &ParamsMap, names: &[&'static str]) -> Self {
        Self(names.iter().map(|name| (*name, query.get(name).unwrap_or_default())).collect())
    }

    /// What is said under a name; empty: nothing.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// The same, but for this.
    pub fn with(&self, name: &'static str, value: impl Into<String>) -> Self {
        let mut said = self.clone();
        match said.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, present)) => *present = value.into(),
            None => said.0.push((name, value.into())),
        }
        said
    }

    /// The query without what is empty.
    pub fn query(&self) -> String {
        let said = self.0.iter().filter(|(_, value)| !value.is_empty());
        said.map(|(name, value)| format!("{name}={}", percent_encode(value))).collect::<Vec<_>>().join("&")
    }

    /// The address of the list at `path`.
    pub fn href(&self, path: &str) -> String {
        let query = self.query();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Where the first page is, unless this is it.
    pub fn first(&self, path: &str) -> Option<String> {
        (!self.get("after").is_empty()).then(|| self.with("after", "").href(path))
    }

    /// The same list by this column: the other way round where it is sorted by it already.
    fn sorted_by(&self, column: &str) -> Self {
        let sort = if self.get("sort") == column { format!("-{column}") } else { column.to_owned() };
        self.with("sort", sort).with("after", "")
    }

    /// How the list is sorted by this column, in the words of ARIA.
    fn order_of(&self, column: &str) -> &'static str {
        let sort = Some(self.get("sort")).filter(|sort| !sort.is_empty()).unwrap_or("-created_at");
        match sort.strip_prefix('-') {
            Some(by) if by == column => "descending",
            None if sort == column => "ascending",
            _ => "none",
        }
    }
}

/// A row: an object, and its page.
pub struct Row {
    /// The path of its page.
    pub page: String,
    /// The object.
    pub object: Value,
}

/// What a list shows.
pub struct Listing {
    /// The columns; when an object was made comes last.
    pub fields: &'static [Field],
    /// The name of the column that an object is called by: it leads to its page.
    pub title: &'static str,
    /// The names of those that it can be sorted by.
    pub sortable: &'static [&'static str],
    /// The list's own page.
    pub path: String,
    /// What the address of the page says.
    pub address: Address,
    /// What there is on this page.
    pub rows: Vec<Row>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// What is said of a list in which nothing is: a title, a sentence, and the way to make the first one.
    pub nothing: (&'static str, &'static str, Option<AnyView>),
}

/// The table, or what stands in its place. Long texts are read on the page of their object.
pub fn list(tenant: &TenantInfo, listing: Listing) -> AnyView {
    let is_short = |field: &&Field| !matches!(field.kind, Kind::Text(_));
    let columns: Vec<&'static Field> = listing.fields.iter().filter(is_short).chain([&CREATED_AT]).collect();
    table(tenant, &columns, listing)
}

/// The same with these columns.
pub fn table(tenant: &TenantInfo, columns: &[&'static Field], listing: Listing) -> AnyView {
    let Listing { title, sortable, path, address, rows, next, nothing, .. } = listing;
    let first = address.first(&path);
    if rows.is_empty() {
        return empty(first, nothing);
    }
    let next = next.map(|after| address.with("after", after).href(&path));
    let heads = columns.iter().map(|field| head(field, sortable.contains(&field.name), &address, &path));
    let heads = heads.collect_view();
    let rows = rows.iter().map(|row| table_row(tenant, columns, title, row)).collect_view();
    view! {
        <div class="table-box">
            <table class="table" role="table">
                <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
        <Pager first=first next=next/>
    }
    .into_any()
}

fn empty(first: Option<String>, (title, text, action): (&'static str, &'static str, Option<AnyView>)) -> AnyView {
    match first {
        Some(first) => view! {
            <EmptyState glyph=Glyph::Folder title="Nothing more" text="You are past the end of the list.">
                <a href=first class="btn btn-secondary">"To the first page"</a>
            </EmptyState>
        }
        .into_any(),
        None => view! { <EmptyState glyph=Glyph::Folder title=title text=text>{action}</EmptyState> }.into_any(),
    }
}

/// The way to make an object, only for those who may.
pub fn new_link(tenant: &TenantInfo, needs: Permission, list: &str, label: &'static str) -> Option<AnyView> {
    let href = format!("{list}/new");
    let link = || view! { <a href=href class="btn btn-primary"><Icon glyph=Glyph::Plus/>{label}</a> }.into_any();
    tenant.may(needs).then(link)
}

/// What is said of a list for which nothing was ever made.
pub fn make_the_first(tenant: &TenantInfo, needs: Permission) -> &'static str {
    match (tenant.may(needs), &tenant.slug) {
        (true, Some(_)) => "Make the first one; everybody in the organization will see it.",
        (true, None) => "Make the first one; only you will see it.",
        (false, _) => "Your role may look, but not make one. Somebody else has to start.",
    }
}

fn head(field: &'static Field, is_sortable: bool, address: &Address, path: &str) -> AnyView {
    let order = address.order_of(field.name);
    let sort = is_sortable.then_some(order);
    let label = if is_sortable {
        let href = address.sorted_by(field.name).href(path);
        let arrow = match order {
            "ascending" => Some(Glyph::ArrowUp),
            "descending" => Some(Glyph::ArrowDown),
            _ => None,
        };
        view! { <a href=href class="sort">{field.label}{arrow.map(|glyph| view! { <Icon glyph=glyph/> })}</a> }
            .into_any()
    } else {
        field.label.into_any()
    };
    view! { <th scope="col" role="columnheader" aria-sort=sort data-kind=kind(field)>{label}</th> }.into_any()
}

fn table_row(tenant: &TenantInfo, columns: &[&'static Field], title: &str, row: &Row) -> AnyView {
    let cells = columns.iter().map(|field| {
        let words = shown(tenant, field, &row.object);
        let words = if words.is_empty() { "–".to_owned() } else { words };
        // From wherever in the row.
        let content = if field.name == title {
            view! { <a href=row.page.clone() class="row-link" dir="auto">{words}</a> }.into_any()
        } else {
            view! { <span dir="auto">{words}</span> }.into_any()
        };
        view! { <td role="cell" data-label=field.label data-kind=kind(field)>{content}</td> }
    });
    view! { <tr role="row">{cells.collect_view()}</tr> }.into_any()
}

/// Numbers stand below each other; neither they nor times are broken.
fn kind(field: &Field) -> Option<&'static str> {
    match field.kind {
        Kind::Integer | Kind::Money(_) => Some("number"),
        Kind::Date | Kind::Moment => Some("time"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(sort: &str) -> Address {
        Address::default().with("sort", sort).with("after", "x")
    }

    #[test]
    fn a_column_is_sorted_by_and_then_the_other_way_round() {
        assert_eq!(by("").sorted_by("due").href("/i"), "/i?sort=due");
        assert_eq!(by("due").sorted_by("due").href("/i"), "/i?sort=-due");
        assert_eq!(by("-due").sorted_by("due").href("/i"), "/i?sort=due");
        assert_eq!([by("due"), by("-due"), by("")].map(|by| by.order_of("due")), ["ascending", "descending", "none"]);
        assert_eq!(by("").order_of("created_at"), "descending");
    }

    #[test]
    fn a_query_says_only_what_is_said() {
        assert_eq!(Address::default().href("/i"), "/i");
        assert_eq!(Address::default().with("sort", "a&b").with("after", "c").query(), "sort=a%26b&after=c");
    }
}
