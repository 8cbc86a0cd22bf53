//! Where the page is.

use leptos::prelude::*;

/// One step: its name, and the page it leads to. The last one is the page itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Crumb {
    name: String,
    path: Option<String>,
}

impl Crumb {
    /// A step on the way.
    pub(crate) fn to(name: impl Into<String>, path: impl Into<String>) -> Self {
        Self { name: name.into(), path: Some(path.into()) }
    }

    /// This page.
    pub(crate) fn here(name: impl Into<String>) -> Self {
        Self { name: name.into(), path: None }
    }
}

/// The way here.
#[component]
pub(crate) fn Breadcrumbs(trail: Vec<Crumb>) -> impl IntoView {
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
