//! Each strict rule is written down with its tests, and the tests that are named are there.

use std::fs;
use std::io;
use std::path::Path;

const DEVIATIONS: &str = include_str!("../../../docs/clerk-deviations.md");

#[test]
fn every_rule_names_tests_that_exist() -> io::Result<()> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sources = String::new();
    for name in ["protocol/tests", "axum/tests", "axum/src"] {
        read_all(&crates.join(name), &mut sources)?;
    }
    let rows: Vec<(&str, &str)> = DEVIATIONS.lines().filter_map(rule_and_tests).collect();
    let rules: Vec<&str> = rows.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, (1..=16).map(|number| format!("S{number}")).collect::<Vec<_>>());
    for (rule, tests) in rows {
        let names: Vec<&str> = tests.split(',').map(|name| name.trim().trim_matches('`')).collect();
        assert!(names.iter().any(|name| name.starts_with(&format!("{}_", rule.to_lowercase()))), "{rule}: {tests}");
        for name in names {
            assert!(sources.contains(&format!("fn {name}(")), "{rule}: {name}");
        }
    }
    Ok(())
}

/// `| S1 | what | why | tests |`. No cell has a bar in it.
fn rule_and_tests(line: &str) -> Option<(&str, &str)> {
    let mut cells = line.strip_prefix("| S")?.trim_end_matches('|').split('|');
    let rule = cells.next()?.trim();
    let start = line.find('S')?;
    Some((line.get(start..start + 1 + rule.len())?, cells.next_back()?.trim()))
}

fn read_all(folder: &Path, text: &mut String) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_all(&path, text)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(path)?);
        }
    }
    Ok(())
}
