//! ClerkJS where there is none: everything that waits fails, everything else does nothing.

use std::sync::Arc;

use leptos::{
    children::ViewFn,
    reactive::owner::WeakOwner,
    web_sys::{Blob, HtmlElement},
};
use leptos_router::NavigateOptions;
use serde_json::Value;

use super::stub_source::Source;
use crate::{
    ClerkApiError, ClerkError,
    brief::Organization,
    context::ClerkContext,
    props::{Make, Props},
    resources::Handle,
};

/// A mounted component.
pub(crate) struct Mount;

pub(crate) fn start(_context: ClerkContext, _navigate: impl Fn(&str, NavigateOptions) + Clone + 'static) {}

pub(crate) fn retry(_context: ClerkContext) {}

pub(crate) fn mount(_name: &'static str, _host: &HtmlElement, _props: &Props) -> Option<Mount> {
    None
}

pub(crate) fn unmount(_mount: Mount) {}

pub(crate) fn open(_name: &str, _props: &Props) {}

pub(crate) fn navigate(_url: &str) {}

pub(crate) fn visit(_url: &str) {}

/// Never made: there is nothing to wait for.
pub(crate) struct Timer;

impl Timer {
    pub(crate) fn clear(&self) {}
}

pub(crate) fn soon(_task: impl FnOnce() + 'static) -> Option<Timer> {
    None
}

pub(crate) fn here() -> String {
    String::new()
}

pub(crate) async fn ready() -> Result<(), ClerkError> {
    absent()
}

pub(crate) async fn set_active(_context: ClerkContext, _organization: Option<&str>) -> Result<(), ClerkError> {
    absent()
}

pub(crate) async fn sign_out(_session_id: Option<&str>, _redirect_url: &str) -> Result<(), ClerkError> {
    absent()
}

pub(crate) async fn get_token(_template: Option<&str>, _skip_cache: bool) -> Result<Option<String>, ClerkError> {
    absent()
}

fn absent<T>() -> Result<T, ClerkError> {
    Err(ClerkError::new(ClerkError::NOT_IN_BROWSER, "ClerkJS runs in the browser only."))
}

/// What is handed to ClerkJS while it is made.
pub(crate) struct Receiver;

/// An entry or a page in a component of Clerk.
pub(crate) struct Slot<'a> {
    pub(crate) props: &'a Props,
    pub(crate) run: Option<Arc<dyn Fn() + Send + Sync>>,
    pub(crate) icon: Option<ViewFn>,
    pub(crate) content: Option<ViewFn>,
}

pub(crate) fn receive_slots(_receiver: &Receiver, _name: &str, slots: Vec<Slot<'_>>, _owner: Option<WeakOwner>) {
    for slot in slots {
        drop((slot.props, slot.run, slot.icon, slot.content));
    }
}

pub(crate) fn receive_address(
    _receiver: &Receiver,
    _name: &str,
    _to: &Arc<dyn Fn(&Organization) -> String + Send + Sync>,
) {
}

/// Whose method is called.
#[derive(Clone)]
pub(crate) enum Place {
    Clerk(&'static str),
    Flow(&'static str, &'static str),
    Held(Handle),
}

/// What a method is given.
pub(crate) enum Argument {
    Plain(Value),
    Props(Props),
}

pub(crate) async fn ask(place: Place, method: &'static str, arguments: Vec<Argument>) -> Result<Source, ClerkApiError> {
    tell(place, method, arguments);
    absent().map_err(ClerkApiError::from)
}

pub(crate) fn tell(place: Place, _method: &'static str, arguments: Vec<Argument>) {
    match place {
        Place::Clerk(path) => _ = path,
        Place::Flow(signal, member) => _ = (signal, member),
        Place::Held(handle) => drop(handle),
    }
    for argument in arguments {
        match argument {
            Argument::Plain(value) => drop(value),
            Argument::Props(props) => drop(props),
        }
    }
}

pub(crate) fn look(_place: &Place) -> Option<Source> {
    None
}

pub(crate) fn close(_name: &str) {}

/// Never made: nothing is heard.
pub(crate) struct Subscription;

pub(crate) fn end(_subscription: Option<Subscription>) {}

pub(crate) fn watch(_signal: &'static str, _hear: impl FnMut(Source) + 'static) -> Option<Subscription> {
    None
}

pub(crate) fn listen_to(_event: &'static str, _hear: impl FnMut(Source) + 'static) -> Option<Subscription> {
    None
}

pub(crate) fn file(_name: &'static str, _file: &Blob) -> Make {
    Arc::new(|_| ())
}

pub(crate) fn function(_name: &'static str, _run: impl Fn(Source) + Clone + Send + Sync + 'static) -> Make {
    Arc::new(|_| ())
}

pub(crate) fn going_to(_url: &str) -> Make {
    Arc::new(|_| ())
}

pub(crate) fn say(_method: &'static str, _arguments: &[Argument]) -> Option<Source> {
    None
}

/// Answers a question that somebody waits for.
#[derive(Clone)]
pub(crate) struct Settle;

impl Settle {
    pub(crate) fn settle(&self, _yes: bool) {}
}

pub(crate) fn question() -> (Settle, impl Future<Output = bool> + Send) {
    (Settle, async { false })
}

pub(crate) fn settle(_context: ClerkContext) {}
