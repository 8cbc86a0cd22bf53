//! Counts what the forms of a tenant's pages have changed, so that the pages fetch their data again.

use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{FocusOptions, HtmlElement, HtmlFormElement},
};

use super::send::{clear_all_answered, mark_answered};

/// Where the keyboard goes on from: an element, else the one around it.
#[derive(Clone, Default)]
struct Focus {
    id: String,
    around: String,
}

/// See the module.
#[derive(Clone, Copy)]
pub(crate) struct Changes {
    count: RwSignal<u32>,
    focus: StoredValue<Option<Focus>>,
    /// Whether data was shown before.
    has_shown: StoredValue<bool>,
}

impl Changes {
    /// Nothing yet; provided to the pages below.
    pub(crate) fn provide() -> Self {
        let changes = Self::new();
        provide_context(changes);
        changes
    }

    fn new() -> Self {
        Self { count: RwSignal::new(0), focus: StoredValue::new(None), has_shown: StoredValue::new(false) }
    }

    /// How many there were: data that names it in its source is fetched again.
    pub(crate) fn count(self) -> u32 {
        self.count.get()
    }

    /// A form has changed something, or has learnt that somebody else did.
    pub(crate) fn notice(self, form: &HtmlFormElement) {
        mark_answered(form);
        let around = form.closest("[id][tabindex]").ok().flatten().map(|element| element.id()).unwrap_or_default();
        let id = document().active_element().map(|element| element.id()).unwrap_or_default();
        self.focus.try_set_value(Some(Focus { id, around }));
        self.count.try_update(|count| *count += 1);
    }

    /// New data is about to be shown. A question that is open in one row would be another row's in a moment: rows are
    /// told apart by their place.
    pub(crate) fn shown(self) {
        if cfg!(feature = "ssr") {
            return;
        }
        if self.has_shown.try_get_value() == Some(true) {
            while let Ok(Some(question)) = document().query_selector("details.confirm[open]") {
                _ = question.remove_attribute("open");
            }
        }
        self.has_shown.try_set_value(true);
        self.restore_focus();
    }

    /// What was focused may be elsewhere then, or gone.
    fn restore_focus(self) {
        let Some(Focus { id, around }) = self.focus.try_get_value().flatten() else { return };
        self.focus.try_set_value(None);
        // The view is put into the document in this turn; look for the element after.
        request_animation_frame(move || {
            clear_all_answered();
            let focused = document().active_element().filter(|element| element.tag_name() != "BODY");
            if focused.is_some_and(|element| id.is_empty() || element.id() == id) {
                return;
            }
            if let Some(element) = element(&id).or_else(|| element(&around)) {
                let options = FocusOptions::new();
                options.set_prevent_scroll(true);
                _ = element.focus_with_options(&options);
            }
        });
    }
}

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
