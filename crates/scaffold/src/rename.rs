//! `bin/rename`: the product gets another name, in the files that carry one. How they carry it is said here alone: what
//! `cargo leptos new` makes a product from are these files with a gap in the place of the name ([`twins`]).

use anyhow::{Context, Result, bail};
use heck::{ToKebabCase, ToSnakeCase, ToTitleCase};

use crate::{Changes, Tree, marks, parts::TEMPLATE};

/// What to do when it is done.
pub const NEXT: &str =
    "Look at it with `git diff`, run `bin/test`, and commit. The folder keeps its name: move it if you like.";

const MANIFEST: &str = "Cargo.toml";
const BRAND: &str = "app/src/brand.rs";
const README: &str = "README.md";

/// What a generator puts a name in, and the name as people see it.
const GAPS: Name<'static> = Name { plain: "{{project-name}}", title: "{{project-name | title_case}}" };
/// A file that a generator takes in the place of the one without this ending.
const TWIN: &str = ".liquid";

/// A name as programs see it, and as people do.
#[derive(Clone, Copy)]
struct Name<'a> {
    plain: &'a str,
    title: &'a str,
}

/// All that has to change.
pub fn changes<'a>(tree: &'a Tree, name: &str) -> Result<Changes<'a>> {
    let plain = checked(name)?;
    let name = Name { plain: &plain, title: &plain.to_title_case() };
    let mut changes = Changes::of(tree)?;
    for (path, text) in renamed(&changes, name)? {
        changes.write(path, text);
    }
    Ok(changes)
}

/// The files that carry the name, each with a gap in its place and without what is for the template alone, beside them.
pub fn twins(tree: &Tree) -> Result<Changes<'_>> {
    let mut changes = Changes::of(tree)?;
    for (path, text) in renamed(&changes, GAPS)? {
        changes.write(&format!("{path}{TWIN}"), marks::cut(path, &text, TEMPLATE.mark)?);
    }
    Ok(changes)
}

/// The name as `cargo generate` would take it: it turns `MyProduct` into `my-product`, and so do we.
fn checked(name: &str) -> Result<String> {
    let letters = name.strip_prefix(|first: char| first.is_ascii_alphabetic()).unwrap_or_default();
    if letters.is_empty() || !letters.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter)) {
        bail!("{name:?} is no name for a product: take letters, digits and dashes, a letter first, such as my-product");
    }
    let snake = name.to_snake_case();
    Ok(if snake == name { snake } else { name.to_kebab_case() })
}

/// What the files that carry the name hold under another one.
fn renamed(changes: &Changes<'_>, name: Name<'_>) -> Result<[(&'static str, String); 3]> {
    let (manifest, brand, readme) = (changes.text(MANIFEST)?, changes.text(BRAND)?, changes.text(README)?);
    let title = between(&brand, "", "pub const NAME: &str = \"", "\";").context(BRAND)?;
    let heading = format!("# {title}\n");
    let package = between(&manifest, "[[workspace.metadata.leptos]]", "name = \"", "\"").context(MANIFEST)?;
    let mut renamed = [(MANIFEST, manifest.clone()), (BRAND, brand.clone()), (README, readme.clone())];
    let [(_, new_manifest), (_, new_brand), (_, new_readme)] = &mut renamed;
    new_manifest.replace_range(place(&manifest, package), name.plain);
    new_brand.replace_range(place(&brand, title), name.title);
    // Whoever gave their README another heading keeps it.
    *new_readme = readme.replacen(&heading, &format!("# {}\n", name.title), 1);
    Ok(renamed)
}

/// The piece behind `before`, the first one after `section`, up to `after`.
fn between<'a>(text: &'a str, section: &str, before: &str, after: &str) -> Result<&'a str> {
    let found = text.split_once(section).and_then(|(_, rest)| rest.split_once(before));
    let piece = found.and_then(|(_, rest)| rest.split_once(after));
    piece.map(|(piece, _)| piece).with_context(|| format!("it does not say {section} … {before}…{after}"))
}

/// Where a piece of a text stands in it.
fn place(text: &str, piece: &str) -> std::ops::Range<usize> {
    let start = piece.as_ptr() as usize - text.as_ptr() as usize;
    start..start + piece.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
    }

    #[test]
    fn a_name_is_taken_as_the_generator_would_take_it() {
        for (name, taken) in
            [("acme", "acme"), ("my-product", "my-product"), ("my_product", "my_product"), ("MyProduct", "my-product")]
        {
            assert_eq!(checked(name).unwrap(), taken);
        }
        for name in ["", "a", "2b", "-a", "a b", "é1", "a/b", "{{x}}", "a\"b"] {
            assert!(checked(name).is_err(), "{name}");
        }
    }

    #[test]
    fn the_name_stands_in_three_files() {
        let (tree, name) = (tree(), Name { plain: "blue-harbor", title: "Blue Harbor" });
        let changes = Changes::of(&tree).unwrap();
        let [(_, manifest), (_, brand), (_, readme)] = renamed(&changes, name).unwrap();
        assert!(manifest.contains("\nname = \"blue-harbor\"\nbin-package"), "{manifest}");
        assert!(brand.contains("pub const NAME: &str = \"Blue Harbor\";"), "{brand}");
        assert!(readme.starts_with("# Blue Harbor\n"), "{readme}");
    }

    /// A generator fills the gaps as `bin/rename` writes a name. Products made by it have no twins any more.
    #[test]
    fn twins_are_the_files_with_gaps() {
        let tree = tree();
        let (before, changes) = (Changes::of(&tree).unwrap(), twins(&tree).unwrap());
        let title = between(&before.text(BRAND).unwrap(), "", "pub const NAME: &str = \"", "\";").unwrap().to_owned();
        for path in [MANIFEST, BRAND, README] {
            let (twin, text) = (changes.text(&format!("{path}{TWIN}")).unwrap(), before.text(path).unwrap());
            if let Some(there) = before.find(&format!("{path}{TWIN}")).unwrap() {
                assert_eq!(there, twin, "write it anew: cargo run -p scaffold -- twins");
            }
            let filled = twin.replace(GAPS.plain, &title.to_kebab_case()).replace(GAPS.title, &title);
            let of_a_product = marks::cut(path, &text, TEMPLATE.mark).unwrap();
            assert_eq!(filled, of_a_product, "{path} has one gap for each place");
            assert!(!text.contains("{{") && !text.contains("{%"), "{path} would be read as a template");
        }
    }

    #[test]
    fn two_names_one_after_the_other_are_the_second_one() {
        let tree = tree();
        let once = changes(&tree, "other-name").unwrap();
        let manifest = once.text(MANIFEST).unwrap();
        assert!(manifest.contains("\nname = \"other-name\"\n"), "{manifest}");
        assert!(once.text(BRAND).unwrap().contains("\"Other Name\""));
    }
}
