//! The lists in `AGENTS.md`, which say what there is: written from the scripts and the crates themselves.

use std::{collections::BTreeMap, fmt::Write};

use anyhow::{Context, Result};

use crate::Changes;

/// The file with the lists.
pub const FILE: &str = "AGENTS.md";

const END: &str = "<!-- end of list -->";
const LISTS: [(&str, List); 2] = [("<!-- list of commands -->", commands), ("<!-- list of crates -->", crates)];

type List = fn(&Changes<'_>) -> Result<String>;

/// Brings the lists up to date with the other changes. A product may do without the file.
pub fn refresh(changes: &mut Changes<'_>) -> Result<()> {
    let Some(mut text) = changes.find(FILE)? else { return Ok(()) };
    for (begin, list) in LISTS {
        let list = list(changes)?;
        text = replaced(&text, begin, &list).with_context(|| format!("{FILE} has no {begin} … {END}"))?;
    }
    if text != changes.text(FILE)? {
        changes.write(FILE, text);
    }
    Ok(())
}

fn replaced(text: &str, begin: &str, list: &str) -> Option<String> {
    let (before, rest) = text.split_once(begin)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{begin}\n{list}{END}{after}"))
}

/// Each script of `bin/` by the first sentence of its comment.
fn commands(changes: &Changes<'_>) -> Result<String> {
    let mut list = String::new();
    for path in changes.files_in("bin").iter().filter(|path| path.matches('/').count() == 1) {
        writeln!(list, "- `{path}`: {}", first_sentence(&changes.text(path)?))?;
    }
    Ok(list)
}

/// `#!…`, then lines of a comment.
fn first_sentence(script: &str) -> String {
    let comment: Vec<&str> = script.lines().skip(1).map_while(|line| line.strip_prefix("# ")).collect();
    let comment = comment.join(" ");
    comment.split_once(". ").map_or(comment.as_str(), |(first, _)| first).trim_end_matches(['.', ':']).to_owned()
}

/// The crates of the product by their descriptions.
fn crates(changes: &Changes<'_>) -> Result<String> {
    let of_the_product = |path: &&String| !path.starts_with("clerk/") && !path.starts_with("workshop/");
    let mut lines = BTreeMap::new();
    for path in changes.files().iter().filter(of_the_product) {
        let Some(folder) = path.strip_suffix("/Cargo.toml") else { continue };
        let manifest = changes.text(path)?;
        let description = manifest.lines().find_map(|line| line.strip_prefix("description = \"")?.strip_suffix('"'));
        lines.insert(folder.to_owned(), description.unwrap_or("says nothing of itself").to_owned());
    }
    Ok(lines.iter().map(|(folder, description)| format!("- `{folder}`: {description}\n")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tree;

    #[test]
    fn the_lists_say_what_there_is() {
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let mut changes = Changes::of(&tree).unwrap();
        let Some(written) = changes.find(FILE).unwrap() else { return };
        refresh(&mut changes).unwrap();
        assert_eq!(written, changes.text(FILE).unwrap(), "write it anew: cargo run -p scaffold -- agents");
    }

    #[test]
    fn what_goes_leaves_the_list() {
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let mut changes = Changes::of(&tree).unwrap();
        changes.write(
            FILE,
            "a\n<!-- list of commands -->\noutdated\n<!-- end of list -->\n<!-- list of crates -->\n<!-- end of list -->\n",
        );
        changes.delete("bin/rename").unwrap();
        changes.write("bin/sing", "#!/bin/sh\n# Sings a song\n# to you. Twice.\n");
        refresh(&mut changes).unwrap();
        let text = changes.text(FILE).unwrap();
        assert!(text.contains("- `bin/sing`: Sings a song to you\n"), "{text}");
        assert!(!text.contains("outdated") && !text.contains("bin/rename"), "{text}");
        assert!(text.contains("- `crates/scaffold`: "), "{text}");
    }
}
