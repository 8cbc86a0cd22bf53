//! The button that sends a form.

use leptos::prelude::*;

/// Says that it works while it does; a second press meanwhile does nothing. It stays focusable: a disabled button would
/// lose the keyboard's place.
#[component]
pub(crate) fn Submit(
    /// Whether the answer is awaited.
    pending: RwSignal<bool>,
    /// The text in rest.
    label: &'static str,
    /// The text while waiting.
    waiting: &'static str,
    /// How it looks: `btn btn-primary`, `btn btn-danger`.
    #[prop(default = "btn btn-primary")]
    class: &'static str,
) -> impl IntoView {
    let is_pending = move || pending.get().to_string();
    let text = move || if pending.get() { waiting } else { label };
    view! { <button type="submit" class=class aria-disabled=is_pending aria-busy=is_pending>{text}</button> }
}
