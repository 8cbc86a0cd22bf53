//! Lets callers wait for ClerkJS: a promise that settles with the first load, and a new one after a failure.

use std::cell::RefCell;

use js_sys::{Function, Object, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::bindings::set;
use crate::ClerkError;

/// A promise and how to settle it. It is always resolved, with the problem or with nothing: a rejected promise
/// that nobody waits for would end up in the console.
#[derive(Clone)]
struct Gate {
    promise: Promise,
    resolve: Function,
}

thread_local! {
    static GATE: RefCell<Option<Gate>> = const { RefCell::new(None) };
}

/// Waits for the load that is under way.
pub(crate) async fn pass() -> Result<(), ClerkError> {
    let settled = JsFuture::from(current().promise).await.map_err(super::values::error)?;
    // `ClerkJS` throws objects with these two members too.
    if settled.is_undefined() { Ok(()) } else { Err(super::values::error(settled)) }
}

/// Tells everybody who waits. After a failure those who come next wait for the next load.
pub(crate) fn open(outcome: &Result<(), ClerkError>) {
    let message = match outcome {
        Ok(()) => JsValue::UNDEFINED,
        Err(problem) => {
            let thrown = Object::new();
            set(&thrown, "code", &problem.code.as_str().into());
            set(&thrown, "message", &problem.message.as_str().into());
            thrown.into()
        }
    };
    if current().resolve.call1(&JsValue::UNDEFINED, &message).is_err() {
        leptos::logging::error!("a promise refused to settle");
    }
    if outcome.is_err() {
        GATE.with(|gate| gate.replace(None));
    }
}

fn current() -> Gate {
    GATE.with(|gate| gate.borrow_mut().get_or_insert_with(closed).clone())
}

fn closed() -> Gate {
    // Not `Function::default()`, which evaluates an empty string: the content security policy stands against it.
    let mut resolver: Function = JsValue::UNDEFINED.unchecked_into();
    let promise = Promise::new(&mut |resolve, _| resolver = resolve);
    Gate { promise, resolve: resolver }
}
