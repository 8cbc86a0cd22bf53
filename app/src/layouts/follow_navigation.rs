//! What a browser does when it loads a page and a client-side router does not: the menu closes, the new page gets the
//! focus, and a refusal on the page before is forgotten. Scroll positions are in `scroll_positions.rs`.

use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{FocusOptions, HtmlElement},
};
use leptos_router::hooks::use_location;

use super::scroll_positions::keep_scroll_positions;
use crate::{forms::forget_refused_post, prelude::*};

/// Once, in the app. Does nothing on the first page: the browser has taken care of that one.
#[component]
pub(crate) fn FollowNavigation() -> impl IntoView {
    let location = use_location();
    let path = location.pathname;
    let mut before = None;
    effect(move || {
        let path = path.get();
        if before.as_ref().is_some_and(|before| *before != path) {
            forget_refused_post();
            // The new page is put into the document in this turn; look for it after.
            request_animation_frame(|| {
                if let Some(menu) = element("menu") {
                    _ = menu.hide_popover();
                }
                focus_page();
            });
        }
        before = Some(path);
    });
    keep_scroll_positions(location);
}

/// Without scrolling: the top of the page is above `main`, and going back leads to where it was left. The steps of
/// Clerk's forms are paths too, and their fields take the focus themselves.
pub(super) fn focus_page() {
    let is_filling_in = document()
        .active_element()
        .is_some_and(|focused| matches!(focused.closest("main [data-clerk-component]"), Ok(Some(_))));
    if let Some(main) = element("main").filter(|_| !is_filling_in) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        _ = main.focus_with_options(&options);
    }
}

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
