//! ClerkJS in the browser: loaded once, followed by a listener, asked through the functions here.

use std::time::Duration;

use js_sys::{Object, Promise};
use leptos::{
    leptos_dom::helpers::TimeoutHandle,
    prelude::{Set, WithValue, document, set_timeout_with_handle, window},
};
use leptos_router::NavigateOptions;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlElement;

use super::{
    bindings::{self, Clerk, ClerkSession, call, set},
    follow, gate, navigation, scripts,
    values::{error, object},
};
use crate::{ClerkError, ClerkOptions, ClerkStatus, context::ClerkContext, props::Props, scripts::LOCALIZATION};

/// As long as Clerk's own SDKs wait.
const PATIENCE: Duration = Duration::from_secs(15);

/// A mounted component. Made, moved and dropped in the browser's only thread.
pub(crate) struct Mount {
    name: &'static str,
    node: SendWrapper<HtmlElement>,
}

/// Loads ClerkJS and follows it from then on.
pub(crate) fn start(context: ClerkContext, navigate: impl Fn(&str, NavigateOptions) + Clone + 'static) {
    navigation::remember(context, navigate);
    follow::install_hooks(context);
    spawn_local(load(context));
}

/// Starts over after a failure.
pub(crate) fn retry(context: ClerkContext) {
    context.status.set(ClerkStatus::Loading);
    spawn_local(load(context));
}

/// Loads once. Silence for [`PATIENCE`] counts as a failure, though not as the last word: ClerkJS may still come.
async fn load(context: ClerkContext) {
    let late = set_timeout_with_handle(
        move || report(context, Err(ClerkError::new(ClerkError::LOAD_TIMEOUT, "The sign-in service does not answer."))),
        PATIENCE,
    );
    let outcome = try_load(context).await;
    if let Ok(late) = late {
        late.clear();
    }
    report(context, outcome);
}

fn report(context: ClerkContext, outcome: Result<(), ClerkError>) {
    gate::open(&outcome);
    context.status.set(match outcome {
        Ok(()) => ClerkStatus::Ready,
        Err(problem) => {
            leptos::logging::error!("Clerk: {problem}");
            ClerkStatus::Failed(problem)
        }
    });
}

async fn try_load(context: ClerkContext) -> Result<(), ClerkError> {
    let options = context.options.with_value(Clone::clone);
    scripts::arrive(&options).await?;
    let clerk = clerk()?;
    if !clerk.loaded().map_err(error)? {
        let options = load_options(&options);
        if let Some(words) = bindings::global(LOCALIZATION) {
            set(&options, "localization", &JsFuture::from(Promise::resolve(&words)).await.unwrap_or_default());
        }
        clerk.load(&options).await.map_err(error)?;
    }
    follow::listen(&clerk, context)
}

/// The plain options, and what is none.
fn load_options(options: &ClerkOptions) -> Object {
    let options = object(&options.load());
    let ui = Object::new();
    set(&ui, "ClerkUI", &bindings::global(super::UI_CONSTRUCTOR).unwrap_or_default());
    set(&options, "ui", &ui);
    if let Some(nonce) = super::nonce() {
        set(&options, "nonce", &nonce.into());
    }
    set(&options, "routerPush", &navigation::router_function(false));
    set(&options, "routerReplace", &navigation::router_function(true));
    options
}

/// Fills a host with a component; `None` when ClerkJS refuses.
///
/// Each mount gets a node of its own inside the host. ClerkJS keeps its components in a map from node to component, and
/// the host outlives the component: where one page follows another of the same shape (sign-in and sign-up are), Leptos
/// patches the one into the other and keeps the elements. The effect of the new page then mounts before the cleanup of
/// the old one unmounts, and with one node for both, that unmount would take the new component out of the map. What
/// React still holds of the old one is inside its own node and goes with it.
pub(crate) fn mount(name: &'static str, host: &HtmlElement, props: &Props) -> Option<Mount> {
    let clerk = clerk().ok()?;
    let node: HtmlElement = document().create_element("div").ok()?.unchecked_into();
    host.append_child(&node).ok()?;
    let mount = Mount { name, node: SendWrapper::new(node) };
    match call(&clerk, &method("mount", name), &[&mount.node, &object(props)]) {
        Ok(_) => Some(mount),
        Err(thrown) => {
            complain(&thrown);
            mount.node.remove();
            None
        }
    }
}

