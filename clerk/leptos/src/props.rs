//! What ClerkJS is handed: an object that holds only what was given.

use serde_json::{Map, Value};

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Props(Map<String, Value>);

impl Props {
    pub(crate) fn text(self, name: &str, value: Option<String>) -> Self {
        self.value(name, value.map(Value::String))
    }

    pub(crate) fn flag(self, name: &str, value: Option<bool>) -> Self {
        self.value(name, value.map(Value::Bool))
    }

    pub(crate) fn value(mut self, name: &str, value: Option<Value>) -> Self {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    #[cfg_attr(not(any(test, target_arch = "wasm32")), expect(dead_code, reason = "only the browser passes props on"))]
    pub(crate) fn members(&self) -> &Map<String, Value> {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Props;

    #[test]
    fn only_what_was_given_is_passed_on() {
        let props = Props::default().text("a", Some("b".into())).text("c", None).flag("d", Some(false)).flag("e", None);
        assert_eq!(Some(props.members()), json!({ "a": "b", "d": false }).as_object());
    }
}
