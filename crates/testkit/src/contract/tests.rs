//! A case that is written but not named in `store_contract!` would never run.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result};

#[test]
fn every_case_is_named_in_the_macro() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut written = BTreeSet::new();
    for file in fs::read_dir(folder.join("contract"))? {
        let file = file?.path();
        if !file.is_file() {
            continue;
        }
        let module = file.file_stem().context("no name")?.to_string_lossy().into_owned();
        written.extend(cases(&fs::read_to_string(&file)?).map(|case| format!("{module}::{case}")));
    }
    assert_eq!(named(&fs::read_to_string(folder.join("contract.rs"))?), written);
    Ok(())
}

fn cases(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.lines().filter_map(|line| line.strip_prefix("pub async fn "));
    starts.filter_map(|rest| rest.split_once("(open: impl Open)").map(|(name, _)| name))
}

/// The names between the braces behind each module's name.
fn named(text: &str) -> BTreeSet<String> {
    let list = text.split_once("store_contract! { $open:").map_or("", |(_, rest)| rest);
    let mut module = "";
    let mut names = BTreeSet::new();
    for line in list.lines().map(str::trim).take_while(|line| !line.starts_with("};") && !line.starts_with("($open")) {
        match line.strip_suffix(" {") {
            Some(name) => module = name,
            None if line.starts_with('}') || line.is_empty() => {}
            None => {
                names.insert(format!("{module}::{line}"));
            }
        }
    }
    names
}
