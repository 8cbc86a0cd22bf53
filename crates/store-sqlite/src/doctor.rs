//! What `server doctor` is told of an SQLite database.

use std::path::Path;

use sqlx::{SqliteConnection, query_scalar};
use store::{Finding, Level};

use crate::{
    engine::File,
    error::{CORRUPT, primary_code},
    location, sql,
};

/// What is well and what is not.
pub(crate) async fn findings(file: &File) -> Result<Vec<Finding>, sqlx::Error> {
    let settings = settings(&mut *file.writer.acquire().await?).await?;
    let state = state(&mut *file.readers.acquire().await?).await?;
    let trail = trail(&mut *file.readers.acquire().await?).await?;
    let privacy = privacy(file.readers.connect_options().get_filename());
    Ok(settings.into_iter().chain(state).chain(trail).chain([privacy]).collect())
}

/// How writes are made.
async fn settings(writer: &mut SqliteConnection) -> Result<Vec<Finding>, sqlx::Error> {
    let journal: String = query_scalar(sql::JOURNAL_MODE).fetch_one(&mut *writer).await?;
    let synchronous: i64 = query_scalar(sql::SYNCHRONOUS).fetch_one(&mut *writer).await?;
    let foreign_keys: bool = query_scalar(sql::FOREIGN_KEYS).fetch_one(writer).await?;
    Ok(vec![
        journaling(&journal),
        finding(
            synchronous >= 2,
            "synchronous=FULL: what was acknowledged survives a power cut",
            "writes are not synchronous: a power cut can lose what was acknowledged",
        ),
        finding(
            foreign_keys,
            "foreign keys are enforced",
            "foreign keys are not enforced: tasks and terms could outlive their project",
        ),
    ])
}

/// A start sets the mode; a file that no server opened yet, such as a backup, is in another.
fn journaling(mode: &str) -> Finding {
    if mode == "wal" {
        return Finding { level: Level::Good, text: "write-ahead log: reads do not wait for writes".to_owned() };
    }
    let text = format!(
        "the journal mode is {mode}: the next start makes it WAL; if not, keep the file on a local disk, network file \
         systems cannot have it"
    );
    Finding { level: Level::Warning, text }
}

/// How the file is, and what a reader should know of the engine.
async fn state(reader: &mut SqliteConnection) -> Result<Vec<Finding>, sqlx::Error> {
    let report: Vec<String> = match query_scalar(sql::QUICK_CHECK).fetch_all(reader).await {
        Err(error) if primary_code(&error) == Some(CORRUPT) => vec![error.to_string()],
        outcome => outcome?,
    };
    let damage = format!("the file is damaged ({}): restore a backup", report.join("; "));
    Ok(vec![
        finding(report == ["ok"], "the file is whole", &damage),
        finding(
            true,
            "SQLite has no row-level security: tenants are kept apart by the types every call takes, by keys that begin \
             with the tenant, and by a test that reads every statement",
            "",
        ),
    ])
}

/// What keeps the trail, and for how long; nothing where there is none yet.
async fn trail(reader: &mut SqliteConnection) -> Result<Option<Finding>, sqlx::Error> {
    let tables: i64 = query_scalar(sql::HAS_TABLE).bind("audit_events").fetch_one(&mut *reader).await?;
    if tables == 0 {
        return Ok(None);
    }
    let triggers: i64 = query_scalar(sql::TRIGGERS).fetch_one(&mut *reader).await?;
    let days: Option<u32> = query_scalar(sql::RETENTION).fetch_one(reader).await?;
    let kept = days.map_or("for ever".to_owned(), |days| format!("for {days} days"));
    Ok(Some(finding(
        triggers == 3,
        &format!("the audit trail can be added to, not changed, and is kept {kept} (AUDIT_RETENTION_DAYS)"),
        "a trigger that keeps the audit trail is gone: restore a backup",
    )))
}

/// Who else gets at the file.
fn privacy(file: &Path) -> Finding {
    match location::openness(file) {
        None => Finding { level: Level::Good, text: "the file is this user's alone".to_owned() },
        Some(text) => Finding { level: Level::Warning, text },
    }
}

fn finding(well: bool, good: &str, bad: &str) -> Finding {
    let (level, text) = if well { (Level::Good, good) } else { (Level::Problem, bad) };
    Finding { level, text: text.to_owned() }
}
