//! Names that something else has already: a resource, a module, a table, a permission, a type, a crate.

use anyhow::Result;

use super::resource::Resource;
use super::templates::{KINDS, TEMPLATES};
use super::words::pascal;
use crate::Changes;

/// Where a resource's own files lie; `{}` is its name in the plural or the singular.
const PLACES: [&str; 7] = [
    "app/src/{}",
    "app/src/{}.rs",
    "crates/domain/src/{}.rs",
    "crates/store/src/{}.rs",
    "crates/testkit/src/contract/{}.rs",
    "server/tests/{}.rs",
    "end2end/tests/{}.spec.ts",
];
/// Where names are given that all of the product sees.
const EXPORTS: [&str; 3] = ["crates/domain/src/lib.rs", "crates/store/src/lib.rs", "app/src/lib.rs"];
const PERMISSIONS: &str = "crates/domain/src/permission.rs";
const MANIFESTS: [&str; 4] =
    ["app/Cargo.toml", "crates/domain/Cargo.toml", "crates/store/Cargo.toml", "server/Cargo.toml"];

/// What is in the way of a resource of these names.
pub(super) fn taken(resource: &Resource, changes: &Changes<'_>) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for name in [&resource.plural, &resource.singular] {
        let there = PLACES.map(|place| place.replace("{}", name)).into_iter().find(|path| changes.exists(path));
        if let Some(path) = there {
            problems.push(format!("{name}: {path} is there already; take another name"));
        } else if TEMPLATES
            .iter()
            .filter(|template| template.path.starts_with("app/"))
            .any(|it| has_word(&code(it.text), name))
        {
            problems.push(format!("{name}: the code of every resource uses this word itself; take another name"));
        } else if is_crate(name, changes)? {
            problems.push(format!("{name}: a crate or a macro is called so; take another name"));
        }
    }
    problems.extend(table_problem(resource, changes)?);
    problems.extend(permission_problem(resource, changes)?);
    problems.extend(type_problem(resource, changes)?);
    Ok(problems)
}

fn is_crate(name: &str, changes: &Changes<'_>) -> Result<bool> {
    // The last one is a macro: the contract makes one of each resource's name.
    if ["std", "core", "alloc", "test", "matches"].contains(&name) {
        return Ok(true);
    }
    for path in MANIFESTS {
        let names = changes.find(path)?.unwrap_or_default();
        let mut names = names.lines().filter_map(|line| line.split(['.', '=', ' ']).next());
        if names.any(|dependency| dependency.replace('-', "_") == name) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn table_problem(resource: &Resource, changes: &Changes<'_>) -> Result<Option<String>> {
    for path in changes.files_in("migrations").iter().filter(|path| path.ends_with(".sql")) {
        let text = changes.text(path)?;
        if text.contains(&format!("CREATE TABLE {} (", resource.plural)) {
            return Ok(Some(format!("{}: {path} makes a table of this name; take another name", resource.plural)));
        }
    }
    Ok(None)
}

fn permission_problem(resource: &Resource, changes: &Changes<'_>) -> Result<Option<String>> {
    let is_there = changes.text(PERMISSIONS)?.contains(&format!("    {} {{ ", resource.plural));
    Ok(is_there.then(|| format!("{}: {PERMISSIONS} has permissions of this name; take another name", resource.plural)))
}

/// Types are seen everywhere, and the new files use some of their own.
fn type_problem(resource: &Resource, changes: &Changes<'_>) -> Result<Option<String>> {
    let name = pascal(&resource.singular);
    for path in EXPORTS {
        if has_word(&changes.find(path)?.unwrap_or_default(), &name) {
            return Ok(Some(format!("{}: {path} has another {name}; take another name", resource.singular)));
        }
    }
    let is_used =
        TEMPLATES.iter().map(|template| template.text).chain([KINDS]).any(|text| has_word(&code(text), &name));
    Ok(is_used
        .then(|| format!("{}: the code of every resource uses another {name}; take another name", resource.singular)))
}

/// The Rust of a template without comments, texts in quotes and what the template says itself.
fn code(template: &str) -> String {
    let lines = template
        .lines()
        .filter(|line| !["//", "--", "{#"].iter().any(|comment| line.trim_start().starts_with(comment)));
    let mut code = String::new();
    for line in lines {
        for outside in line.split('"').step_by(2) {
            let pieces = outside.split("{{").map(|piece| piece.split_once("}}").map_or(piece, |(_, rest)| rest));
            code.extend(pieces.flat_map(|piece| [piece, "_"]));
            code.push(' ');
        }
    }
    code
}

/// Whether a text has a word that is not part of a longer one, nor behind the path of a module.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(|letter| is_part(letter) || letter == ':') && !after.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tree;

    fn problems(singular: &str, plural: &str) -> String {
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let changes = Changes::of(&tree).unwrap();
        let resource = Resource { singular: singular.to_owned(), plural: plural.to_owned(), fields: Vec::new() };
        taken(&resource, &changes).unwrap().join("\n")
    }

    #[test]
    fn what_is_there_cannot_be_made_again() {
        assert!(problems("activity", "activities").contains("app/src/activity is there already"));
        assert!(problems("tenant", "tenants").contains("makes a table of this name"));
        assert!(problems("member", "members").contains("crates/domain/src/lib.rs has another Member"));
        assert!(problems("string", "strings").contains("the code of every resource uses another String"));
        assert!(problems("uuid", "uuids").contains("uuid: a crate or a macro is called so"));
        assert_eq!(problems("zebu", "zebus"), "");
    }

    #[test]
    fn a_name_that_the_code_of_a_resource_uses_is_refused() {
        for (singular, plural) in [("posting", "postings"), ("header", "headers"), ("query", "queries")] {
            assert!(
                problems(singular, plural).contains("uses this word itself"),
                "{singular}: {}",
                problems(singular, plural)
            );
        }
        for (singular, plural) in [
            ("order", "orders"),
            ("contract", "contracts"),
            ("customer", "customers"),
            ("event", "events"),
            ("child", "children"),
        ] {
            // The product may have one.
            assert!(!problems(singular, plural).contains("uses this word itself"), "{singular}");
        }
        assert_eq!(
            code("/// scope\nlet {{ invoice }}_path = \"scope\"; get_{{ invoice }}(x)\n"),
            "let __path = _ ; get__(x)_ "
        );
    }

    #[test]
    fn words_are_whole() {
        assert!(has_word("use a::{Page, b}", "Page"));
        assert!(!has_word("use a::{PageRequest, MyPage}", "Page"));
    }
}
