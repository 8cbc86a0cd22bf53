//! What of a copy is put in place: all but the policy for the copying itself, which names a role of the cluster that the
//! copy comes from. It is made anew for the owner of the place at the next start.

use std::{path::Path, process::Stdio};

use super::{BackupError, program::Program};

/// The contents of the copy that are to be restored, as `pg_restore --use-list` reads them.
pub(super) async fn to_restore(program: &Program, file: &Path) -> Result<String, BackupError> {
    let mut list = tokio::process::Command::new(program.name);
    let output = list.arg("--list").arg(file).stdin(Stdio::null()).kill_on_drop(true).output().await;
    let output = output.map_err(|source| BackupError::File { file: file.to_owned(), source })?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(BackupError::Failed { program: program.name, words });
    }
    Ok(without_backup_policies(&String::from_utf8_lossy(&output.stdout)))
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
3215; 0 16401 TABLE public projects app_owner
3402; 3256 16455 POLICY public projects tenant app_owner
3403; 3256 16456 POLICY public backup tenant app_owner
";
        let list = format!("{kept}3404; 3256 16457 POLICY public projects backup app_owner\n");
        assert_eq!(without_backup_policies(&list), kept);
    }
}
