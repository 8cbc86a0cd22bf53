//! What differs between two states of an object, in words.

use domain::{TenantInfo, UserId};
use serde_json::Value;

use super::Change;

/// The fields people know, with their names. What every change changes (version, dates) is none of them.
const FIELDS: [(&str, &str); 10] = [
    ("name", "Name"),
    ("key", "Key"),
    ("description", "Description"),
    ("status", "Status"),
    ("colour", "Colour"),
    ("owner", "Owner"),
    ("title", "Title"),
    ("done", "Done"),
    ("position", "Place"),
    ("assignee", "Assignee"),
];

/// The fields that name a person.
const PEOPLE: [&str; 2] = ["owner", "assignee"];

/// Whom an object names.
pub(super) fn people(object: &Value) -> Vec<UserId> {
    PEOPLE.into_iter().filter_map(|field| object.get(field)?.as_str()?.parse().ok()).collect()
}

/// The fields that differ.
pub(super) fn between(tenant: &TenantInfo, before: &Value, after: &Value) -> Vec<Change> {
    let differing = FIELDS.into_iter().filter(|(field, _)| before.get(field) != after.get(field));
    let change = |(field, name): (&str, &str)| Change {
        field: name.to_owned(),
        before: in_words(tenant, field, before.get(field)),
        after: in_words(tenant, field, after.get(field)),
    };
    differing.map(change).collect()
}

fn in_words(tenant: &TenantInfo, field: &str, value: Option<&Value>) -> String {
    match (field, value) {
        ("owner" | "assignee", Some(Value::String(id))) => {
            id.parse().map_or_else(|_| id.clone(), |person| tenant.name_of(&person))
        }
        ("owner" | "assignee", _) => "Nobody".to_owned(),
        (_, Some(Value::Bool(yes))) => if *yes { "Yes" } else { "No" }.to_owned(),
        (_, Some(Value::String(text))) if !text.is_empty() => text.clone(),
        (_, Some(Value::Number(number))) => number.to_string(),
        _ => "(none)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{InvalidId, Member, People, TenantPath};
    use serde_json::json;

    #[test]
    fn values_are_in_words() -> Result<(), InvalidId> {
        let ada = Member::new("user_ada".parse()?, "Ada");
        let tenant = TenantInfo {
            path: TenantPath::Personal,
            slug: None,
            actor: "user_ada".parse()?,
            permissions: Vec::new(),
            may_remove: true,
            people: People { members: vec![ada], former: Vec::new() },
        };
        let before =
            json!({ "title": "Pack", "done": false, "position": 2, "assignee": null, "version": 1, "description": "" });
        let after = json!({ "title": "Pack", "done": true, "position": 1, "assignee": "user_ada", "version": 2, "description": "x" });
        let changes = between(&tenant, &before, &after);
        let told: Vec<_> = changes.iter().map(|change| (&*change.field, &*change.before, &*change.after)).collect();
        assert_eq!(
            told,
            [("Description", "(none)", "x"), ("Done", "No", "Yes"), ("Place", "2", "1"), ("Assignee", "Nobody", "Ada")]
        );
        Ok(())
    }
}
