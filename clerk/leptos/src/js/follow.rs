//! Follows ClerkJS: what it says about the session becomes the auth state of the app, at moments when it is true.

use js_sys::{Array, Reflect};
use leptos::prelude::{GetUntracked, Set};
use serde_json::Value;
use wasm_bindgen::{JsValue, closure::Closure};

use super::{
    bindings::{Clerk, clerk, property, set},
    browser::soon,
    values::{any, error, read},
};
use crate::{ClerkError, brief::Session, context::ClerkContext};

/// ClerkJS awaits these two around `setActive` and `signOut`. At the second the new session's cookie is in place.
pub(crate) fn install_hooks(context: ClerkContext) {
    let before = Closure::<dyn Fn()>::new(move || context.switching.set(true));
    let after = Closure::<dyn Fn()>::new(move || settle(context));
    set(&js_sys::global(), "__internal_onBeforeSetActive", &before.into_js_value());
    set(&js_sys::global(), "__internal_onAfterSetActive", &after.into_js_value());
}

/// Publishes now and at every change.
pub(crate) fn listen(clerk: &Clerk, context: ClerkContext) -> Result<(), ClerkError> {
    let listener = Closure::<dyn Fn()>::new(move || {
        if is_switching() {
            // The last word of a switch may come while it is still marked as going on, so look again right after.
            soon(move || {
                if !is_switching() {
                    settle(context);
                }
            });
        } else {
            settle(context);
        }
    });
    // Calls the listener at once, so the state is taken over before the status says "ready".
    let unfollow = clerk.add_listener(&listener.into_js_value().into()).map_err(error)?;
    // For whoever must part ClerkJS from a program that has stopped: a listener that throws would stop ClerkJS too.
    set(&js_sys::global(), "__clerk_leptos_unfollow", &unfollow);
    Ok(())
}

/// A switch is over: takes over the outcome, and lets those go on who waited, once the page that ClerkJS went to has replaced theirs.
pub(crate) fn settle(context: ClerkContext) {
    publish(context);
    if context.switching.get_untracked() {
        soon(move || {
            if context.switching.get_untracked() {
                context.switching.set(false);
            }
        });
    }
}

/// Takes over ClerkJS' session, even in the middle of a switch: for the moment when ClerkJS itself moves on.
pub(crate) fn publish(context: ClerkContext) {
    let Some(resource) = current() else { return };
    match resource.as_ref().map(read::<Session>).transpose() {
        Ok(session) => context.publish(session, resource.as_ref().and_then(claims).as_ref()),
        Err(problem) => leptos::logging::error!("Clerk: {problem}"),
    }
}

/// The claims of the token ClerkJS holds, as Clerk signed them.
fn claims(session: &JsValue) -> Option<Value> {
    let token = property(session, "lastActiveToken")?;
    let claims = property(&property(&token, "jwt")?, "claims")?;
    any(&claims)
}

/// ClerkJS holds no session for a moment, or one whose organization has no token yet.
fn is_switching() -> bool {
    let Some(clerk) = clerk() else { return false };
    let marked = Reflect::get(&clerk, &"__internal_setActiveInProgress".into()).is_ok_and(|mark| mark.is_truthy());
    marked || clerk.session().is_ok_and(|session| session.is_undefined())
}

/// `None` before ClerkJS knows, `Some(None)` when nobody is signed in.
fn current() -> Option<Option<JsValue>> {
    let clerk = clerk()?;
    let session = clerk.session().ok()?;
    if session.is_undefined() {
        let client = clerk.client().ok().filter(|client| !client.is_undefined())?;
        return Some(next_session(&client));
    }
    Some(Some(session).filter(|session| !session.is_null()))
}

/// Between two sessions: the one that ClerkJS is about to show.
fn next_session(client: &JsValue) -> Option<JsValue> {
    let wanted = property(client, "lastActiveSessionId");
    let sessions = Array::from(&property(client, "signedInSessions")?);
    let has_wanted_id = |session: &JsValue| property(session, "id") == wanted;
    sessions.iter().find(has_wanted_id).or_else(|| sessions.iter().next())
}
