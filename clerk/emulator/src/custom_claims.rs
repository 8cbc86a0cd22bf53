//! Custom claims of session tokens: a template whose strings may hold shortcodes like `{{user.full_name}}`.

use serde_json::{Map, Value, json};

use crate::state::user::User;

/// Fills a template for one person.
pub(crate) fn render(template: &Map<String, Value>, user: &User) -> Map<String, Value> {
    template.iter().map(|(name, value)| (name.clone(), fill(value, user))).collect()
}

fn fill(value: &Value, user: &User) -> Value {
    match value {
        Value::String(text) => fill_text(text, user),
        Value::Array(values) => values.iter().map(|value| fill(value, user)).collect(),
        Value::Object(fields) => Value::Object(render(fields, user)),
        other => other.clone(),
    }
}

/// A string that is one shortcode takes the value's own type; inside a longer string the value becomes text.
fn fill_text(text: &str, user: &User) -> Value {
    if let Some(value) =
        text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).and_then(|code| shortcode(code, user))
    {
        return value;
    }
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((code, tail)) = after.split_once("}}") else { break };
        filled.push_str(before);
        filled.push_str(&as_text(shortcode(code, user)));
        rest = tail;
    }
    Value::String(filled + rest)
}

fn shortcode(code: &str, user: &User) -> Option<Value> {
    Some(match code.trim() {
        "user.id" => json!(user.id),
        "user.first_name" => json!(user.first_name),
        "user.last_name" => json!(user.last_name),
        "user.full_name" => json!(user.full_name()),
        "user.primary_email_address" => json!(user.primary_email().map(|email| &email.address)),
        "user.public_metadata" => json!(user.public_metadata),
        _ => return None,
    })
}

fn as_text(value: Option<Value>) -> String {
    match value {
        Some(Value::String(text)) => text,
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_are_filled() {
        let user = User { first_name: Some("Ada".into()), last_name: Some("Admin".into()), ..User::default() };
        let template = json!({
            "fullName": "{{user.full_name}}",
            "hello": "Hello {{user.first_name}}, {{nobody}}!",
            "metadata": "{{user.public_metadata}}",
            "number": 7,
        });
        let filled = template.as_object().map(|template| Value::Object(render(template, &user)));
        let expected = json!({ "fullName": "Ada Admin", "hello": "Hello Ada, !", "metadata": {}, "number": 7 });
        assert_eq!(filled, Some(expected));
    }
}
