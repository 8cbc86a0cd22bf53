//! The coloured mark of a project. A picture beside words: nothing is told by the colour alone.

use domain::Colour;
use leptos::prelude::*;

/// What the colours are is in the stylesheet.
#[component]
pub(crate) fn Mark(colour: Colour) -> impl IntoView {
    view! { <span class="mark" data-colour=colour.as_str() aria-hidden="true"></span> }
}
