//! The top of a page: title, what it is about, and its main action.

use leptos::prelude::*;
use leptos_meta::Title;

/// Sets the document's title too.
#[component]
pub(crate) fn PageHead(
    #[prop(into)] title: String,
    /// A sentence below the title.
    #[prop(optional, into)]
    about: Option<String>,
    /// Actions on the right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <Title text=title.clone()/>
        <div class="page-head">
            <div class="min-w-0">
                <h1>{title}</h1>
                {about.map(|about| view! { <p class="page-about">{about}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </div>
    }
}
