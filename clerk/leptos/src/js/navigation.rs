//! Lets ClerkJS navigate through the router, so that signing in and switching keep the page's wasm alive.

use std::cell::RefCell;

use leptos::prelude::{WithValue, window};
use leptos_router::NavigateOptions;
use wasm_bindgen::{JsValue, closure::Closure};

use super::{bindings::property, follow};
use crate::context::ClerkContext;

type Navigate = Box<dyn Fn(&str, NavigateOptions)>;

thread_local! {
    static ROUTER: RefCell<Option<(ClerkContext, Navigate)>> = const { RefCell::new(None) };
}

/// Keeps the router's function: ClerkJS calls from outside every component.
pub(crate) fn remember(context: ClerkContext, navigate: impl Fn(&str, NavigateOptions) + 'static) {
    ROUTER.with(|router| router.replace(Some((context, Box::new(navigate)))));
}

/// `routerPush` or `routerReplace`. ClerkJS passes paths of this origin only.
pub(crate) fn router_function(replace: bool) -> JsValue {
    Closure::<dyn Fn(String, JsValue)>::new(move |to: String, hints: JsValue| {
        let kind = property(&hints, "__internal_metadata")
            .and_then(|metadata| property(&metadata, "navigationType"))
            .and_then(|kind| kind.as_string());
        // A step inside a component is no new page: leave the scroll position alone.
        let scroll = kind.as_deref() != Some("internal");
        let by_browser = kind.as_deref() == Some("window");
        push(&to, by_browser, NavigateOptions { resolve: false, replace, scroll, ..NavigateOptions::default() });
        // ClerkJS goes to the next page before it says who is signed in; the page must not start with the old answer.
        with_router(|context, _| follow::publish(context));
    })
    .into_js_value()
}

/// Replaces the page by another, of the app or not.
pub(crate) fn go(url: &str) {
    push(url, false, NavigateOptions { resolve: false, replace: true, ..NavigateOptions::default() });
}

/// Goes to another page, of the app or not.
pub(crate) fn visit(url: &str) {
    push(url, false, NavigateOptions { resolve: false, ..NavigateOptions::default() });
}

fn push(url: &str, by_browser: bool, options: NavigateOptions) {
    with_router(|context, navigate| {
        let in_app = context.options.with_value(|options| options.is_page_of_the_app(url));
        if in_app && !by_browser {
            navigate(url, options);
        } else if window().location().assign(url).is_err() {
            leptos::logging::error!("going to {url}: refused");
        }
    });
}

fn with_router(act: impl FnOnce(ClerkContext, &Navigate)) {
    ROUTER.with(|router| {
        if let Some((context, navigate)) = router.borrow().as_ref() {
            act(*context, navigate);
        }
    });
}
