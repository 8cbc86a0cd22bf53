//! Nothing here yet: says so, and what to do about it.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// At most one action, as the children.
#[component]
pub(crate) fn EmptyState(
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
