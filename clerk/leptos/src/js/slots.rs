//! Places inside Clerk's components that an app fills with views and functions of its own.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use js_sys::{Array, Object};
use leptos::{children::ViewFn, mount::mount_to, reactive::owner::WeakOwner};
use wasm_bindgen::{JsValue, closure::Closure};
use web_sys::HtmlElement;

use super::{
    bindings::{property, set},
    values::{object, read},
};
use crate::{brief::Organization, props::Props};

/// What is handed to ClerkJS while it is made.
pub(crate) type Receiver = Object;

/// An entry or a page.
pub(crate) struct Slot<'a> {
    pub(crate) props: &'a Props,
    pub(crate) run: Option<Arc<dyn Fn() + Send + Sync>>,
    pub(crate) icon: Option<ViewFn>,
    pub(crate) content: Option<ViewFn>,
}

/// Puts a list of them where `name` says: `customPages`, or `userProfileProps.customPages`.
pub(crate) fn receive_slots(receiver: &Receiver, name: &str, slots: Vec<Slot<'_>>, owner: Option<WeakOwner>) {
    let list: Array = slots.into_iter().map(|slot| JsValue::from(entry(slot, owner.as_ref()))).collect();
    place(receiver, name, &list);
}

/// Lets ClerkJS ask where to go for an organization.
pub(crate) fn receive_address(
    receiver: &Receiver,
    name: &str,
    to: &Arc<dyn Fn(&Organization) -> String + Send + Sync>,
) {
    let to = to.clone();
    let ask = Closure::<dyn Fn(JsValue) -> String>::new(move |organization: JsValue| {
        to(&read::<Organization>(&organization).unwrap_or_default())
    });
    place(receiver, name, &ask.into_js_value());
}

fn place(receiver: &Receiver, name: &str, value: &JsValue) {
    let Some((outer, inner)) = name.split_once('.') else { return set(receiver, name, value) };
    let inside = property(receiver, outer).unwrap_or_else(|| Object::new().into());
    set(&inside, inner, value);
    set(receiver, outer, &inside);
}

fn entry(slot: Slot<'_>, owner: Option<&WeakOwner>) -> Object {
    let entry = object(slot.props);
    if let Some(run) = slot.run {
        set(&entry, "onClick", &Closure::<dyn Fn()>::new(move || run()).into_js_value());
    }
    if let Some(icon) = slot.icon {
        show(&entry, "mountIcon", "unmountIcon", icon, owner.cloned());
    }
    if let Some(content) = slot.content {
        show(&entry, "mount", "unmount", content, owner.cloned());
    }
    entry
}

/// ClerkJS calls the first with an element to fill and the second when it takes the element away.
fn show(entry: &Object, mount: &str, unmount: &str, view: ViewFn, owner: Option<WeakOwner>) {
    let shown = Rc::new(RefCell::new(None));
    let gone = shown.clone();
    let fill = Closure::<dyn Fn(HtmlElement)>::new(move |element: HtmlElement| {
        let view = view.clone();
        // The place is gone: so is what would stand here.
        let Some(owner) = owner.as_ref().and_then(WeakOwner::upgrade) else { return };
        let filled = owner.with(|| mount_to(element, move || view.run()));
        drop(shown.replace(Some(filled)));
    });
    let empty = Closure::<dyn Fn()>::new(move || drop(gone.replace(None)));
    set(entry, mount, &fill.into_js_value());
    set(entry, unmount, &empty.into_js_value());
}
