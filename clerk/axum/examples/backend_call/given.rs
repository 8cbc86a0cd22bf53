//! The parameters of a line. Names may be Clerk's own (`user_id`) or the SDK's (`userId`).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use clerk_axum::backend::Picture;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A parameter that is missing or of another type.
pub(crate) struct Wrong(pub(crate) String);

/// Parameters with Clerk's names.
pub(crate) struct Given(Value);

impl Given {
    pub(crate) fn new(params: Value) -> Self {
        Self(named(params))
    }

    /// The first of these that is there.
    pub(crate) fn id(&self, names: &[&str]) -> Result<&str, Wrong> {
        let found = names.iter().find_map(|name| self.0.get(name)?.as_str());
        found.ok_or_else(|| Wrong(format!("{} is missing", names.first().unwrap_or(&"id"))))
    }

    pub(crate) fn user(&self) -> Result<&str, Wrong> {
        self.id(&["user_id", "id"])
    }

    pub(crate) fn organization(&self) -> Result<&str, Wrong> {
        self.id(&["organization_id", "id", "slug"])
    }

    /// One parameter, or its default.
    pub(crate) fn one<T: DeserializeOwned>(&self, name: &str) -> Result<T, Wrong> {
        read(self.0.get(name).cloned().unwrap_or_default())
    }

    /// All of them, as the parameters of a call.
    pub(crate) fn all<T: DeserializeOwned>(&self) -> Result<T, Wrong> {
        read(if self.0.is_object() { self.0.clone() } else { Map::new().into() })
    }

    /// The parameters of several things: an array, or in one.
    pub(crate) fn several<T: DeserializeOwned>(&self) -> Result<Vec<T>, Wrong> {
        let is_list = |value: &&Value| value.as_array().is_some_and(|list| list.iter().all(Value::is_object));
        let inside = || self.0.as_object()?.values().find(is_list);
        let list = Some(&self.0).filter(is_list).or_else(inside).and_then(Value::as_array);
        let list = list.ok_or_else(|| Wrong("an array of objects is missing".to_owned()))?;
        list.iter().map(|each| read(named(each.clone()))).collect()
    }

    /// `file` in base 64, and `content_type`.
    pub(crate) fn picture(&self) -> Result<Picture, Wrong> {
        let bytes = STANDARD.decode(self.id(&["file"])?).map_err(|error| Wrong(error.to_string()))?;
        Ok(Picture { content_type: self.id(&["content_type"]).unwrap_or("image/png").to_owned(), bytes })
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, Wrong> {
    serde_json::from_value(value).map_err(|error| Wrong(error.to_string()))
}

/// `userId` is `user_id`. What is inside of metadata and claims stays as it is.
fn named(params: Value) -> Value {
    match params {
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (snake(&name), value)).collect(),
        other => other,
    }
}

/// `primaryEmailAddressID` and `primaryEmailAddressId` are `primary_email_address_id`.
pub(crate) fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut was_upper = true;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !was_upper {
            snake.push('_');
        }
        was_upper = letter.is_ascii_uppercase();
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
