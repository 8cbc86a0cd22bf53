//! The new permissions in `clerk-roles.json`, which says which role may do what in Clerk: as `domain::role` decides it.
//! Roles that it does not know are left alone; the test that compares both tells of them.

use anyhow::{Result, bail};

use super::resource::Resource;
use crate::Changes;

/// The file. It has the permissions in the order of `Permission::ALL`, those of the activity last.
pub(super) const PATH: &str = "clerk-roles.json";
const LAST: &str = "\"org:activity:read\"";

/// The verbs of a role's permissions.
const ROLES: [(&str, &[&str]); 3] = [
    ("org:admin", &["create", "read", "update", "delete"]),
    ("org:member", &["create", "read", "update"]),
    ("org:viewer", &["read"]),
];

/// Gives every role the permissions of a resource that are for it.
pub(super) fn give(resource: &Resource, changes: &mut Changes<'_>) -> Result<()> {
    changes.edit(PATH, |text| {
        let mut verbs: &[&str] = &[];
        let mut lines = Vec::new();
        for line in text.lines() {
            if let Some(key) = line.trim().strip_prefix("\"key\": \"").and_then(|rest| rest.strip_suffix("\",")) {
                verbs = ROLES.iter().find(|(role, _)| *role == key).map_or(&[], |(_, verbs)| verbs);
            }
            if line.trim().starts_with(LAST) {
                let blank: String = line.chars().take_while(|letter| letter.is_whitespace()).collect();
                lines.extend(verbs.iter().map(|verb| format!("{blank}\"org:{}:{verb}\",", resource.plural)));
            }
            lines.push(line.to_owned());
        }
        if lines.len() == text.lines().count() {
            bail!("no role has {LAST}: the new permissions belong before it");
        }
        Ok(lines.join("\n") + "\n")
    })
}

/// Takes the permissions of a resource from every role.
pub(super) fn take(resource: &Resource, changes: &mut Changes<'_>) -> Result<()> {
    let start = format!("\"org:{}:", resource.plural);
    changes.edit(PATH, |text| {
        Ok(text.split_inclusive('\n').filter(|line| !line.trim_start().starts_with(&start)).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tree;

    #[test]
    fn roles_get_what_is_for_them_and_lose_it_again() {
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let mut changes = Changes::of(&tree).unwrap();
        let before = changes.text(PATH).unwrap();
        let resource = Resource { singular: "zebra".into(), plural: "zebras".into(), fields: Vec::new() };
        give(&resource, &mut changes).unwrap();
        let given = changes.text(PATH).unwrap();
        for (verb, times) in [("create", 2), ("read", 3), ("update", 2), ("delete", 1)] {
            assert_eq!(given.matches(&format!("        \"org:zebras:{verb}\",\n")).count(), times, "{verb}");
        }
        take(&resource, &mut changes).unwrap();
        assert_eq!(changes.text(PATH).unwrap(), before);
    }
}
