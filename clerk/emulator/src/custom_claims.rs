//! Claims from a template: the session token's custom claims, and JWT templates. Strings may hold shortcodes like
//! `{{user.full_name}}`, `{{user.public_metadata.plan}}` or `{{org.role || 'none'}}`.

use serde_json::{Map, Value, json};

use crate::state::{
    organization::{Membership, Organization},
    user::User,
};

/// Whom a template is filled for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) user: &'a User,
    /// The active organization, and what the person is there.
    pub(crate) organization: Option<(&'a Organization, &'a Membership)>,
}

/// Fills a template.
pub(crate) fn render(template: &Map<String, Value>, subject: Subject<'_>) -> Map<String, Value> {
    template.iter().map(|(name, value)| (name.clone(), fill(value, subject))).collect()
}

fn fill(value: &Value, subject: Subject<'_>) -> Value {
    match value {
        Value::String(text) => fill_text(text, subject),
        Value::Array(values) => values.iter().map(|value| fill(value, subject)).collect(),
        Value::Object(fields) => Value::Object(render(fields, subject)),
        other => other.clone(),
    }
}

/// A string that is one shortcode takes the value's own type; inside a longer string the value becomes text.
fn fill_text(text: &str, subject: Subject<'_>) -> Value {
    let only = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).filter(|code| !code.contains("}}"));
    if let Some(value) = only.and_then(|code| shortcode(code, subject)) {
        return value;
    }
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((code, tail)) = after.split_once("}}") else { break };
        filled.push_str(before);
        filled.push_str(&as_text(shortcode(code, subject)));
        rest = tail;
    }
    Value::String(filled + rest)
}

/// The first of several alternatives that says anything. Text between quotes stands for itself.
fn shortcode(code: &str, subject: Subject<'_>) -> Option<Value> {
    let mut first = None;
    for part in code.split("||").map(str::trim) {
        let quoted = ['\'', '"'].into_iter().find_map(|quote| part.strip_prefix(quote)?.strip_suffix(quote));
        let value = quoted.map(|text| json!(text)).or_else(|| lookup(part, subject));
        match value {
            Some(value) if !value.is_null() => return Some(value),
            value => first = first.or(value),
        }
    }
    first
}

fn lookup(code: &str, subject: Subject<'_>) -> Option<Value> {
    let (table, name) = code.split_once('.')?;
    match table {
        "user" => of_user(name, subject.user),
        "org" | "org_membership" => of_organization(table, name, subject.organization),
        _ => None,
    }
}

fn of_user(name: &str, user: &User) -> Option<Value> {
    if let Some(value) = of_metadata(name, "public_metadata", &user.public_metadata)
        .or_else(|| of_metadata(name, "unsafe_metadata", &user.unsafe_metadata))
    {
        return Some(value);
    }
    Some(match name {
        "id" => json!(user.id),
        "external_id" => json!(user.external_id),
        "username" => json!(user.username),
        "first_name" => json!(user.first_name),
        "last_name" => json!(user.last_name),
        "full_name" => json!(user.full_name()),
        "primary_email_address" => json!(user.primary_email().map(|email| &email.address)),
        "email_verified" => json!(user.primary_email().is_some_and(|email| email.verified)),
        "primary_phone_number" => json!(user.primary_phone().map(|phone| &phone.number)),
        "phone_number_verified" => json!(user.primary_phone().is_some_and(|phone| phone.verified)),
        "two_factor_enabled" => json!(user.has_second_factor()),
        "has_image" => json!(user.image.is_some()),
        "last_sign_in_at" => json!(user.last_sign_in_at),
        "created_at" => json!(user.created_at),
        "updated_at" => json!(user.updated_at),
        _ => return None,
    })
}

/// Without an active organization each is null.
fn of_organization(table: &str, name: &str, active: Option<(&Organization, &Membership)>) -> Option<Value> {
    let Some((organization, membership)) = active else { return Some(Value::Null) };
    let metadata = if table == "org" { &organization.public_metadata } else { &membership.public_metadata };
    if let Some(value) = of_metadata(name, "public_metadata", metadata) {
        return Some(value);
    }
    Some(match (table, name) {
        ("org", "id") => json!(organization.id),
        ("org", "slug") => json!(organization.slug),
        ("org", "name") => json!(organization.name),
        ("org", "role") | ("org_membership", "role") => json!(membership.role),
        ("org", "has_image") => json!(organization.image.is_some()),
        ("org", "created_at") => json!(organization.created_at),
        _ => return None,
    })
}

/// Metadata, or something inside of it: `public_metadata.address.city`.
fn of_metadata(name: &str, kind: &str, metadata: &Map<String, Value>) -> Option<Value> {
    let path = name.strip_prefix(kind)?;
    if path.is_empty() {
        return Some(json!(metadata));
    }
    let mut parts = path.strip_prefix('.')?.split('.');
    let first = metadata.get(parts.next()?);
    let found = parts.fold(first, |value, part| value.and_then(|value| value.get(part)));
    Some(found.cloned().unwrap_or_default())
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

    fn filled(template: &Value, organization: Option<(&Organization, &Membership)>) -> Option<Value> {
        let metadata = json!({ "plan": { "name": "gold" } }).as_object().cloned().unwrap_or_default();
        let user = User {
            first_name: Some("Ada".into()),
            last_name: Some("Admin".into()),
            public_metadata: metadata,
            ..User::default()
        };
        let subject = Subject { user: &user, organization };
        template.as_object().map(|template| Value::Object(render(template, subject)))
    }

    #[test]
    fn shortcodes_are_filled() {
        let template = json!({
            "fullName": "{{user.full_name}}",
            "hello": "Hello {{user.first_name}}, {{nobody}}!",
            "metadata": "{{user.public_metadata}}",
            "plan": "{{user.public_metadata.plan.name}}",
            "nothing": "{{user.public_metadata.none.name}}",
            "else": "{{user.username || user.external_id || 'somebody'}}",
            "two": "{{user.first_name || 'x'}} {{user.last_name || 'y'}}",
            "nowhere": "{{org.slug}}/{{org.role}}",
            "number": 7,
        });
        let expected = json!({
            "fullName": "Ada Admin",
            "hello": "Hello Ada, !",
            "metadata": { "plan": { "name": "gold" } },
            "plan": "gold",
            "nothing": null,
            "else": "somebody",
            "two": "Ada Admin",
            "nowhere": "/",
            "number": 7,
        });
        assert_eq!(filled(&template, None), Some(expected));
    }

    #[test]
    fn the_active_organization_is_filled_in() {
        let organization = Organization { slug: "acme".to_owned(), ..Organization::default() };
        let membership = Membership { role: "org:admin".to_owned(), ..Membership::default() };
        let template = json!({ "at": "{{org.slug}}", "as": "{{org.role || 'none'}}" });
        let active = filled(&template, Some((&organization, &membership)));
        assert_eq!(active, Some(json!({ "at": "acme", "as": "org:admin" })));
        assert_eq!(filled(&template, None), Some(json!({ "at": null, "as": "none" })));
    }
}
