//! From page to page: forward by cursor, and back to the start; the browser's "back" is the way to the page before.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// Nothing where there is one page only.
#[component]
pub(crate) fn Pager(
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
