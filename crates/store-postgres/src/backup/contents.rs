//! What a copy holds, and what of it is put in place: all but the policy for the copying itself, which names a role of the
//! cluster that the copy comes from. It is made anew when the role for backups is named again.

use std::path::Path;

use super::{BackupError, program::Program};
use crate::address::Address;

/// The tables that every database of this product has, but for the migrations.
const TABLES: [&str; 3] = ["instance", "tenants", "audit_events"];

/// The contents of a copy of this product's database.
pub(super) struct Contents {
    /// Where its tables are.
    schema: String,
    /// What is to be restored, as `pg_restore --use-list` reads it.
    pub(super) list: String,
}

impl Contents {
    /// Looks into the copy.
    pub(super) async fn of(program: &Program, file: &Path) -> Result<Self, BackupError> {
        let list = program.read(&["--list"], file).await?;
        let schema = schema_of(&list).ok_or_else(|| BackupError::Foreign(file.to_owned()))?;
        Ok(Self { schema: schema.to_owned(), list: without_backup_policies(&list) })
    }

    /// Refuses a copy whose tables would not be where the role looks for them.
    pub(super) fn must_be_for(&self, schema: &str, address: &Address, file: &Path) -> Result<(), BackupError> {
        if self.schema == schema {
            return Ok(());
        }
        Err(BackupError::OtherSchema {
            file: file.to_owned(),
            found: self.schema.clone(),
            place: address.to_string(),
            here: schema.to_owned(),
        })
    }
}

/// The schema with the rows of all of our tables.
fn schema_of(list: &str) -> Option<&str> {
    let tables: Vec<&str> = list.lines().filter_map(table_with_rows).collect();
    let (schema, _) = tables.iter().find_map(|table| table.split_once(" _sqlx_migrations "))?;
    let begins = |name: &&str| tables.iter().any(|table| table.starts_with(&format!("{schema} {name} ")));
    TABLES.iter().all(begins).then_some(schema)
}

/// A line of the list is `id; oid oid TABLE DATA schema table owner`; what follows on `DATA`.
fn table_with_rows(line: &str) -> Option<&str> {
    let (_, entry) = line.split_once("; ")?;
    entry.splitn(3, ' ').nth(2)?.strip_prefix("TABLE DATA ")
}

/// A line of the list is `id; oid oid POLICY schema table policy owner`.
fn without_backup_policies(list: &str) -> String {
    let is_kept = |line: &&str| !(line.contains(" POLICY ") && line.split(' ').rev().nth(1) == Some("backup"));
    list.lines().filter(is_kept).map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_the_policy_alone() {
        let kept = "\
;
; Archive created at 2026-11-28 13:00:00 UTC
3215; 0 16401 TABLE public audit_events app_owner
3402; 3256 16455 POLICY public audit_events tenant app_owner
3403; 3256 16456 POLICY public backup tenant app_owner
";
        let list = format!("{kept}3404; 3256 16457 POLICY public audit_events backup app_owner\n");
        assert_eq!(without_backup_policies(&list), kept);
    }

    #[test]
    fn knows_a_copy_of_ours_by_its_rows() {
        let ours = "\
; Selected TOC Entries:
;
216; 1259 16390 TABLE public instance app_owner
3390; 0 16401 TABLE DATA public audit_events app_owner
3388; 0 16380 TABLE DATA public _sqlx_migrations app_owner
3389; 0 16390 TABLE DATA public instance app_owner
3391; 0 16395 TABLE DATA public tenants app_owner
";
        assert_eq!(schema_of(ours), Some("public"));
        for line in ours.lines().skip(3) {
            assert_eq!(schema_of(&ours.replace(line, "")), None, "{line}");
            assert_eq!(schema_of(&ours.replace(line, &line.replace("public", "other"))), None, "{line}");
            assert_eq!(schema_of(&ours.replace(line, &line.replace("TABLE DATA", "TABLE"))), None, "{line}");
        }
        assert_eq!(schema_of(""), None);
    }
}
