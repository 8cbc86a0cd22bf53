//! Which migrations ran in a copy, read from the copy itself: before anything of the database is lost for it.

use std::path::Path;

use super::{BackupError, program::Program};
use crate::{migrations::Applied, open};

/// Refuses a copy of a schema that this binary does not know.
pub(super) async fn must_be_known(program: &Program, file: &Path, schema: &str) -> Result<(), BackupError> {
    let schema = format!("--schema={schema}");
    let script = program.read(&["--data-only", "--table=_sqlx_migrations", &schema, "--file=-"], file).await?;
    let applied = applied(&script).filter(|applied| !applied.is_empty());
    let applied = applied.ok_or_else(|| BackupError::Foreign(file.to_owned()))?;
    open::must_be_known(file.display().to_string(), &applied)?;
    Ok(())
}

/// The rows behind `COPY table (column, …) FROM stdin;`, to the line that ends them.
fn applied(script: &str) -> Option<Vec<Applied>> {
    let mut lines = script.lines().skip_while(|line| !line.starts_with("COPY "));
    let (_, columns) = lines.next()?.split_once(" (")?;
    let (columns, _) = columns.split_once(") FROM stdin;")?;
    let place = |name: &str| columns.split(", ").position(|column| column == name);
    let (version, description, checksum) = (place("version")?, place("description")?, place("checksum")?);
    let row = |line: &str| -> Option<Applied> {
        let fields: Vec<&str> = line.split('\t').collect();
        let title = (*fields.get(description)?).to_owned();
        Some((fields.get(version)?.parse().ok()?, title, bytes(fields.get(checksum)?)?))
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

COPY public.other (version) FROM stdin;
";

    #[test]
    fn reads_the_rows() {
        let rows = vec![(1, "instance".to_owned(), vec![10, 255]), (2, "more of it".to_owned(), vec![])];
        assert_eq!(applied(SCRIPT), Some(rows));
    }

    #[test]
    fn what_is_written_otherwise_is_none() {
        for (from, to) in [("COPY ", "MOVE "), ("checksum", "sum"), ("1\t", "one\t"), (r"\\x0aff", "010")] {
            assert_eq!(applied(&SCRIPT.replace(from, to)), None, "{from:?} as {to:?}");
        }
    }
}
