//! The button that sends a form.

use leptos::prelude::*;

/// Says that it works while it does; a second press meanwhile does nothing.
#[component]
pub(crate) fn Submit(
    /// Whether the answer is awaited.
    #[prop(into)]
    pending: Signal<bool>,
    /// The text in rest.
    #[prop(into)]
    label: String,
    /// The text while waiting.
    #[prop(into)]
    waiting: String,
    /// How it looks: `btn btn-primary`, `btn btn-danger`.
    #[prop(default = "btn btn-primary")]
    class: &'static str,
) -> impl IntoView {
    let text = move || if pending.get() { waiting.clone() } else { label.clone() };
    view! { <button type="submit" class=class disabled=pending aria-busy=move || pending.get().to_string()>{text}</button> }
}
