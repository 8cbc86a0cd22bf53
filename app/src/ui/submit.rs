//! The button that sends a form, and the way out beside it.

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

/// The end of a form: send it, or leave it.
#[component]
pub(crate) fn FormActions(
    pending: RwSignal<bool>,
    label: &'static str,
    waiting: &'static str,
    #[prop(default = "btn btn-primary")] class: &'static str,
    /// The page to go back to.
    leave: String,
    #[prop(default = "Cancel")] leave_label: &'static str,
) -> impl IntoView {
    view! {
        <div class="form-actions">
            <Submit pending=pending label=label waiting=waiting class=class/>
            <a href=leave class="btn btn-ghost">{leave_label}</a>
        </div>
    }
}
