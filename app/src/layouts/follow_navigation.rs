//! What a browser does at a page load and a client-side router does not: the menu closes, focus goes to the new page, and
//! what was refused on the page before is forgotten.

use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};
use leptos_router::hooks::use_location;

use crate::forms::forget_refused_post;

/// Once, in the app. Does nothing on the first page: the browser has taken care of that one.
#[component]
pub(crate) fn FollowNavigation() -> impl IntoView {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            forget_refused_post();
            // The new page is put into the document in this turn; look for it after.
            request_animation_frame(|| {
                if let Some(menu) = element("menu") {
                    _ = menu.hide_popover();
                }
                if let Some(main) = element("main") {
                    _ = main.focus();
                }
            });
        }
        path
    });
}

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
