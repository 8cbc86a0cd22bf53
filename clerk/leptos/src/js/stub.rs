//! ClerkJS where there is none: everything that waits fails, everything else does nothing.

use leptos::web_sys::HtmlElement;
use leptos_router::NavigateOptions;

use crate::{ClerkError, Organization, context::ClerkContext, props::Props};

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

pub(crate) async fn sign_out(_redirect_url: &str) -> Result<(), ClerkError> {
    absent()
}

pub(crate) async fn get_token(_template: Option<&str>, _skip_cache: bool) -> Result<Option<String>, ClerkError> {
    absent()
}

pub(crate) async fn create_organization(_name: &str, _slug: Option<&str>) -> Result<Organization, ClerkError> {
    absent()
}

fn absent<T>() -> Result<T, ClerkError> {
    Err(ClerkError::new(ClerkError::NOT_IN_BROWSER, "ClerkJS runs in the browser only."))
}
