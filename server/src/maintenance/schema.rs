//! `server db migrate` and `server db status`.

use std::{fmt::Write, sync::Arc};

use domain::Clock;
use store::{Finding, Level, MigrationState, Schema, Verdict};

use crate::{
    config::Database,
    database::{self, Kept},
};

/// Runs the missing migrations and says what there is.
pub(super) async fn migrate(database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<String> {
    let system = database::open(database, clock).await?.system;
    let schema = system.schema().await;
    let kept = database::keep_trail(&*system, database.audit_retention).await;
    system.close().await;
    let mut said = shown(&schema?);
    let (Kept::AsTold(kept) | Kept::AsBefore(kept)) = kept?;
    let _ = writeln!(said, "{kept}");
    if let Some(done) = database.adapter.set_up(database).await? {
        let _ = writeln!(said, "{done}");
    }
    Ok(said)
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
    schema.migrations.iter().all(|(.., standing)| *standing != MigrationState::Missing)
}

/// What a start would make of it, in the words of its refusal where it refuses.
pub(crate) fn verdict(schema: &Schema) -> Finding {
    let (level, text) = match schema.verdict() {
        Verdict::UpToDate => (Level::Good, "the schema is up to date".to_owned()),
        Verdict::Behind => {
            let text = "the schema is not up to date: run `server db migrate`, or start the server";
            (Level::Warning, text.to_owned())
        }
        Verdict::Ahead { found, known } => {
            let text = format!(
                "the database has schema {found}, a newer server's; this one knows {known} and can work with it, but \
                 changes nothing of it"
            );
            (Level::Warning, text)
        }
        Verdict::TooNew(refusal) => (Level::Problem, format!("the database has {refusal}")),
        Verdict::Changed(number) => {
            let changed = format!("migration {number} was changed after it ran");
            (Level::Problem, format!("{changed}: undo the edit and add a new migration"))
        }
    };
    Finding { level, text }
}

fn shown(schema: &Schema) -> String {
    let mut text = format!("{}\n", schema.engine);
    for (number, title, standing) in &schema.migrations {
        let standing = match standing {
            MigrationState::Missing => "missing",
            MigrationState::Ran => "ran",
            MigrationState::Changed => "changed",
            MigrationState::Unknown => "unknown",
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

    fn schema(standings: &[MigrationState], compatible_since: i64) -> Schema {
        let titles = ["start", "more", "most"].map(str::to_owned);
        let migrations = (1..).zip(titles).zip(standings).map(|((number, title), standing)| (number, title, *standing));
        let compatible_since = Some(compatible_since);
        Schema { engine: "Engine 3.50.4".to_owned(), migrations: migrations.collect(), compatible_since }
    }

    #[test]
    fn says_what_is_missing() {
        insta::assert_snapshot!(shown(&schema(&[MigrationState::Ran, MigrationState::Missing], 1)), @r"
        Engine 3.50.4
           1  ran      start
           2  missing  more
        The schema is not up to date: run `server db migrate`, or start the server.
        ");
    }

    #[test]
    fn a_newer_servers_schema_is_no_problem_where_it_says_so() {
        insta::assert_snapshot!(shown(&schema(&[MigrationState::Ran, MigrationState::Unknown], 1)), @r"
        Engine 3.50.4
           1  ran      start
           2  unknown  more
        The database has schema 2, a newer server's; this one knows 1 and can work with it, but changes nothing of it.
        ");
        assert_eq!(verdict(&schema(&[MigrationState::Ran, MigrationState::Unknown], 1)).level, Level::Warning);
    }

    #[test]
    fn what_a_start_refuses_is_a_problem_whatever_else_there_is() {
        for (standings, words) in [
            (
                vec![MigrationState::Ran, MigrationState::Ran, MigrationState::Unknown],
                "servers from schema 3 on can work with; this one knows 2",
            ),
            (
                vec![MigrationState::Ran, MigrationState::Missing, MigrationState::Unknown],
                "has schema 3, this server knows 2",
            ),
            (
                vec![MigrationState::Ran, MigrationState::Changed, MigrationState::Missing],
                "migration 2 was changed after it ran",
            ),
        ] {
            let schema = schema(&standings, 3);
            let Finding { level, text } = verdict(&schema);
            assert!(level == Level::Problem && text.contains(words), "{text}");
            assert!(!shown(&schema).contains("up to date"), "{}", shown(&schema));
        }
    }
}
