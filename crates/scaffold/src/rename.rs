//! `bin/rename`: the product gets a name of its own in the files that carry one.

use anyhow::{Result, bail};

use crate::{Changes, Tree};

/// What to do when it is done.
pub const NEXT: &str = "Look at it with `git diff`, run `bin/test`, and commit.";

/// The file whose `[[workspace.metadata.leptos]]` says the name.
const MANIFEST: &str = "Cargo.toml";

/// All that has to change.
pub fn changes<'a>(tree: &'a Tree, name: &str) -> Result<Changes<'a>> {
    if !is_name(name) {
        bail!(
            "{name} is no name for a project: take lower-case letters, digits and single dashes, such as `my-product`"
        );
    }
    let mut changes = Changes::of(tree)?;
    let before = present_name(&changes.text(MANIFEST)?)?;
    changes.edit(MANIFEST, |text| Ok(text.replace(&before, name)))?;
    Ok(changes)
}

fn present_name(manifest: &str) -> Result<String> {
    let section = manifest.split("[[workspace.metadata.leptos]]").nth(1).unwrap_or_default();
    let name = section.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    name.map(str::to_owned).ok_or_else(|| anyhow::anyhow!("{MANIFEST}: [[workspace.metadata.leptos]] has no name"))
}

fn is_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name
            .split('-')
            .all(|word| !word.is_empty() && word.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_words_with_dashes() {
        for name in ["acme", "my-product", "b2b-shop"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "Acme", "2b", "a--b", "-a", "a-", "a b", "a_b", "é"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
