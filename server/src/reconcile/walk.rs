//! What a comparison has found so far. Nothing is changed while it looks.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use store::copy::Change;

use super::{Difference, clerk::Found};

/// Kinds of things, those that others belong to first.
pub(super) const KINDS: [&str; 4] = ["organizations", "people", "memberships", "invitations"];

/// What is wrong, and what makes it right.
pub(super) struct Finding {
    pub(super) difference: Difference,
    /// Whether it is to be let in again first.
    pub(super) lifts: bool,
    /// `None`: nothing can be done.
    pub(super) change: Option<Change>,
}

/// See the module.
pub(super) struct Walk {
    /// Rows of the copy that were not met yet, by kind and id.
    pub(super) left: BTreeMap<(&'static str, String), Value>,
    /// Ids that are gone for good here.
    pub(super) gone: BTreeSet<String>,
    /// Things of Clerk's that are gone here, or belong to what is: Clerk is asked for them by their ids.
    pub(super) buried: Vec<Found>,
    /// How many things of Clerk's were looked at.
    pub(super) checked: u64,
    /// How many of the copy's rows were among them.
    pub(super) met: u64,
    /// In the order in which it is to be healed.
    pub(super) findings: Vec<Finding>,
}

impl Walk {
    /// Of the whole copy, as its dump has it.
    pub(super) fn of(dump: &Value) -> Self {
        let rows = |kind: &str| dump.get(kind).and_then(Value::as_array).into_iter().flatten();
        let mut left = BTreeMap::new();
        for kind in KINDS {
            for row in rows(kind) {
                if let Some(id) = row.get("id").and_then(Value::as_str) {
                    left.insert((kind, id.to_owned()), row.clone());
                }
            }
        }
        let gone = rows("tombstones").filter_map(|id| Some(id.as_str()?.to_owned())).collect();
        Self { left, gone, buried: Vec::new(), checked: 0, met: 0, findings: Vec::new() }
    }

    /// Compares a thing of Clerk's with the copy.
    pub(super) fn look(&mut self, found: Found) {
        self.checked += 1;
        let known = self.left.remove(&(found.kind, found.id.clone()));
        self.met += u64::from(known.is_some());
        if self.gone.contains(&found.id) || found.of.iter().any(|id| self.gone.contains(id)) {
            self.buried.push(found);
        } else if let Some(what) = difference(known.as_ref(), &found) {
            self.note(found, what, false);
        }
    }

    pub(super) fn note(&mut self, found: Found, what: &'static str, lifts: bool) {
        let difference = Difference { kind: found.kind, id: found.id, what };
        self.findings.push(Finding { difference, lifts, change: Some(found.change) });
    }
}

/// Whether the copy has it otherwise.
fn difference(known: Option<&Value>, found: &Found) -> Option<&'static str> {
    let Some(known) = known else { return Some("missing") };
    if is_newer(known, found) {
        return None;
    }
    let is_other = |(name, value): (&String, &Value)| known.get(name).unwrap_or(&Value::Null) != value;
    found.fields.as_object()?.iter().any(is_other).then_some("different")
}

/// Whether the copy has what was said after this, or an invitation that was closed here: its address does not come back.
/// Of whom or what was only heard of in passing the time says nothing.
fn is_newer(known: &Value, found: &Found) -> bool {
    let updated_at = known.get("updated_at").and_then(Value::as_i64).unwrap_or(i64::MIN);
    match found.kind {
        "organizations" => false,
        "people" => known.get("created_at").is_some_and(Value::is_i64) && updated_at > found.updated_at,
        "invitations" if known.get("status").is_none_or(|status| status != "pending") => updated_at >= found.updated_at,
        _ => updated_at > found.updated_at,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::reconcile::clerk::of_person;

    fn named(name: &str, updated_at: i64) -> anyhow::Result<Found> {
        let mut person = app::kept::nobody_yet("user_1".parse()?);
        (person.first_name, person.updated_at) = (Some(name.to_owned()), updated_at);
        Ok(of_person(person))
    }

    #[test]
    fn what_the_copy_heard_later_is_no_difference() -> anyhow::Result<()> {
        let row = |created_at: Value, updated_at: i64| json!({"first_name": "Ada", "banned": false, "created_at": created_at, "updated_at": updated_at});
        let own = row(json!(1), 5);
        assert_eq!(difference(Some(&own), &named("Ada", 5)?), None);
        assert_eq!(difference(Some(&own), &named("Old", 4)?), None);
        assert_eq!(difference(Some(&own), &named("New", 5)?), Some("different"));
        assert_eq!(difference(Some(&row(Value::Null, 9)), &named("New", 5)?), Some("different"), "in passing");
        assert_eq!(difference(None, &named("Ada", 5)?), Some("missing"));
        Ok(())
    }
}
