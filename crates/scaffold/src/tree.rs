//! A checkout of the product: which files belong to it, and whether it may be changed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use anyhow::{Context, Result, bail};

/// How many of the files in the way a refusal names.
const NAMED: usize = 10;

/// A checkout. Paths inside it are written as git writes them, from its root and with `/`.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
}

impl Tree {
    /// The checkout that holds the current folder.
    pub fn here() -> Result<Self> {
        let here = env::current_dir().context("cannot tell the current folder")?;
        let root = git(&here, &["rev-parse", "--show-toplevel"])?;
        Ok(Self::at(root.trim_end()))
    }

    /// The checkout with this root.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Its root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Refuses a tree with changes that are not committed: what a command does must be easy to see and to take back.
    pub fn must_be_clean(&self) -> Result<()> {
        let status = git(&self.root, &["status", "--porcelain"])?;
        if status.is_empty() {
            return Ok(());
        }
        let named: Vec<&str> = status.lines().take(NAMED).collect();
        let more = status.lines().count().saturating_sub(NAMED);
        let more = if more == 0 { String::new() } else { format!("\nand {more} more") };
        bail!(
            "some files have changes that are not committed. Commit them or put them away (git stash -u) first: then \
             `git diff` shows what this command did, and git can take it back.\n{}{more}",
            named.join("\n")
        );
    }

    /// The files that git tracks or would track, sorted.
    pub fn files(&self) -> Result<Vec<String>> {
        let listed = git(&self.root, &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
        let mut files: Vec<String> = listed.split_terminator('\0').map(str::to_owned).collect();
        files.retain(|path| self.path(path).is_file());
        files.sort();
        files.dedup();
        Ok(files)
    }

    /// What a file holds: nothing when it is not there, or not text.
    pub fn text(&self, path: &str) -> Result<Option<String>> {
        match fs::read(self.path(path)) {
            Ok(bytes) => Ok(String::from_utf8(bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {path}")),
        }
    }

    /// Where a file of the tree lies on this machine.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output().context("cannot run git")?;
    if !output.status.success() {
        bail!("git {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).context("git lists a file whose name is not UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository() -> (tempfile::TempDir, Tree) {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "--quiet"]).unwrap();
        let tree = Tree::at(folder.path());
        (folder, tree)
    }

    #[test]
    fn a_dirty_tree_is_refused_and_says_which_files() {
        let (_folder, tree) = repository();
        tree.must_be_clean().unwrap();
        for number in 0..12 {
            fs::write(tree.path(&format!("{number:02}.txt")), "").unwrap();
        }
        let refusal = tree.must_be_clean().unwrap_err().to_string();
        assert!(refusal.contains("Commit them or put them away"), "{refusal}");
        assert!(refusal.contains("?? 09.txt\nand 2 more"), "{refusal}");
    }

    #[test]
    fn ignored_and_deleted_files_are_not_listed() {
        let (_folder, tree) = repository();
        for path in [".gitignore", "kept.txt", "gone.txt", "ignored.txt"] {
            fs::write(tree.path(path), "ignored.txt\n").unwrap();
        }
        git(tree.root(), &["add", "."]).unwrap();
        fs::remove_file(tree.path("gone.txt")).unwrap();
        assert_eq!(tree.files().unwrap(), [".gitignore", "kept.txt"]);
    }
}
