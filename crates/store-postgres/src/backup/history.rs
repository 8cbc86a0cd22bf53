//! Which migrations had run in a backup, read from the backup itself before anything in the database is given up for
//! it.

use std::path::Path;

use super::{BackupError, program::Program};
use crate::{migrations::State, open};

/// Refuses a copy of a schema that this binary does not know.
pub(super) async fn must_be_known(program: &Program, file: &Path, schema: &str) -> Result<(), BackupError> {
    let schema = format!("--schema={schema}");
    let tables = ["--data-only", "--table=_sqlx_migrations", "--table=schema_state", &schema, "--file=-"];
    let script = program.read(&tables, file).await?;
    let applied = applied(&script).filter(|applied| !applied.is_empty());
    let applied = applied.ok_or_else(|| BackupError::Foreign(file.to_owned()))?;
    let state = State { applied, compatible_since: compatible_since(&script) };
    open::must_be_known(file.display().to_string(), &state)?;
    Ok(())
}

fn applied(script: &str) -> Option<Vec<store::Migration>> {
    let rows = rows(script, "_sqlx_migrations", ["version", "description", "checksum"])?;
    let row = |[version, description, checksum]: [&str; 3]| {
        Some((version.parse().ok()?, description.to_owned(), bytes(checksum)?))
    };
    rows.into_iter().map(row).collect()
}

fn compatible_since(script: &str) -> Option<i64> {
    let [[since]] = rows(script, "schema_state", ["compatible_since"])?.try_into().ok()?;
    since.parse().ok()
}

/// Columns of the rows behind `COPY schema.table (column, …) FROM stdin;`, to the line that ends them.
fn rows<'s, const N: usize>(script: &'s str, table: &str, columns: [&str; N]) -> Option<Vec<[&'s str; N]>> {
    let begins = |line: &&str| line.strip_prefix("COPY ").is_some_and(|rest| rest.contains(&format!(".{table} (")));
    let mut lines = script.lines().skip_while(|line| !begins(line));
    let (_, names) = lines.next()?.split_once(" (")?;
    let (names, _) = names.split_once(") FROM stdin;")?;
    let names: Vec<&str> = names.split(", ").collect();
    let row = |line: &'s str| -> Option<[&'s str; N]> {
        let fields: Vec<&str> = line.split('\t').collect();
        let field = |column| fields.get(names.iter().position(|name| *name == column)?).copied();
        columns.iter().map(|column| field(*column)).collect::<Option<Vec<_>>>()?.try_into().ok()
    };
    lines.take_while(|line| *line != "\\.").map(row).collect()
}

/// `\\x0aff`
fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix(r"\\x")?.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "SET standard_conforming_strings = on;

COPY public._sqlx_migrations (version, description, installed_on, success, checksum, execution_time) FROM stdin;
1\tinstance\t2026-11-28 13:00:00+00\tt\t\\\\x0aff\t-1
2\tmore of it\t2026-11-28 13:00:01+00\tt\t\\\\x\t7
\\.

COPY public.schema_state (id, compatible_since, terms_version) FROM stdin;
1\t3\t1
\\.
";

    #[test]
    fn reads_the_rows() {
        let rows = vec![(1, "instance".to_owned(), vec![10, 255]), (2, "more of it".to_owned(), vec![])];
        assert_eq!(applied(SCRIPT), Some(rows));
        assert_eq!(compatible_since(SCRIPT), Some(3));
        assert_eq!(compatible_since(&SCRIPT.replace("schema_state", "other")), None);
    }

    #[test]
    fn what_is_written_otherwise_is_none() {
        for (from, to) in [("COPY ", "MOVE "), ("checksum", "sum"), ("1\t", "one\t"), (r"\\x0aff", "010")] {
            assert_eq!(applied(&SCRIPT.replace(from, to)), None, "{from:?} as {to:?}");
        }
    }
}
