//! Sends the visitor on: with a redirect from the server, with the router in the browser.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// `path` is of this site. The page that goes on is not kept in the browser's history.
#[component]
pub(crate) fn GoTo(#[prop(into)] path: String) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::respond::redirect(&path);
    let navigate = use_navigate();
    Effect::new(move |_| navigate(&path, NavigateOptions { replace: true, ..NavigateOptions::default() }));
}
