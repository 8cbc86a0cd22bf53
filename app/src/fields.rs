//! The fields of an object as people read them: on its page, in lists and in the trail alike.

use domain::{Field, TenantInfo, field::Kind};
use serde_json::Value;

use crate::dates;

/// A value in words; empty: there is none.
pub(crate) fn shown(tenant: &TenantInfo, field: &Field, object: &Value) -> String {
    match (field.kind, object.get(field.name)) {
        (Kind::Person, Some(Value::String(id))) => id.parse().map_or_else(|_| id.clone(), |id| tenant.name_of(&id)),
        (Kind::Date, Some(Value::String(day))) => day.parse().map_or_else(|_| day.clone(), dates::day_for_people),
        (Kind::Choice(_), Some(Value::String(word))) => choice(word),
        (Kind::Money(currency), Some(Value::Number(amount))) => {
            amount.as_i64().map_or_else(String::new, |amount| currency.spoken(amount))
        }
        (Kind::Moment, Some(Value::Number(ms))) => ms.as_i64().map_or_else(String::new, dates::for_people),
        // The only numbers are whole ones; the code that writes others is 2 KB of the browser's program.
        (_, Some(Value::Number(number))) => number.as_i64().map_or_else(String::new, |number| number.to_string()),
        (_, Some(Value::Bool(yes))) => if *yes { "Yes" } else { "No" }.to_owned(),
        (_, Some(Value::String(text))) => text.clone(),
        _ => String::new(),
    }
}

/// A role, as people read it: `org:admin` is `Admin`.
pub(crate) fn role(key: &str) -> String {
    choice(key)
}

/// A word to choose, as people read it: `on_hold` is `On hold`.
pub(crate) fn choice(word: &str) -> String {
    let word = word.strip_prefix("org:").unwrap_or(word);
    // In ASCII, as our words are: Unicode's tables of letters would be 10 KB of the browser's program.
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).map(|letter| if letter == '_' { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Currency, InvalidId, People, TenantPath};
    use serde_json::json;

    #[test]
    fn every_kind_is_told_in_words() -> Result<(), InvalidId> {
        let tenant = TenantInfo {
            path: TenantPath::Personal,
            slug: None,
            actor: "user_me".parse()?,
            permissions: Vec::new(),
            may_remove: true,
            people: People::default(),
        };
        let shown = |field: Field, value| shown(&tenant, &field, &json!({ "it": value }));
        for (field, value, words) in [
            (Field::line("it", "", 9), json!("Pack"), "Pack"),
            (Field::integer("it", ""), json!(1_234), "1234"),
            (Field::money("it", "", Currency::new("USD", 2)), json!(123_450), "1,234.50 USD"),
            (Field::date("it", ""), json!("2026-11-03"), "3 Nov 2026"),
            (Field::moment("it", ""), json!(1_795_447_860_000_i64), "23 Nov 2026, 15:31 UTC"),
            (Field::flag("it", ""), json!(false), "No"),
            (Field::choice("it", "", &[]), json!("on_hold"), "On hold"),
            (Field::choice("it", "", &[]), json!("org:admin"), "Admin"),
            (Field::person("it", ""), json!("user_me"), "You"),
            (Field::date("it", ""), json!(null), ""),
            (Field::line("other", "", 9), json!("Pack"), ""),
        ] {
            assert_eq!(shown(field, value), words);
        }
        Ok(())
    }
}
