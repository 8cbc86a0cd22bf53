//! The wasm entry point: hands the server's page over to the app, and back to the browser when the app breaks.

use leptos::{
    prelude::*,
    web_sys::{Event, HtmlElement},
};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};

/// Called by the document's own script once the wasm is there.
#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        hand_over();
    }));
    let Some(root) = root() else { return hand_over() };
    leptos::mount::hydrate_from(root, app::App).forget();
    if let Some(html) = document().document_element() {
        // For browser tests, and for what needs to know whether the program runs.
        _ = html.set_attribute("data-hydrated", "");
    }
}

fn root() -> Option<HtmlElement> {
    document().get_element_by_id(app::ROOT_ID)?.dyn_into().ok()
}

/// A panic is the end of the program. The page has a script that makes it the browser's again, `hand_over.js`; nothing
/// of Rust is relied upon here.
fn hand_over() {
    if let Ok(event) = Event::new("program-failed") {
        _ = document().dispatch_event(&event);
    }
}
