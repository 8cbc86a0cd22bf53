//! Metadata of people, organizations and memberships: how new values meet the old ones.

use serde_json::{Map, Value};

use super::body::Body;
use crate::error::{Code, Problem};

/// Clerk keeps 8 KB of each kind.
const LIMIT: usize = 8 * 1_024;

/// Puts what came into `target`.
pub(super) fn merge(body: &Body, name: &str, target: &mut Map<String, Value>) -> Result<(), Problem> {
    body.object(name)?.map_or(Ok(()), |new| merge_object(name, new, target))
}

/// Puts new values into `target`: deep, and null takes a key away.
pub(crate) fn merge_object(
    name: &str,
    new: Map<String, Value>,
    target: &mut Map<String, Value>,
) -> Result<(), Problem> {
    let mut merged = target.clone();
    merge_into(&mut merged, new);
    check(name, &merged)?;
    *target = merged;
    Ok(())
}

/// Puts what came in the place of the old; null leaves nothing.
pub(super) fn replace(body: &Body, name: &str, target: &mut Map<String, Value>) -> Result<(), Problem> {
    if body.has(name) {
        let new = body.object(name)?.unwrap_or_default();
        check(name, &new)?;
        *target = new;
    }
    Ok(())
}

/// One of the two ways in which new metadata meets the old.
pub(super) type Change = fn(&Body, &str, &mut Map<String, Value>) -> Result<(), Problem>;

fn merge_into(target: &mut Map<String, Value>, new: Map<String, Value>) {
    for (key, value) in new {
        match (value, target.get_mut(&key)) {
            (Value::Null, _) => {
                target.remove(&key);
            }
            (Value::Object(new), Some(Value::Object(old))) => merge_into(old, new),
            (Value::Object(new), _) => {
                let mut fresh = Map::new();
                merge_into(&mut fresh, new);
                target.insert(key, Value::Object(fresh));
            }
            (value, _) => {
                target.insert(key, value);
            }
        }
    }
}

fn check(name: &str, metadata: &Map<String, Value>) -> Result<(), Problem> {
    let size = serde_json::to_vec(metadata).map_or(0, |text| text.len());
    if size <= LIMIT {
        return Ok(());
    }
    Err(Problem::field(name, Code::FormParamTooLarge, format!("{name} is larger than {LIMIT} bytes.")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn merging_is_deep_and_null_removes() {
        let object = |value: Value| value.as_object().cloned().unwrap_or_default();
        let mut target = object(json!({ "a": { "b": 1, "c": 2 }, "d": 3, "e": [1] }));
        merge_into(
            &mut target,
            object(json!({ "a": { "b": null, "x": 4 }, "d": null, "e": [2], "f": { "g": null, "h": 5 } })),
        );
        assert_eq!(Value::Object(target), json!({ "a": { "c": 2, "x": 4 }, "e": [2], "f": { "h": 5 } }));
    }
}
