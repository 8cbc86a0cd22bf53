//! A value as resources are read from it, where there is no ClerkJS: what tests make up.

use serde_json::Value;

/// See the browser's.
#[derive(Clone)]
pub(crate) struct Source(Value);

impl Source {
    #[cfg(test)]
    pub(crate) fn of(value: Value) -> Self {
        Self(value)
    }

    pub(crate) fn is_nothing(&self) -> bool {
        self.0.is_null()
    }

    pub(crate) fn member(&self, name: &str) -> Self {
        Self(self.0.get(name).cloned().unwrap_or_default())
    }

    pub(crate) fn text(&self) -> Option<String> {
        self.0.as_str().map(str::to_owned)
    }

    pub(crate) fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    pub(crate) fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    pub(crate) fn moment(&self) -> Option<f64> {
        self.number()
    }

    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        Some(self.0.as_array()?.iter().cloned().map(Self).collect())
    }

    pub(crate) fn plain(&self) -> Option<Value> {
        Some(self.0.clone()).filter(|value| !value.is_null())
    }
}
