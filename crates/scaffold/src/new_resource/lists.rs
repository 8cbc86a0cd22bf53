//! An entry of a list in a file that resources share. One value puts it in and takes it away again.

use anyhow::{Result, anyhow, bail};

use super::resource::Resource;
use super::words::pascal;
use crate::Changes;

/// Every entry that a resource has. The places are those of things that every product keeps.
pub(super) fn entries(resource: &Resource) -> Vec<Entry> {
    let (one, many) = (resource.singular.as_str(), resource.plural.as_str());
    let (type_of_one, type_of_many) = (pascal(one), pascal(many));
    let types = [
        vec![
            type_of_one.clone(),
            format!("{type_of_one}Id"),
            format!("{type_of_one}Sort"),
            format!("New{type_of_one}"),
        ],
        resource.choices(),
    ]
    .concat();
    let verbs = ["Create", "Read", "Update", "Delete"];
    let permissions = verbs.map(|verb| format!("{}: {verb}{type_of_many}", verb.to_lowercase()));
    let entry = |path, before, text| Entry { path, before, text };
    vec![
        entry("crates/domain/src/lib.rs", "pub mod page;", format!("pub mod {one};\n")),
        entry("crates/domain/src/lib.rs", "pub use page::", format!("pub use {one}::{{{}}};\n", types.join(", "))),
        entry(
            "crates/domain/src/permission.rs",
            "    activity { read: ReadActivity }",
            format!("    {many} {{ {} }}\n", permissions.join(", ")),
        ),
        entry("crates/store/src/lib.rs", "pub mod listing;", format!("mod {many};\n")),
        entry("crates/store/src/lib.rs", "pub use schema::", format!("pub use {many}::{type_of_one}Store;\n")),
        entry("crates/store/src/lib.rs", "    audit: AuditStore,", format!("    {many}: {type_of_one}Store,\n")),
        entry("crates/testkit/src/contract.rs", "pub mod refusals;", format!("pub mod {many};\n")),
        entry("crates/testkit/src/contract.rs", "    things,\n", format!("    {many},\n")),
        entry(
            "crates/testkit/src/contract.rs",
            "(\"things\", samples::things::BROKEN)",
            format!("(\"{many}\", {many}::BROKEN), "),
        ),
        entry(
            "crates/testkit/src/contract.rs",
            "    samples::trail::sample(",
            format!("    {many}::sample(store, scope).await?;\n"),
        ),
        entry("app/src/lib.rs", "mod layouts;", format!("pub mod {many};\n")),
        entry("app/src/resources.rs", "pages::SITE", format!("{many}::{}, ", many.to_uppercase())),
        entry("app/src/resources.rs", "&ACTIVITY", format!("&{}, ", many.to_uppercase())),
    ]
}

/// An entry: `text` stands somewhere before `before`, which is there once, in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) path: &'static str,
    pub(crate) before: &'static str,
    pub(crate) text: String,
}

impl Entry {
    /// Puts the entry right before its place.
    pub(crate) fn insert(&self, changes: &mut Changes<'_>) -> Result<()> {
        changes.edit(self.path, |text| {
            let mut places = text.match_indices(self.before);
            let Some((at, _)) = places.next() else {
                bail!("`{}` is not there: where should `{}` go?", self.before, self.text.trim())
            };
            if places.next().is_some() {
                bail!("`{}` is there twice: where should `{}` go?", self.before, self.text.trim());
            }
            let (head, tail) = text.split_at(at);
            Ok(format!("{head}{}{tail}", self.text))
        })
    }

    /// Takes the entry away, however it was wrapped since.
    pub(crate) fn remove(&self, changes: &mut Changes<'_>) -> Result<()> {
        changes.edit(self.path, |text| {
            let found = find(text, &self.text).ok_or_else(|| anyhow!("`{}` is not there", self.text.trim()))?;
            let (head, tail) = (text.get(..found.start), text.get(found.end..));
            // What stood before the entry on its line came with it.
            let is_indented = self.text.starts_with(' ');
            let head = head.map(|head| if is_indented { head.trim_end_matches(' ') } else { head });
            Ok([head, tail].into_iter().flatten().collect())
        })
    }
}

/// Where `wanted` stands in a text, whatever white space is between its words and signs.
fn find(text: &str, wanted: &str) -> Option<std::ops::Range<usize>> {
    text.match_indices(wanted.trim_start().chars().next()?).find_map(|(start, _)| {
        let mut rest = text.get(start..)?;
        for letter in wanted.chars().filter(|letter| !letter.is_whitespace()) {
            rest = rest.trim_start().strip_prefix(letter)?;
        }
        let trailing = wanted.chars().rev().take_while(|letter| letter.is_whitespace()).count();
        let blank =
            rest.chars().take_while(|letter| letter.is_whitespace()).take(trailing).map(char::len_utf8).sum::<usize>();
        Some(start..text.len() - rest.len() + blank)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tree;

    #[test]
    fn an_entry_that_was_put_in_is_taken_away_however_it_was_wrapped() {
        let before = "const ALL: &[&Manifest] = &[&SITE, &ACTIVITY];\n";
        let entry = Entry { path: "a.rs", before: "&ACTIVITY", text: "&INVOICES, ".into() };
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let mut changes = Changes::of(&tree).unwrap();
        changes.write("a.rs", before);
        entry.insert(&mut changes).unwrap();
        assert_eq!(changes.text("a.rs").unwrap(), "const ALL: &[&Manifest] = &[&SITE, &INVOICES, &ACTIVITY];\n");
        entry.remove(&mut changes).unwrap();
        assert_eq!(changes.text("a.rs").unwrap(), before);
        changes.write("a.rs", "&[\n    &SITE,\n    &INVOICES,\n    &ACTIVITY,\n];\n");
        entry.remove(&mut changes).unwrap();
        assert_eq!(changes.text("a.rs").unwrap(), "&[\n    &SITE,\n        &ACTIVITY,\n];\n");
        assert!(entry.remove(&mut changes).unwrap_err().to_string().contains("a.rs"));
    }

    #[test]
    fn an_entry_on_a_line_of_its_own_takes_its_blanks_along() {
        let before = "permissions! {\n    projects {}\n    activity {}\n}\n";
        let entry = Entry { path: "a.rs", before: "    activity {}", text: "    invoices {}\n".into() };
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let mut changes = Changes::of(&tree).unwrap();
        changes.write("a.rs", before);
        entry.insert(&mut changes).unwrap();
        assert_eq!(
            changes.text("a.rs").unwrap(),
            "permissions! {\n    projects {}\n    invoices {}\n    activity {}\n}\n"
        );
        entry.remove(&mut changes).unwrap();
        assert_eq!(changes.text("a.rs").unwrap(), before);
    }

    #[test]
    fn a_list_that_lost_its_place_says_what_should_go_where() {
        let entry = Entry { path: "a.rs", before: "&ACTIVITY", text: "&INVOICES, ".into() };
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let mut changes = Changes::of(&tree).unwrap();
        for text in ["", "&ACTIVITY &ACTIVITY"] {
            changes.write("a.rs", text);
            let problem = format!("{:#}", entry.insert(&mut changes).unwrap_err());
            assert!(problem.contains("where should `&INVOICES,` go?"), "{problem}");
        }
    }
}
