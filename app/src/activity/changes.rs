//! What differs between two states of an object, in words.

use domain::{TenantInfo, UserId};
use serde_json::Value;

use super::Change;
use crate::resource::{Noun, NounField};

/// Whom an object names.
pub(super) fn people(noun: &Noun, object: &Value) -> Vec<UserId> {
    let people = noun.fields.iter().filter(|field| field.is_person);
    people.filter_map(|field| object.get(field.name)?.as_str()?.parse().ok()).collect()
}

/// The fields that differ.
pub(super) fn between(noun: &Noun, tenant: &TenantInfo, before: &Value, after: &Value) -> Vec<Change> {
    let differing = noun.fields.iter().filter(|field| before.get(field.name) != after.get(field.name));
    let change = |field: &NounField| Change {
        field: field.label.to_owned(),
        before: in_words(tenant, field, before.get(field.name)),
        after: in_words(tenant, field, after.get(field.name)),
    };
    differing.map(change).collect()
}

fn in_words(tenant: &TenantInfo, field: &NounField, value: Option<&Value>) -> String {
    match (field.is_person, value) {
        (true, Some(Value::String(id))) => id.parse().map_or_else(|_| id.clone(), |person| tenant.name_of(&person)),
        (true, _) => "Nobody".to_owned(),
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

    const TASK: Noun = Noun {
        noun: "task",
        one: "a task",
        fields: &[
            NounField::value("description", "Description"),
            NounField::value("done", "Done"),
            NounField::value("position", "Place"),
            NounField::person("assignee", "Assignee"),
        ],
        page: |_, _| None,
        page_stays: true,
    };

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
        let changes = between(&TASK, &tenant, &before, &after);
        let told: Vec<_> = changes.iter().map(|change| (&*change.field, &*change.before, &*change.after)).collect();
        assert_eq!(
            told,
            [("Description", "(none)", "x"), ("Done", "No", "Yes"), ("Place", "2", "1"), ("Assignee", "Nobody", "Ada")]
        );
        Ok(())
    }
}
