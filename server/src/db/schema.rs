//! `server db migrate` and `server db status`.

use std::{fmt::Write, sync::Arc};

use domain::Clock;
use store::{Finding, Level, Schema, Standing};

use crate::{config::Database, database};

/// Runs the missing migrations and says what there is.
pub(super) async fn migrate(database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<String> {
    let system = database::open(database, clock).await?.system;
    let schema = system.schema().await;
    system.close().await;
    Ok(shown(&schema?))
}

/// Says what there is.
pub(super) async fn status(database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<String> {
    let system = database::look(database, clock).await?.system;
    let schema = system.schema().await;
    system.close().await;
    let schema = schema?;
    anyhow::ensure!(verdict(&schema).level != Level::Problem, "{}", shown(&schema).trim_end());
    Ok(shown(&schema))
}

/// Whether every migration ran that this server knows.
pub(crate) fn is_complete(schema: &Schema) -> bool {
    schema.migrations.iter().all(|(.., standing)| *standing != Standing::Missing)
}

/// What a start would make of it, in the words of its refusal where it refuses.
pub(crate) fn verdict(schema: &Schema) -> Finding {
    let first =
        |wanted| schema.migrations.iter().find(|(.., standing)| *standing == wanted).map(|(number, ..)| *number);
    let known = schema.migrations.iter().filter(|(.., standing)| *standing != Standing::Unknown);
    let known = known.map(|(number, ..)| *number).max().unwrap_or_default();
    let (level, text) = if let Some(found) = first(Standing::Unknown) {
        let found = format!("the database has schema {found}, this server knows {known}");
        (Level::Problem, format!("{found}: start a newer server, or restore a backup"))
    } else if let Some(number) = first(Standing::Changed) {
        let changed = format!("migration {number} was changed after it ran");
        (Level::Problem, format!("{changed}: undo the edit and add a new migration"))
    } else if is_complete(schema) {
        (Level::Good, "the schema is up to date".to_owned())
    } else {
        let text = "the schema is not up to date: run `server db migrate`, or start the server";
        (Level::Warning, text.to_owned())
    };
    Finding { level, text }
}

fn shown(schema: &Schema) -> String {
    let mut text = format!("{}\n", schema.engine);
    for (number, title, standing) in &schema.migrations {
        let standing = match standing {
            Standing::Missing => "missing",
            Standing::Ran => "ran",
            Standing::Changed => "changed",
            Standing::Unknown => "unknown",
        };
        // Writing to a String does not fail.
        let _ = writeln!(text, "{number:>4}  {standing:<8} {title}");
    }
    let verdict = verdict(schema).text;
    let (first, rest) = verdict.split_at(1);
    let _ = writeln!(text, "{}{rest}.", first.to_uppercase());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(standings: &[Standing]) -> Schema {
        let titles = ["instance", "projects", "tasks"].map(str::to_owned);
        let migrations = (1..).zip(titles).zip(standings).map(|((number, title), standing)| (number, title, *standing));
        Schema { engine: "SQLite 3.50.4".to_owned(), migrations: migrations.collect() }
    }

    #[test]
    fn says_what_is_missing() {
        insta::assert_snapshot!(shown(&schema(&[Standing::Ran, Standing::Missing])), @r"
        SQLite 3.50.4
           1  ran      instance
           2  missing  projects
        The schema is not up to date: run `server db migrate`, or start the server.
        ");
    }

    #[test]
    fn what_a_start_refuses_is_a_problem_whatever_else_there_is() {
        for (standings, words) in [
            (vec![Standing::Ran, Standing::Missing, Standing::Unknown], "has schema 3, this server knows 2"),
            (vec![Standing::Ran, Standing::Changed, Standing::Missing], "migration 2 was changed after it ran"),
        ] {
            let schema = schema(&standings);
            let Finding { level, text } = verdict(&schema);
            assert!(level == Level::Problem && text.contains(words), "{text}");
            assert!(!shown(&schema).contains("up to date"), "{}", shown(&schema));
        }
    }
}
