//! `server db migrate` and `server db status`.

use std::{fmt::Write, sync::Arc};

use clerk_protocol::Clock;
use store::Schema;

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
    Ok(shown(&schema?))
}

fn shown(schema: &Schema) -> String {
    let mut text = format!("{}\n", schema.engine);
    for (number, title, ran) in &schema.migrations {
        let state = if *ran { "ran" } else { "missing" };
        // Writing to a String does not fail.
        let _ = writeln!(text, "{number:>4}  {state:<8} {title}");
    }
    let missing = schema.migrations.iter().filter(|(.., ran)| !ran).count();
    text.push_str(match missing {
        0 => "The schema is up to date.\n",
        _ => "The schema is not up to date: run `server db migrate`, or start the server.\n",
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
