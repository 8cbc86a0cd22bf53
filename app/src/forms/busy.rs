//! Forms that are on their way, marked in the document: one may be sent while another is, but none twice.

use leptos::{
    prelude::*,
    web_sys::{Element, HtmlFormElement},
};

const BUSY: &str = "aria-busy";
/// Answered; the page does not show it yet.
const ANSWERED: &str = "data-answered";

pub(super) fn is(form: &HtmlFormElement) -> bool {
    form.has_attribute(BUSY)
}

pub(super) fn begin(form: &HtmlFormElement) {
    _ = form.set_attribute(BUSY, "true");
}

pub(super) fn end(form: &Element) {
    _ = form.remove_attribute(BUSY);
    _ = form.remove_attribute(ANSWERED);
}

/// The answer is here, and data is being fetched that shows it: until then the form speaks of what was.
pub(super) fn answered(form: &HtmlFormElement) {
    _ = form.set_attribute(ANSWERED, "");
}

/// The data is shown.
pub(super) fn end_all_answered() {
    while let Ok(Some(form)) = document().query_selector("form[data-answered]") {
        end(&form);
    }
}

/// Whether there is anything to fill in.
pub(super) fn has_fields(form: &HtmlFormElement) -> bool {
    matches!(form.query_selector("input:not([type=hidden]), textarea, select"), Ok(Some(_)))
}
