//! What differs between two states of an object, in words.

use domain::{Field, TenantInfo, UserId, field::Kind};
use serde_json::Value;

use super::Change;
use crate::{fields::shown, resource::Noun};

/// Whom an object names.
pub(super) fn people(noun: &Noun, object: &Value) -> Vec<UserId> {
    let people = noun.fields.iter().filter(|field| field.kind == Kind::Person);
    people.filter_map(|field| object.get(field.name)?.as_str()?.parse().ok()).collect()
}

/// The fields that differ.
pub(super) fn between(noun: &Noun, tenant: &TenantInfo, before: &Value, after: &Value) -> Vec<Change> {
    let differing = noun.fields.iter().filter(|field| before.get(field.name) != after.get(field.name));
    let change = |field: &Field| Change {
        field: field.label.to_owned(),
        before: in_words(tenant, field, before),
        after: in_words(tenant, field, after),
    };
    differing.map(change).collect()
}

fn in_words(tenant: &TenantInfo, field: &Field, object: &Value) -> String {
    let words = shown(tenant, field, object);
    let nothing = if field.kind == Kind::Person { "Nobody" } else { "(none)" };
    if words.is_empty() { nothing.to_owned() } else { words }
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
            Field::text("description", "Description", 9),
            Field::flag("done", "Done"),
            Field::integer("position", "Place"),
            Field::person("assignee", "Assignee"),
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
