//! A value of ClerkJS' as resources are read from it: member by member, getters and dates included.

use js_sys::{Array, Date};
use send_wrapper::SendWrapper;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};

use super::{bindings::property, values::any};

/// Made, read and dropped in the browser's only thread.
#[derive(Clone)]
pub(crate) struct Source(SendWrapper<JsValue>);

impl Source {
    pub(crate) fn of(value: JsValue) -> Self {
        Self(SendWrapper::new(value))
    }

    pub(crate) fn js(&self) -> &JsValue {
        &self.0
    }

    pub(crate) fn is_nothing(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    pub(crate) fn member(&self, name: &str) -> Self {
        Self::of(property(&self.0, name).unwrap_or_default())
    }

    /// A text, or an address.
    pub(crate) fn text(&self) -> Option<String> {
        self.0.as_string().or_else(|| property(&self.0, "href")?.as_string())
    }

    pub(crate) fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    pub(crate) fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    /// In milliseconds since 1970.
    pub(crate) fn moment(&self) -> Option<f64> {
        self.0.dyn_ref::<Date>().map(Date::get_time).or_else(|| self.number())
    }

    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        Some(self.0.dyn_ref::<Array>()?.iter().map(Self::of).collect())
    }

    /// As it would be written as JSON.
    pub(crate) fn plain(&self) -> Option<Value> {
        any(&self.0)
    }
}
