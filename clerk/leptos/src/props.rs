//! What ClerkJS is handed: an object that holds only what was given.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::js::Receiver;

/// Members of an object, and what can be made in the browser only: functions and views.
#[derive(Clone, Default)]
pub(crate) struct Props {
    members: Map<String, Value>,
    made: Vec<Make>,
}

/// Puts into the finished object what cannot be written as a value.
pub(crate) type Make = Arc<dyn Fn(&Receiver) + Send + Sync>;

impl Props {
    pub(crate) fn text(self, name: &str, value: Option<String>) -> Self {
        self.value(name, value.map(Value::String))
    }

    pub(crate) fn flag(self, name: &str, value: Option<bool>) -> Self {
        self.value(name, value.map(Value::Bool))
    }

    pub(crate) fn value(mut self, name: &str, value: Option<Value>) -> Self {
        if let Some(value) = value {
            self.members.insert(name.to_owned(), value);
        }
        self
    }

    /// With these as they are.
    pub(crate) fn members_of(mut self, others: &Map<String, Value>) -> Self {
        self.members.extend(others.clone());
        self
    }

    /// Made anew for each object.
    pub(crate) fn make(mut self, make: Make) -> Self {
        self.made.push(make);
        self
    }

    /// With the members of others, which win.
    pub(crate) fn and(mut self, others: Self) -> Self {
        self.members.extend(others.members);
        self.made.extend(others.made);
        self
    }

    #[cfg_attr(not(any(test, target_arch = "wasm32")), expect(dead_code, reason = "only the browser passes props on"))]
    pub(crate) fn members(&self) -> &Map<String, Value> {
        &self.members
    }

    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only the browser passes props on"))]
    pub(crate) fn made(&self) -> &[Make] {
        &self.made
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

    #[test]
    fn of_two_with_one_name_the_later_wins() {
        let props = Props::default().text("a", Some("b".into())).flag("c", Some(true));
        let both = props.and(Props::default().text("a", Some("d".into())));
        assert_eq!(Some(both.members()), json!({ "a": "d", "c": true }).as_object());
    }
}
