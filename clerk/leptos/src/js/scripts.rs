//! Has the two scripts of Clerk run, which the document only fetched; waits for them, and fetches them again when they did
//! not come. A document may bring their tags itself.

use js_sys::{Function, Object, Promise};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlScriptElement;

use super::bindings::{global, set};
use crate::{ClerkError, ClerkOptions};

/// One of the two scripts: the attribute that marks its tags, and what it leaves in `window`.
struct Script {
    mark: &'static str,
    global: &'static str,
}

const CLERK_JS: Script = Script { mark: "data-clerk-js-script", global: "Clerk" };
const CLERK_UI: Script = Script { mark: "data-clerk-ui-script", global: super::UI_CONSTRUCTOR };
/// For an idle browser, in milliseconds.
const LONGEST_WAIT: u32 = 2_000;

/// Returns once `window.Clerk` and the constructor of its UI are there. Sets no limit: a server may be silent.
pub(crate) async fn arrive(options: &ClerkOptions) -> Result<(), ClerkError> {
    if tag(&CLERK_JS).is_none() {
        idle().await.map_err(super::values::error)?;
    }
    // Both are under way at once, whichever is waited for first.
    let waiting = [CLERK_JS, CLERK_UI].map(|script| (start(&script, options), script));
    for (started, script) in waiting {
        if let Some(promise) = started? {
            JsFuture::from(promise).await.map_err(super::values::error)?;
        }
        // Come or failed, what counts is what it left behind.
        if global(script.global).is_none() {
            return Err(ClerkError::new(ClerkError::SCRIPT_FAILED, "The sign-in service could not be reached."));
        }
    }
    Ok(())
}

/// Waits until the browser has nothing better to do, or has had it for too long: running the scripts takes a while, and what
/// people pressed as soon as the page was alive goes first. Safari cannot tell.
async fn idle() -> Result<(), JsValue> {
    let Some(ask) = global("requestIdleCallback").and_then(|ask| ask.dyn_into::<Function>().ok()) else {
        return Ok(());
    };
    let options = Object::new();
    set(&options, "timeout", &LONGEST_WAIT.into());
    let mut asked = Ok(JsValue::UNDEFINED);
    let promise = Promise::new(&mut |resolve, _| asked = ask.call2(&window(), &resolve, &options));
    asked?;
    JsFuture::from(promise).await.map(drop)
}

fn start(script: &Script, options: &ClerkOptions) -> Result<Option<Promise>, ClerkError> {
    if global(script.global).is_some() {
        return Ok(None);
    }
    // The document's `load` waits for the scripts it came with: whatever is not there after it has failed unheard.
    let is_loading = document().ready_state() != "complete";
    let tag = match tag(script) {
        Some(tag) if is_loading => tag,
        failed => {
            let source = failed.as_ref().map(HtmlScriptElement::src).or_else(|| source(script));
            failed.inspect(|tag| tag.remove());
            insert(script, &source.ok_or_else(unknown)?, options).map_err(super::values::error)?
        }
    };
    // Never rejected: nobody may be waiting for the second script any more when the first has failed.
    Ok(Some(Promise::new(&mut |resolve, _| {
        tag.set_onload(Some(&resolve));
        tag.set_onerror(Some(&resolve));
        if is_loading && window().add_event_listener_with_callback("load", &resolve).is_err() {
            leptos::logging::error!("the window takes no listener");
        }
    })))
}

fn tag(script: &Script) -> Option<HtmlScriptElement> {
    document().query_selector(&format!("script[{}]", script.mark)).ok()??.dyn_into().ok()
}

/// Where the document has it fetched from.
fn source(script: &Script) -> Option<String> {
    document().query_selector(&format!("link[{}]", script.mark)).ok()??.get_attribute("href")
}

fn unknown() -> ClerkError {
    let message =
        "The document names no ClerkJS: <ClerkScripts/> is missing, or its publishable key names no Clerk instance.";
    ClerkError::new(ClerkError::PUBLISHABLE_KEY, message)
}

/// A fresh tag: one that has failed never runs again, nor does its copy.
fn insert(script: &Script, source: &str, options: &ClerkOptions) -> Result<HtmlScriptElement, JsValue> {
    let tag: HtmlScriptElement = document().create_element("script")?.unchecked_into();
    tag.set_attribute(script.mark, "true")?;
    tag.set_attribute("data-clerk-publishable-key", &options.publishable_key)?;
    if let Some(proxy_url) = &options.proxy_url {
        tag.set_attribute("data-clerk-proxy-url", proxy_url)?;
    }
    if let Some(nonce) = super::nonce() {
        tag.set_nonce(&nonce);
    }
    tag.set_cross_origin(Some("anonymous"));
    tag.set_async(true);
    tag.set_src(source);
    document().head().ok_or("no head")?.append_child(&tag)?;
    Ok(tag)
}
