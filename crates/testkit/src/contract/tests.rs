//! A case that is written but not named in its file's `cases!`, or whose file is not in the list, would never run.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, ensure};

#[test]
fn every_case_is_named() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let list = fs::read_to_string(folder.join("contract.rs"))?;
    let listed = words(list.split_once("\ncontract! { $").context("no list")?.1);
    let mut files = 0;
    for file in fs::read_dir(folder.join("contract"))? {
        let file = file?.path();
        if !file.is_file() {
            continue;
        }
        let (module, text) = (file.file_stem().context("no name")?.to_string_lossy(), fs::read_to_string(&file)?);
        let written = cases(&text);
        if written.is_empty() {
            continue;
        }
        let named = text.split_once("cases! { $").context("no list")?.1;
        let named = words(named).into_iter().filter(|word| *word != "isolation" && *word != module);
        ensure!(named.collect::<BTreeSet<_>>() == written, "{module} does not name its cases");
        ensure!(listed.contains(&*module), "{module} is not in the list of files");
        files += 1;
    }
    assert_eq!(listed.len(), files);
    Ok(())
}

fn cases(text: &str) -> BTreeSet<&str> {
    let starts = text.lines().filter_map(|line| line.strip_prefix("pub async fn "));
    starts.filter_map(|rest| rest.split_once("(open: impl Open)").map(|(name, _)| name)).collect()
}

/// Up to the end of the list.
fn words(list: &str) -> BTreeSet<&str> {
    let list = list.split_once("\n} }\n").or_else(|| list.split_once("\n}\n")).map_or(list, |(list, _)| list);
    let names = list.lines().filter(|line| !line.trim_start().starts_with("//"));
    let words = names.flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
    words.filter(|word| !word.is_empty()).collect()
}
