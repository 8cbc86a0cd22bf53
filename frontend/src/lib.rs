//! The wasm entry point: hands the server's page over to the app.

use leptos::{prelude::*, web_sys::Element};
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the document's own script once the wasm is there.
#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        offer_reload();
    }));
    leptos::mount::hydrate_body(app::App);
    if let Some(html) = document().document_element() {
        // For browser tests, and for styles of what needs scripts.
        _ = html.set_attribute("data-hydrated", "");
    }
}

/// A panic stops everything interactive on the page; say so instead of playing dead. Plain DOM calls: Leptos is gone.
fn offer_reload() {
    let Some(body) = document().body() else { return };
    if document().get_element_by_id("reload-bar").is_none() {
        _ = reload_bar().and_then(|bar| body.append_child(&bar).ok());
    }
}

fn reload_bar() -> Option<Element> {
    let bar = document().create_element("div").ok()?;
    bar.set_id("reload-bar");
    bar.set_attribute("role", "alert").ok()?;
    // A link to the page itself: needs no script, and no policy stands against it.
    bar.set_inner_html("Something broke on this page. <a href=\"\">Reload it</a>");
    Some(bar)
}
