//! `server db migrate` and `server db status`.

use std::{fmt::Write, sync::Arc};

use clerk_protocol::Clock;
use store::Schema;

use crate::{
    config::{Database, Engine},
    database,
};

/// Runs the missing migrations and says what there is.
pub(super) async fn migrate(database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<String> {
    let system = database::open(database, clock).await?.system;
    let schema = system.schema().await;
    system.close().await;
    Ok(shown(&schema?))
}

/// Says what there is.
pub(super) async fn status(database: &Database, clock: Arc<dyn Clock>) -> anyhow::Result<String> {
    let system = database::look(database, Arc::clone(&clock)).await?.system;
    let schema = system.schema().await;
    system.close().await;
    let schema = schema?;
    ensure_accepted(database, &schema, clock).await?;
    Ok(shown(&schema))
}

/// Whether every migration ran that this server knows.
pub(crate) fn is_complete(schema: &Schema) -> bool {
    schema.migrations.iter().all(|(.., ran)| *ran)
}

/// Refuses what the server would refuse although nothing is missing: a migration that was changed after it ran, or one
/// of a newer server. Changes nothing.
pub(crate) async fn ensure_accepted(database: &Database, schema: &Schema, clock: Arc<dyn Clock>) -> anyhow::Result<()> {
    // SQLite's is refused when it is looked at.
    if database.engine == Engine::Postgres && is_complete(schema) {
        // With nothing missing, and without the owner, to open it is to look at it.
        let alone = Database { owner_url: None, ..database.clone() };
        database::open(&alone, clock).await?.system.close().await;
    }
    Ok(())
}

fn shown(schema: &Schema) -> String {
    let mut text = format!("{}\n", schema.engine);
    for (number, title, ran) in &schema.migrations {
        let state = if *ran { "ran" } else { "missing" };
        // Writing to a String does not fail.
        let _ = writeln!(text, "{number:>4}  {state:<8} {title}");
    }
    text.push_str(if is_complete(schema) {
        "The schema is up to date.\n"
    } else {
        "The schema is not up to date: run `server db migrate`, or start the server.\n"
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_missing() {
        let migrations = vec![(1, "projects".to_owned(), true), (2, "tasks".to_owned(), false)];
        insta::assert_snapshot!(shown(&Schema { engine: "SQLite 3.50.4".to_owned(), migrations }), @r"
        SQLite 3.50.4
           1  ran      projects
           2  missing  tasks
        The schema is not up to date: run `server db migrate`, or start the server.
        ");
    }
}
