//! Calls of ClerkJS' methods by name, for everything that a first view does not need: a page that calls none carries none of
//! this.

use js_sys::{Function, Object, Promise, Reflect};
use leptos::web_sys::Blob;
use send_wrapper::SendWrapper;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{
    bindings::{self, call, property, set},
    browser::ready,
    slots::Receiver,
    source::Source,
    values::{object, value_of},
};
use crate::{
    ClerkApiError, ClerkError,
    props::{Make, Props},
    resources::{Handle, Read},
};

/// Whose method it is.
#[derive(Clone)]
pub(crate) enum Place {
    /// `Clerk`, or what is below it: `""`, `"user"`, `"client.signIn"`.
    Clerk(&'static str),
    /// The current attempt: `signInSignal` and `signIn`.
    Flow(&'static str, &'static str),
    /// A resource that was read.
    Held(Handle),
}

/// What a method is given.
pub(crate) enum Argument {
    Plain(Value),
    Props(Props),
}

impl Argument {
    fn js(&self) -> JsValue {
        match self {
            Self::Plain(value) => value_of(value),
            Self::Props(props) => object(props).into(),
        }
    }
}

/// Calls a method, which may be inside: `emailCode.sendCode`. Waits for ClerkJS, and for the answer.
pub(crate) async fn ask(place: Place, method: &'static str, arguments: Vec<Argument>) -> Result<Source, ClerkApiError> {
    SendWrapper::new(async move {
        ready().await?;
        let whole = object_at(&place)?;
        let (holder, method) =
            method.rsplit_once('.').map_or((whole.clone(), method), |(path, last)| (walk(&whole, path), last));
        let arguments: Vec<JsValue> = arguments.iter().map(Argument::js).collect();
        let answer = call(&holder, method, &arguments.iter().collect::<Vec<_>>()).map_err(thrown)?;
        Ok(Source::of(JsFuture::from(Promise::resolve(&answer)).await.map_err(thrown)?))
    })
    .await
}

/// What is there now; nothing before ClerkJS is.
pub(crate) fn look(place: &Place) -> Option<Source> {
    object_at(place).ok().map(Source::of).filter(|source| !source.is_nothing())
}

fn object_at(place: &Place) -> Result<JsValue, ClerkApiError> {
    let clerk = bindings::clerk().map(JsValue::from).ok_or_else(absent)?;
    let found = match place {
        Place::Clerk(path) => walk(&clerk, path),
        Place::Flow(signal, member) => {
            let state = property(&clerk, "__internal_state").unwrap_or_default();
            property(&call(&state, signal, &[]).map_err(thrown)?, member).unwrap_or_default()
        }
        Place::Held(handle) => handle.source().map(|source| source.js().clone()).unwrap_or_default(),
    };
    if found.is_null() || found.is_undefined() { Err(absent()) } else { Ok(found) }
}

fn walk(from: &JsValue, path: &str) -> JsValue {
    path.split('.')
        .filter(|name| !name.is_empty())
        .fold(from.clone(), |object, name| property(&object, name).unwrap_or_default())
}

fn absent() -> ClerkApiError {
    ClerkError::new(ClerkError::NOT_THERE, "There is nobody and nothing to do this with.").into()
}

/// What ClerkJS threw.
pub(crate) fn thrown(value: JsValue) -> ClerkApiError {
    ClerkApiError::read(&Source::of(value)).unwrap_or_default()
}

/// Closes a modal.
pub(crate) fn close(name: &str) {
    if let Some(clerk) = bindings::clerk() {
        call(&clerk, &format!("close{name}"), &[]).map_or_else(|value| complain(&value), drop);
    }
}

/// Calls a method and lets it be: the browser is about to go elsewhere, or ClerkJS shows what comes of it.
pub(crate) fn tell(place: Place, method: &'static str, arguments: Vec<Argument>) {
    spawn_local(async move {
        if let Err(problem) = ask(place, method, arguments).await {
            leptos::logging::error!("Clerk: {problem}");
        }
    });
}

fn complain(value: &JsValue) {
    leptos::logging::error!("Clerk: {}", super::values::error(value.clone()));
}

/// Ends a subscription when it is dropped.
pub(crate) struct Subscription(#[expect(dead_code, reason = "held, and let go")] SendWrapper<Ending>);

/// Hears no more.
pub(crate) fn end(subscription: Option<Subscription>) {
    drop(subscription);
}

struct Ending {
    stop: Function,
    // ClerkJS calls it until `stop` has been called.
    _heard: Closure<dyn FnMut(JsValue)>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.stop.call0(&JsValue::UNDEFINED).map_or_else(|value| complain(&value), drop);
    }
}

/// Hears now and at every change what a signal of ClerkJS' says: `signInSignal`.
pub(crate) fn watch(signal: &'static str, mut hear: impl FnMut(Source) + 'static) -> Option<Subscription> {
    let state = property(&bindings::clerk()?.into(), "__internal_state")?;
    let asked = state.clone();
    let heard = Closure::<dyn FnMut(JsValue)>::new(move |_: JsValue| {
        if let Ok(value) = call(&asked, signal, &[]) {
            hear(Source::of(value));
        }
    });
    let stop = call(&state, "__internal_effect", &[heard.as_ref()]).ok()?.dyn_into().ok()?;
    Some(Subscription(SendWrapper::new(Ending { stop, _heard: heard })))
}

/// Hears an event of ClerkJS', now too.
pub(crate) fn listen_to(event: &'static str, mut hear: impl FnMut(Source) + 'static) -> Option<Subscription> {
    let clerk = bindings::clerk()?;
    let heard = Closure::<dyn FnMut(JsValue)>::new(move |payload: JsValue| hear(Source::of(payload)));
    let notify = Object::new();
    set(&notify, "notify", &JsValue::TRUE);
    call(&clerk, "on", &[&event.into(), heard.as_ref(), &notify]).ok()?;
    let off = Reflect::get(&clerk, &"off".into()).ok()?.dyn_into::<Function>().ok()?;
    let stop = off.bind2(&clerk, &event.into(), heard.as_ref()).unchecked_into();
    Some(Subscription(SendWrapper::new(Ending { stop, _heard: heard })))
}

/// Puts a file into what a method is given.
pub(crate) fn file(name: &'static str, file: &Blob) -> Make {
    let file = SendWrapper::new(file.clone());
    std::sync::Arc::new(move |receiver: &Receiver| set(receiver, name, &file))
}

/// Puts a function into what a method is given.
pub(crate) fn function(name: &'static str, run: impl Fn(Source) + Clone + Send + Sync + 'static) -> Make {
    std::sync::Arc::new(move |receiver: &Receiver| {
        let run = run.clone();
        let function = Closure::<dyn Fn(JsValue)>::new(move |value: JsValue| run(Source::of(value)));
        set(receiver, name, &function.into_js_value());
    })
}

/// Lets ClerkJS go to a page when a session is in place. The address may need a detour, which ClerkJS knows.
pub(crate) fn going_to(url: &str) -> Make {
    let url = url.to_owned();
    std::sync::Arc::new(move |receiver: &Receiver| {
        let url = url.clone();
        let go = Closure::<dyn Fn(JsValue)>::new(move |given: JsValue| {
            let decorated = call(&given, "decorateUrl", &[&url.as_str().into()]).ok().and_then(|url| url.as_string());
            super::navigate(&decorated.unwrap_or_else(|| url.clone()));
        });
        set(receiver, "navigate", &go.into_js_value());
    })
}

/// What a method says at once.
pub(crate) fn say(method: &'static str, arguments: &[Argument]) -> Option<Source> {
    let clerk = bindings::clerk()?;
    let arguments: Vec<JsValue> = arguments.iter().map(Argument::js).collect();
    call(&clerk, method, &arguments.iter().collect::<Vec<_>>()).ok().map(Source::of)
}

/// Answers a question that somebody waits for.
#[derive(Clone)]
pub(crate) struct Settle(SendWrapper<Function>);

impl Settle {
    pub(crate) fn settle(&self, yes: bool) {
        self.0.call1(&JsValue::UNDEFINED, &yes.into()).map_or_else(|value| complain(&value), drop);
    }
}

/// How to answer, and the answer.
pub(crate) fn question() -> (Settle, impl Future<Output = bool> + Send) {
    let mut settle: Function = JsValue::UNDEFINED.unchecked_into();
    let promise = Promise::new(&mut |resolve, _| settle = resolve);
    let answer = async move { JsFuture::from(promise).await.is_ok_and(|yes| yes.is_truthy()) };
    (Settle(SendWrapper::new(settle)), SendWrapper::new(answer))
}
