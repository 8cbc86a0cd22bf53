//! `bin/choose-database`: one database stays, the other goes with its engine, its texts and its tests.

mod statements;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::parts::{BOTH_DATABASES, POSTGRES, SQLITE};
use crate::{Changes, Tree};

/// What to do when it is done.
pub const NEXT: &str = "Look at it with `git diff`, run `bin/test`, and commit.";

/// The database that stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Database {
    /// A file beside the server.
    Sqlite,
    /// A server of its own.
    Postgres,
}

impl Database {
    /// Its name among the dialects of statements.
    fn dialect(self) -> &'static str {
        match self {
            Self::Sqlite => "Sqlite",
            Self::Postgres => "Postgres",
        }
    }
}

/// All that has to change.
pub fn changes(tree: &Tree, database: Database) -> Result<Changes<'_>> {
    let (stays, goes) = match database {
        Database::Sqlite => (&SQLITE, &POSTGRES),
        Database::Postgres => (&POSTGRES, &SQLITE),
    };
    let mut changes = Changes::of(tree)?;
    if !stays.paths.iter().any(|path| changes.exists(path)) {
        bail!("{} was taken away before: git has it, in the commit before that", stays.mark);
    }
    for part in [&BOTH_DATABASES, goes] {
        part.cut(&mut changes)?;
    }
    stays.keep(&mut changes)?;
    for path in changes.files_in("crates/store/src").into_iter().filter(|path| path.ends_with(".rs")) {
        changes.edit(&path, |text| statements::keep_one_text(text, database.dialect()))?;
    }
    Ok(changes)
}

/// The text of a file that is added, with the statements of the databases that there are.
pub(crate) fn with_texts_of(changes: &Changes<'_>, path: &str, text: String) -> Result<String> {
    if !path.ends_with(".rs") {
        return Ok(text);
    }
    match (changes.exists("migrations/sqlite"), changes.exists("migrations/postgres")) {
        (true, false) => statements::keep_one_text(&text, Database::Sqlite.dialect()),
        (false, true) => statements::keep_one_text(&text, Database::Postgres.dialect()),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agents;
    use crate::parts::TEMPLATE;

    /// Where the other database may be spoken of: records, other people's crates, and what chooses between the two.
    const ALLOWED: &[&str] = &[
        "Cargo.lock",
        "cargo-generate.toml",
        "clerk/",
        "crates/scaffold/",
        "crates/testkit/src/sql_lint.rs",
        "deny.toml",
        "docs/",
        "migrations/",
        "workshop/",
    ];

    fn left(changes: &Changes<'_>) -> Vec<(String, String)> {
        let texts = changes.files().into_iter().filter(|path| !ALLOWED.iter().any(|allowed| path.starts_with(allowed)));
        texts.filter_map(|path| Some((path.clone(), changes.find(&path).unwrap()?))).collect()
    }

    #[test]
    fn what_is_left_speaks_of_one_database_and_is_rust() {
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        for (database, other) in [(Database::Sqlite, "postgres"), (Database::Postgres, "sqlite")] {
            // Where one was chosen before, there is nothing to choose.
            let Ok(mut changes) = changes(&tree, database) else { return };
            TEMPLATE.cut(&mut changes).unwrap();
            agents::refresh(&mut changes).unwrap();
            let mut spoken = Vec::new();
            for (path, text) in left(&changes) {
                let lines = text.lines().filter(|line| line.to_lowercase().contains(other));
                spoken.extend(lines.map(|line| format!("{path}: {line}")));
                if path.ends_with(".rs") {
                    syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
                }
            }
            assert_eq!(spoken, [""; 0], "without {other}: mark it, or say it without a name");
        }
    }

    #[test]
    fn what_is_added_later_has_the_texts_of_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        std::process::Command::new("git").arg("init").arg("--quiet").arg(folder.path()).status().unwrap();
        let tree = Tree::at(folder.path());
        let mut changes = Changes::of(&tree).unwrap();
        let text = "statements! {\n    A = \"one\", Postgres => \"two\";\n}\n";
        changes.write("migrations/postgres/a.sql", "");
        let added = |changes: &Changes<'_>| with_texts_of(changes, "a.rs", text.to_owned()).unwrap();
        assert_eq!(added(&changes), "statements! {\n    A = \"two\";\n}\n");
        changes.write("migrations/sqlite/a.sql", "");
        assert_eq!(added(&changes), text);
    }

    #[test]
    fn what_was_taken_away_is_not_chosen() {
        let folder = tempfile::tempdir().unwrap();
        std::process::Command::new("git").arg("init").arg("--quiet").arg(folder.path()).status().unwrap();
        let refusal = changes(&Tree::at(folder.path()), Database::Sqlite).unwrap_err().to_string();
        assert!(refusal.contains("sqlite was taken away before"), "{refusal}");
    }
}
