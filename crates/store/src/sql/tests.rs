//! No statement is left out of the list of all of them, and none is made but by `statements!`.

use std::{collections::BTreeSet, error::Error, fs, path::Path};

use super::*;

/// Every file of the crate, but for these tests.
fn sources(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut texts = Vec::new();
    for file in fs::read_dir(folder)? {
        let file = file?.path();
        if file.is_dir() {
            texts.extend(sources(&file)?);
        } else if !file.ends_with("sql/tests.rs") {
            texts.push(fs::read_to_string(file)?);
        }
    }
    Ok(texts)
}

#[test]
fn every_list_of_statements_is_read() -> Result<(), Box<dyn Error>> {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))?;
    let lists = sources.iter().filter(|text| text.contains("\nstatements! {")).count();
    let modules: BTreeSet<&str> = all().iter().map(|sql| sql.module).collect();
    assert_eq!(modules.len(), lists, "{modules:?}");
    let makers = sources.iter().filter(|text| text.contains("Sql::declared")).count();
    assert_eq!(makers, 1, "only `statements!` makes the type");
    Ok(())
}

#[test]
fn names_are_of_one_statement() {
    let names: BTreeSet<String> = all().iter().map(Sql::name).collect();
    assert_eq!(names.len(), all().len());
    assert!(named("audit::LIST").is_some() && named("GET").is_none());
}

#[test]
fn a_second_text_is_for_whom_it_says() {
    let statement = |other| Sql::declared(("store::a::statements", "B"), ("one", other), (Lock::None, false));
    assert_eq!(statement(None).name(), "a::B");
    for &whose in Dialect::ALL {
        for &dialect in Dialect::ALL {
            assert_eq!(statement(None).text(dialect), "one");
            let expected = if whose == dialect { "two" } else { "one" };
            assert_eq!(statement(Some((whose, "two"))).text(dialect), expected);
        }
    }
}
