//! The names of a resource in the shapes that code and people need, and which names cannot be taken.

/// Longest name of a resource, a field or a choice: an index is called after two of them, in 63 bytes at most.
pub(super) const LONGEST: usize = 28;

/// What Rust keeps for itself.
const RUST: &str = "abstract as async await become box break const continue crate do dyn else enum extern false final fn \
                    for gen if impl in let loop macro match mod move mut override priv pub ref return self static struct \
                    super trait true try type typeof unsafe unsized use virtual where while yield";
/// What PostgreSQL does not take as the name of a column or a table: `pg_get_keywords()`, reserved and types.
const POSTGRES: &str = "all analyse analyze and any array as asc asymmetric authorization binary both case cast check \
                        collate collation column concurrently constraint create cross current_catalog current_date \
                        current_role current_schema current_time current_timestamp current_user default deferrable desc \
                        distinct do else end except false fetch for foreign freeze from full grant group having ilike in \
                        initially inner intersect into is isnull join lateral leading left like limit localtime \
                        localtimestamp natural not notnull null offset on only or order outer overlaps placing primary \
                        references returning right select session_user similar some symmetric table tablesample then to \
                        trailing true union unique user using variadic verbose when where window with";
/// The same for SQLite, tried out with each of its keywords.
const SQLITE: &str = "add all alter and as autoincrement between case check collate commit constraint create current_date \
                      current_time current_timestamp default deferrable delete distinct drop else escape except exists \
                      foreign from group having if in index insert intersect into is isnull join limit not nothing notnull \
                      null on or order primary raise references returning select set table then to transaction union unique \
                      update using values when where with";

/// Who keeps this name for itself.
pub(super) fn reserved_by(name: &str) -> Option<&'static str> {
    [("Rust", RUST), ("PostgreSQL", POSTGRES), ("SQLite", SQLITE)]
        .into_iter()
        .find(|(_, words)| words.split_whitespace().any(|word| word == name))
        .map(|(owner, _)| owner)
}

/// Whether a name is words of small letters and digits, joined by `_`.
pub(super) fn is_snake_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.split('_').all(|word| {
            !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
        })
}

/// `purchase_order` as `PurchaseOrder`.
pub(super) fn pascal(name: &str) -> String {
    name.split('_').map(capitalized).collect()
}

/// `purchase_order` as `purchase order`.
pub(super) fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// With a capital first letter.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// `a` or `an`, as it sounds before most words.
pub(super) fn article(noun: &str) -> &'static str {
    let starts = |with: &[&str]| with.iter().any(|start| noun.starts_with(start));
    let sounds_as_consonant = starts(&["eu", "one", "ubi", "uni", "use", "usa", "uti"]);
    let sounds_as_vowel = starts(&["heir", "honest", "honor", "honour", "hour"]);
    if sounds_as_vowel || (starts(&["a", "e", "i", "o", "u"]) && !sounds_as_consonant) { "an" } else { "a" }
}

/// The singular that a plural most likely has; nothing where there is no telling.
pub(super) fn singular_of(plural: &str) -> Option<String> {
    let without = |ending: &str| plural.strip_suffix(ending).filter(|stem| stem.len() > 1);
    if let Some(stem) = without("ies") {
        return Some(format!("{stem}y"));
    }
    for ending in ["sses", "xes", "ches", "shes", "tuses", "buses", "nuses", "puses", "ruses"] {
        if without(ending).is_some() {
            return without("es").map(str::to_owned);
        }
    }
    if ["ss", "us", "is"].into_iter().any(|ending| plural.ends_with(ending)) {
        return None;
    }
    without("s").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_plurals_have_a_singular() {
        for (plural, singular) in [
            ("invoices", "invoice"),
            ("categories", "category"),
            ("expenses", "expense"),
            ("courses", "course"),
            ("warehouses", "warehouse"),
            ("statuses", "status"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("wishes", "wish"),
            ("purchase_orders", "purchase_order"),
            ("keys", "key"),
        ] {
            assert_eq!(singular_of(plural).as_deref(), Some(singular), "{plural}");
        }
        for unsure in ["people", "staff", "data", "glass", "status", "analysis", "s", "as"] {
            assert_eq!(singular_of(unsure), None, "{unsure}");
        }
    }

    #[test]
    fn the_article_follows_the_sound() {
        for noun in ["invoice", "order", "hour", "umbrella", "entry"] {
            assert_eq!(article(noun), "an", "{noun}");
        }
        for noun in ["project", "user", "unit", "one_off", "european_site", "house"] {
            assert_eq!(article(noun), "a", "{noun}");
        }
    }

    #[test]
    fn a_name_is_snake_case() {
        for name in ["a", "due", "purchase_order", "line_2"] {
            assert!(is_snake_case(name), "{name}");
        }
        for name in ["", "Due", "2nd", "_a", "a_", "a__b", "a-b", "dué", "a b", "a'; DROP TABLE a"] {
            assert!(!is_snake_case(name), "{name}");
        }
    }

    #[test]
    fn shapes_of_a_name() {
        assert_eq!(pascal("purchase_order"), "PurchaseOrder");
        assert_eq!(capitalized(&spaced("purchase_order")), "Purchase order");
        assert_eq!(
            [reserved_by("type"), reserved_by("user"), reserved_by("add")],
            [Some("Rust"), Some("PostgreSQL"), Some("SQLite")]
        );
        assert_eq!(reserved_by("number"), None);
    }
}
