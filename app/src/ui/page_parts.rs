//! The parts of a page: breadcrumbs, title and main action, what stands in place of an empty or loading list, and the
//! links to other pages of a list.

use domain::text::isolated;

use crate::{document_title::Title, prelude::*};

use super::icon::{Glyph, Icon};

/// A title: words of ours, and within them perhaps a name that somebody gave, in whatever direction it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    before: &'static str,
    name: String,
    after: &'static str,
}

impl Heading {
    /// A name with words around it.
    pub fn of(before: &'static str, name: impl Into<String>, after: &'static str) -> Self {
        Self { before, name: name.into(), after }
    }

    /// As text alone, for the document's title.
    fn text(&self) -> String {
        format!("{}{}{}", self.before, isolated(&self.name), self.after)
    }
}

impl From<&'static str> for Heading {
    fn from(words: &'static str) -> Self {
        Self::of(words, "", "")
    }
}

impl From<String> for Heading {
    fn from(name: String) -> Self {
        Self::of("", name, "")
    }
}

/// Sets the document's title too.
#[component]
pub fn PageHead(
    #[prop(into)] title: Heading,
    /// A sentence below the title.
    #[prop(optional, into)]
    about: Option<String>,
    /// Actions on the right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let text = title.text();
    let Heading { before, name, after } = title;
    let words = |words: &'static str| (!words.is_empty()).then_some(words);
    let name = (!name.is_empty()).then(|| view! { <bdi>{name}</bdi> });
    view! {
        <Title text=text/>
        <div class="page-head">
            <div class="min-w-0">
                <h1>{words(before)}{name}{words(after)}</h1>
                {about.map(|about| view! { <p class="page-about">{about}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </div>
    }
}

/// One step: its name, and the page it leads to. The last one is the page itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    name: String,
    path: Option<String>,
}

impl Crumb {
    /// A step on the way.
    pub fn to(name: impl Into<String>, path: impl Into<String>) -> Self {
        Self { name: name.into(), path: Some(path.into()) }
    }

    /// This page.
    pub fn here(name: impl Into<String>) -> Self {
        Self { name: name.into(), path: None }
    }
}

/// The way here.
#[component]
pub fn Breadcrumbs(trail: Vec<Crumb>) -> impl IntoView {
    let steps = trail.into_iter().map(|Crumb { name, path }| match path {
        Some(path) => view! { <li><a href=path dir="auto">{name}</a></li> }.into_any(),
        None => view! { <li><span aria-current="page" dir="auto">{name}</span></li> }.into_any(),
    });
    view! {
        <nav aria-label="Breadcrumbs" class="breadcrumbs">
            <ol>{steps.collect_view()}</ol>
        </nav>
    }
}

/// Nothing here yet: says so, and what to do about it. At most one action, as the children.
#[component]
pub fn EmptyState(
    glyph: Glyph,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon"><Icon glyph=glyph/></span>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// From page to page: forward by cursor, and back to the start; the browser's "back" leads to the page before. Nothing where
/// there is only one page.
#[component]
pub fn Pager(
    /// The first page; `None` when it is this one.
    first: Option<String>,
    /// The next page; `None` when this is the last.
    next: Option<String>,
    /// What the link to the next page says.
    #[prop(default = "Next page")]
    label: &'static str,
) -> impl IntoView {
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label="Pages">
                {first.map(|first| view! { <a href=first class="btn btn-secondary">"First page"</a> })}
                {next.map(|next| view! { <a href=next class="btn btn-secondary">{label}<Icon glyph=Glyph::ArrowRight/></a> })}
            </nav>
        }
    })
}

/// The placeholder of a page with a list. It appears late enough not to flash (`.skeleton` in the stylesheet).
#[component]
pub fn ListSkeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="sr-only">"Loading"</span>
            <div class="skeleton-bar h-8 w-48"></div>
            <div class="skeleton-bar h-20"></div>
            <div class="skeleton-bar h-20"></div>
            <div class="skeleton-bar h-20"></div>
        </div>
    }
}

/// The placeholder of a page with a form, or about one thing.
#[component]
pub fn FormSkeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="sr-only">"Loading"</span>
            <div class="skeleton-bar h-8 w-64"></div>
            <div class="skeleton-bar h-11"></div>
            <div class="skeleton-bar h-36"></div>
            <div class="skeleton-bar h-10 w-32"></div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_direction_to_itself() {
        assert_eq!(Heading::of("Edit ", "Moon", "").text(), "Edit Moon");
        assert_eq!(Heading::of("Delete ", "שלום", "?").text(), "Delete \u{2068}שלום\u{2069}?");
        assert_eq!(Heading::from("New project").text(), "New project");
    }
}
