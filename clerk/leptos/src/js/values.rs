//! Values across the border. `JSON.stringify` with a list of properties reads getters, turns dates into text and leaves out
//! everything else; what comes out is read as the browser parses it, without a parser of ours.

use js_sys::{Array, JSON, JsString, Object, Reflect};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use wasm_bindgen::{JsCast, JsValue};

use super::bindings::{property, set};
use crate::{
    ClerkError,
    brief::Session,
    props::Props,
    reading::{self, Kind, Plain},
};

/// Reads one of ClerkJS' resources.
pub(crate) fn read<T: DeserializeOwned>(resource: &JsValue) -> Result<T, ClerkError> {
    let properties: Array = Session::PROPERTIES.iter().copied().map(JsValue::from_str).collect();
    let text = JSON::stringify_with_replacer(resource, &properties).map_err(error)?;
    plain(text)
}

/// Reads a JSON text.
fn plain<T: DeserializeOwned>(text: JsString) -> Result<T, ClerkError> {
    let value = JSON::parse(&String::from(text)).map_err(error)?;
    reading::read(value).map_err(|misfit| ClerkError::new(ClerkError::UNKNOWN, misfit.to_string()))
}

/// Reads whatever can be written as JSON.
pub(crate) fn any(value: &JsValue) -> Option<Value> {
    plain(JSON::stringify(value).ok()?).ok()
}

/// Makes an object of props. Member by member: what would write them as JSON is 4 KB of the program.
pub(crate) fn object(props: &Props) -> Object {
    let object = object_of(props.members());
    props.made().iter().for_each(|make| make(&object));
    object
}

fn object_of(members: &Map<String, Value>) -> Object {
    let object = Object::new();
    members.iter().for_each(|(name, value)| set(&object, name, &value_of(value)));
    object
}

pub(crate) fn value_of(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => JsValue::from_bool(*flag),
        Value::Number(number) => number.as_f64().map_or(JsValue::NULL, JsValue::from_f64),
        Value::String(text) => JsValue::from_str(text),
        Value::Array(items) => items.iter().map(value_of).collect::<Array>().into(),
        Value::Object(members) => object_of(members).into(),
    }
}

/// What ClerkJS threw: `ClerkAPIResponseError` has `errors`, `ClerkRuntimeError` a `code`, everything else at best a message.
pub(crate) fn error(thrown: JsValue) -> ClerkError {
    let first = property(&thrown, "errors").and_then(|errors| property(&errors, "0"));
    let source = first.as_ref().unwrap_or(&thrown);
    let text = |name: &str| property(source, name).and_then(|value| value.as_string()).filter(|text| !text.is_empty());
    let message = text("longMessage").or_else(|| text("message")).or_else(|| thrown.as_string());
    ClerkError::new(
        text("code").unwrap_or_else(|| ClerkError::UNKNOWN.to_owned()),
        message.unwrap_or_else(|| "Something went wrong in the sign-in service.".to_owned()),
    )
}

impl Plain for JsValue {
    const NOTHING: Self = Self::UNDEFINED;

    fn kind(self) -> Kind<Self> {
        if self.is_nothing() {
            return Kind::Nothing;
        }
        if let Some(flag) = self.as_bool() {
            return Kind::Flag(flag);
        }
        if let Some(number) = self.as_f64() {
            return Kind::Number(number);
        }
        match (self.as_string(), self.dyn_ref::<Array>()) {
            (Some(text), _) => Kind::Text(text),
            (None, Some(items)) => Kind::Items(items.iter().collect()),
            (None, None) => Kind::Object(self),
        }
    }

    fn is_nothing(&self) -> bool {
        self.is_null() || self.is_undefined()
    }

    fn member(&self, name: &str) -> Option<Self> {
        Reflect::get(self, &name.into()).ok().filter(|member| !member.is_undefined())
    }

    fn members(&self) -> Vec<(String, Self)> {
        let pairs = Object::entries(self.unchecked_ref()).into_iter().map(|pair| Array::from(&pair));
        pairs.map(|pair| (pair.get(0).as_string().unwrap_or_default(), pair.get(1))).collect()
    }
}
