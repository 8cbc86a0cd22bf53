//! The browser's values. Integers are exact up to 2^53, as everywhere in JavaScript.

use js_sys::{JSON, Reflect};
use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// A value. There is one thread, and it stays on that.
#[derive(Clone)]
pub(super) struct Tree(SendWrapper<JsValue>);

impl Tree {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let value = JSON::parse(text).map_err(|problem| String::from(js_sys::Error::from(problem).message()))?;
        Ok(Self(SendWrapper::new(value)))
    }

    pub(super) fn read<T: DeserializeOwned>(self) -> Result<T, String> {
        clerk_leptos::read_value(self.0.take()).map_err(|misfit| misfit.to_string())
    }

    pub(super) fn member(&self, name: &str) -> Option<Self> {
        let value = Reflect::get(&self.0, &name.into()).ok().filter(|value| !value.is_undefined())?;
        Some(Self(SendWrapper::new(value)))
    }
}
