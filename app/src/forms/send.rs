//! A form on its way to a server function, and back.

use leptos::{
    prelude::*,
    server_fn::{request::ClientReq, response::ClientRes},
    wasm_bindgen::JsCast,
    web_sys::{Element, FormData, HtmlButtonElement, HtmlFormElement, SubmitEvent, UrlSearchParams},
};

use crate::{
    AppError,
    call::{self, call},
};

/// The form of an event.
pub(super) fn form_of(event: &SubmitEvent) -> Option<HtmlFormElement> {
    event.target()?.dyn_into().ok()
}

/// What a browser without JavaScript would send: the fields, and the button that was pressed if it has a name.
pub(super) fn sent(form: &HtmlFormElement, event: &SubmitEvent) -> Option<String> {
    fields(form, event.submitter().and_then(|button| button.dyn_into().ok()))
}

/// The fields as they are now.
pub(super) fn fields(form: &HtmlFormElement, button: Option<HtmlButtonElement>) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    if let Some(button) = button.filter(|button| !button.name().is_empty()) {
        data.append_with_str(&button.name(), &button.value()).ok()?;
    }
    let parameters = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    parameters.to_string().as_string()
}

/// Calls a server function; the answer is where it sends people, if anywhere.
pub(super) async fn send(function: &str, fields: String) -> Result<Option<String>, AppError> {
    let form = "application/x-www-form-urlencoded";
    let request = <call::Request as ClientReq<AppError>>::try_new_post(function, form, call::JSON, fields)?;
    let response = call(request).await?;
    let goes_on = ClientRes::<AppError>::has_redirect(&response);
    Ok(goes_on.then(|| ClientRes::<AppError>::location(&response)))
}

// Forms that are on their way are marked in the document: one may be sent while another is, but none twice.

const BUSY: &str = "aria-busy";
/// Answered; the page does not show it yet.
const ANSWERED: &str = "data-answered";

pub(super) fn is_busy(form: &HtmlFormElement) -> bool {
    form.has_attribute(BUSY)
}

pub(super) fn mark_busy(form: &HtmlFormElement) {
    _ = form.set_attribute(BUSY, "true");
}

pub(super) fn clear_busy(form: &Element) {
    _ = form.remove_attribute(BUSY);
    _ = form.remove_attribute(ANSWERED);
}

/// The answer has come, and the data that shows it is being fetched: until then the form shows the old state.
pub(super) fn mark_answered(form: &HtmlFormElement) {
    _ = form.set_attribute(ANSWERED, "");
}

/// The data is shown.
pub(super) fn clear_all_answered() {
    while let Ok(Some(form)) = document().query_selector("form[data-answered]") {
        clear_busy(&form);
    }
}

/// Whether there is anything to fill in.
pub(super) fn has_fields(form: &HtmlFormElement) -> bool {
    matches!(form.query_selector("input:not([type=hidden]), textarea, select"), Ok(Some(_)))
}