/// Takes a component away, and its node.
pub(crate) fn unmount(mount: Mount) {
    if let Ok(clerk) = clerk() {
        call(&clerk, &method("unmount", mount.name), &[&mount.node]).map_or_else(|thrown| complain(&thrown), drop);
    }
    mount.node.remove();
}

/// One of Clerk's components is internal in ClerkJS.
fn method(act: &str, name: &str) -> String {
    match name.strip_prefix("__internal_") {
        Some(name) => format!("__internal_{act}{name}"),
        None => format!("{act}{name}"),
    }
}

/// Opens a modal.
pub(crate) fn open(name: &str, props: &Props) {
    if let Ok(clerk) = clerk() {
        call(&clerk, &format!("open{name}"), &[&object(props)]).map_or_else(|thrown| complain(&thrown), drop);
    }
}

/// Goes to a page of the app by its router, to any other by the browser.
pub(crate) fn navigate(url: &str) {
    navigation::go(url);
}

/// Goes to another page, so that back leads to this one.
pub(crate) fn visit(url: &str) {
    navigation::visit(url);
}

/// Runs something after the browser has done what is under way: by then a page that is being left is gone.
pub(crate) fn soon(task: impl FnOnce() + 'static) -> Option<TimeoutHandle> {
    set_timeout_with_handle(task, Duration::ZERO).ok()
}

/// Path, query and fragment of the page.
pub(crate) fn here() -> String {
    let location = window().location();
    [location.pathname(), location.search(), location.hash()].into_iter().filter_map(Result::ok).collect()
}

/// Returns once ClerkJS answers, or with the reason why it does not.
pub(crate) async fn ready() -> Result<(), ClerkError> {
    gate::pass().await
}

/// `None`: the personal account.
pub(crate) async fn set_active(context: ClerkContext, organization: Option<&str>) -> Result<(), ClerkError> {
    ready().await?;
    let parameters = Object::new();
    set(&parameters, "organization", &organization.map_or(JsValue::NULL, JsValue::from_str));
    let outcome = clerk()?.set_active(&parameters).await.map(drop).map_err(error);
    // ClerkJS announces a switch that then fails, and says no more.
    follow::settle(context);
    outcome
}

/// Signs out of a session, or of all, and goes on to a page.
pub(crate) async fn sign_out(session_id: Option<&str>, redirect_url: &str) -> Result<(), ClerkError> {
    ready().await?;
    let options = Object::new();
    if let Some(session_id) = session_id {
        set(&options, "sessionId", &session_id.into());
    }
    set(&options, "redirectUrl", &redirect_url.into());
    clerk()?.sign_out(&options).await.map(drop).map_err(error)
}

/// `None` while signed out.
pub(crate) async fn get_token(template: Option<&str>, skip_cache: bool) -> Result<Option<String>, ClerkError> {
    ready().await?;
    let session = clerk()?.session().map_err(error)?;
    if session.is_null() || session.is_undefined() {
        return Ok(None);
    }
    let options = Object::new();
    set(&options, "skipCache", &skip_cache.into());
    if let Some(template) = template {
        set(&options, "template", &template.into());
    }
    let token = session.unchecked_into::<ClerkSession>().get_token(&options).await.map_err(error)?;
    Ok(token.as_string())
}

fn clerk() -> Result<Clerk, ClerkError> {
    bindings::clerk().ok_or_else(|| ClerkError::new(ClerkError::SCRIPT_FAILED, "ClerkJS is not there."))
}

fn complain(thrown: &JsValue) {
    leptos::logging::error!("Clerk: {}", error(thrown.clone()));
}
