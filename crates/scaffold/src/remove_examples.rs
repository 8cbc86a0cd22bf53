//! `bin/remove-examples`: the example resources go, and what they showed is yours to write.

use anyhow::{Result, ensure};

use crate::parts::EXAMPLES;
use crate::{
    Changes, Tree,
    new_resource::{self, Entry},
};

/// What to do when it is done.
pub const NEXT: &str = "The first page of the menu is the activity now, until you add a resource: `bin/new-resource`. In Clerk, \
    take the features `projects` and `invoices` away.\nLook at it with `git diff`, run `bin/test`, and commit.";

/// What stands in one line with others.
fn entries() -> [Entry; 2] {
    let entry = |before, text: &str| Entry { path: "app/src/resources.rs", before, text: text.to_owned() };
    [entry("resource::Resources", "projects::PROJECTS, "), entry("&ACTIVITY", "&PROJECTS, ")]
}

/// All that has to change.
///
/// # Errors
/// When they are gone already.
pub fn changes(tree: &Tree) -> Result<Changes<'_>> {
    let mut changes = Changes::of(tree)?;
    ensure!(are_there(&changes), "the examples are gone already: there is nothing left to remove");
    new_resource::take_away_example(&mut changes)?;
    EXAMPLES.cut(&mut changes)?;
    for entry in entries() {
        entry.remove(&mut changes)?;
    }
    changes.edit("clerk-roles.json", |text| Ok(without_lines(text, "\"org:projects:")))?;
    changes.format()?;
    Ok(changes)
}

/// Whether there is something to remove.
pub fn are_there(changes: &Changes<'_>) -> bool {
    EXAMPLES.paths.iter().any(|path| changes.exists(path) || !changes.files_in(path).is_empty())
}

/// The text without the lines that say this word.
fn without_lines(text: &str, word: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.contains(word)).collect()
}

// begin examples
#[cfg(test)]
mod tests {
    use super::*;

    /// What is left names nothing of them: each block and each entry of a list went.
    #[test]
    fn nothing_is_left_of_the_examples() {
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let changes = changes(&tree).unwrap();
        let mut left = Vec::new();
        for path in changes.files().into_iter().filter(|path| path.ends_with(".rs") && !path.contains("scaffold")) {
            let text = changes.find(&path).unwrap().unwrap_or_default();
            for name in ["begin examples", "Project", "projects::", "invoices::", "TaskStore"] {
                let is_ours = path.starts_with("clerk/") || path.starts_with("workshop/");
                if !is_ours && text.contains(name) {
                    left.push(format!("{path} speaks of {name}"));
                }
            }
        }
        assert!(left.is_empty(), "{left:#?}");
    }

    /// Nor do the documents speak of what is not there, and no link of theirs leads to a file that went. (What was measured
    /// with the examples stays as a record, and says so.)
    #[test]
    fn the_documents_hold_without_the_examples() {
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let changes = changes(&tree).unwrap();
        let gone: Vec<String> = tree.files().unwrap().into_iter().filter(|path| !changes.exists(path)).collect();
        let mut left = Vec::new();
        for path in changes.files().into_iter().filter(|path| path.ends_with(".md")) {
            let is_ours = !path.starts_with("clerk/") && !path.starts_with("workshop/");
            let text = changes.find(&path).unwrap().unwrap_or_default();
            for name in ["projects", "Projects", "a project is", "a task is", "project.purged"] {
                if is_ours && path != "docs/benchmarks.md" && text.contains(name) {
                    left.push(format!("{path} speaks of {name}"));
                }
            }
            let names = gone.iter().filter_map(|path| path.strip_prefix("docs/"));
            left.extend(
                names.filter(|name| text.contains(&format!("{name})"))).map(|name| format!("{path} links to {name}")),
            );
        }
        assert!(left.is_empty(), "{left:#?}");
    }
}
// end examples
