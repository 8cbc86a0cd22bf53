//! The program for the browser: takes the server's page over.

use leptos::wasm_bindgen::JsCast;
use leptos::{prelude::document, web_sys::HtmlElement};

fn main() {
    console_error_panic_hook::set_once();
    let root = document().get_element_by_id(clerk_host::ROOT_ID).and_then(|root| root.dyn_into::<HtmlElement>().ok());
    let Some(root) = root else { return };
    leptos::mount::hydrate_from(root, clerk_host::App).forget();
    if let Some(html) = document().document_element() {
        // Tests wait for it.
        _ = html.set_attribute("data-hydrated", "");
    }
}
