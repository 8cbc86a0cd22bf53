//! The only door to ClerkJS. In the browser it is wasm-bindgen; elsewhere a stub with the same signatures, so that
//! no other file needs to know where it runs and no JavaScript value ever exists on the server.

#[cfg(target_arch = "wasm32")]
mod ask;
#[cfg(target_arch = "wasm32")]
mod bindings;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod follow;
#[cfg(target_arch = "wasm32")]
mod gate;
#[cfg(target_arch = "wasm32")]
mod navigation;
#[cfg(target_arch = "wasm32")]
mod scripts;
#[cfg(target_arch = "wasm32")]
mod slots;
#[cfg(target_arch = "wasm32")]
mod source;
#[cfg(not(target_arch = "wasm32"))]
mod stub;
#[cfg(not(target_arch = "wasm32"))]
mod stub_source;
#[cfg(target_arch = "wasm32")]
mod values;

#[cfg(target_arch = "wasm32")]
pub(crate) use {ask::*, browser::*, follow::settle, slots::*, source::Source};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use {stub::*, stub_source::Source};

/// What `ui.browser.js` leaves in `window`; ClerkJS 6 takes it as an option of `load`.
#[cfg(target_arch = "wasm32")]
const UI_CONSTRUCTOR: &str = "__internal_ClerkUICtor";

/// The document's nonce: readable by scripts that already run, hidden from selectors and markup.
#[cfg(target_arch = "wasm32")]
fn nonce() -> Option<String> {
    use wasm_bindgen::JsCast;

    let tag = leptos::prelude::document().query_selector("script[nonce]").ok()??;
    tag.dyn_into::<web_sys::HtmlElement>().ok().map(|tag| tag.nonce()).filter(|nonce| !nonce.is_empty())
}
