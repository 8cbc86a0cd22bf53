//! All that a command wants to change, collected before the first byte is written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fmt, fs};

use anyhow::{Context, Result, anyhow, bail};

use crate::Tree;
use crate::format::format_rust;

/// The name of a file that is being written ends so until all of them are complete.
const UNFINISHED: &str = "scaffold-unfinished";

/// Edits of a tree that were not carried out yet. Reading gives a file as the edits so far leave it.
#[derive(Debug)]
pub struct Changes<'a> {
    tree: &'a Tree,
    files: BTreeSet<String>,
    /// `None` is a file to delete.
    edits: BTreeMap<String, Option<String>>,
}

/// What was carried out.
#[derive(Debug, PartialEq, Eq)]
pub struct Done {
    /// Files that were not there before.
    pub added: Vec<String>,
    /// Files whose text is another.
    pub changed: Vec<String>,
    /// Files that are gone.
    pub deleted: Vec<String>,
}

impl<'a> Changes<'a> {
    /// No change of this tree yet.
    pub fn of(tree: &'a Tree) -> Result<Self> {
        let files = tree.files()?.into_iter().collect();
        Ok(Self { tree, files, edits: BTreeMap::new() })
    }

    /// The files that there will be, sorted.
    pub fn files(&self) -> Vec<String> {
        self.files.iter().cloned().collect()
    }

    /// The files that there will be in a folder and below, sorted.
    pub fn files_in(&self, folder: &str) -> Vec<String> {
        let start = format!("{}/", folder.trim_end_matches('/'));
        self.files.iter().filter(|path| path.starts_with(&start)).cloned().collect()
    }

    /// Whether there will be a file or a folder of this path.
    pub fn exists(&self, path: &str) -> bool {
        self.files.contains(path) || !self.files_in(path).is_empty()
    }

    /// The files that will be written or deleted, sorted.
    pub fn edited(&self) -> Vec<String> {
        self.edits.keys().cloned().collect()
    }

    /// What a file will hold: nothing when it will not be there, or is not text.
    pub fn find(&self, path: &str) -> Result<Option<String>> {
        match self.edits.get(path) {
            Some(edit) => Ok(edit.clone()),
            None if self.files.contains(path) => self.tree.text(path),
            None => Ok(None),
        }
    }

    /// What a file will hold that has to be there.
    pub fn text(&self, path: &str) -> Result<String> {
        self.find(path)?.ok_or_else(|| anyhow!("{path} is not there, or is not text"))
    }

    /// Writes a file, whether there is one already or not.
    pub fn write(&mut self, path: &str, text: impl Into<String>) {
        self.files.insert(path.to_owned());
        self.edits.insert(path.to_owned(), Some(text.into()));
    }

    /// Writes what `edit` makes of a file that has to be there.
    pub fn edit(&mut self, path: &str, edit: impl FnOnce(&str) -> Result<String>) -> Result<()> {
        let text = self.text(path)?;
        let edited = edit(&text).with_context(|| path.to_owned())?;
        if edited != text {
            self.write(path, edited);
        }
        Ok(())
    }

    /// Deletes a file, or a folder with all that is in it. It has to be there.
    pub fn delete(&mut self, path: &str) -> Result<()> {
        let mut gone = self.files_in(path);
        gone.extend(self.files.take(path));
        if gone.is_empty() {
            bail!("{path} is to be deleted and is not there");
        }
        for path in gone {
            self.files.remove(&path);
            self.edits.insert(path, None);
        }
        Ok(())
    }

    /// Formats the Rust files among the changes as `cargo fmt` would.
    pub fn format(&mut self) -> Result<()> {
        for (path, text) in &mut self.edits {
            if let Some(text) = text.as_mut().filter(|_| path.ends_with(".rs")) {
                *text = format_rust(self.tree.root(), path, text)?;
            }
        }
        Ok(())
    }

    /// Formats and writes everything: first all new texts beside their places, then each into its place.
    pub fn carry_out(mut self) -> Result<Done> {
        self.format()?;
        let done = self.compare()?;
        let mut staged = Staged::default();
        for path in done.added.iter().chain(&done.changed) {
            staged.write(&self.tree.path(path), &self.text(path)?).with_context(|| format!("cannot write {path}"))?;
        }
        staged.put_in_place().context("the tree was changed in part: `git stash -u` puts that away")?;
        for path in &done.deleted {
            self.remove(path).with_context(|| format!("cannot delete {path}"))?;
        }
        Ok(done)
    }

    /// What the edits come to, compared with the files as they are.
    fn compare(&self) -> Result<Done> {
        let mut done = Done { added: Vec::new(), changed: Vec::new(), deleted: Vec::new() };
        for (path, edit) in &self.edits {
            let is_there = self.tree.path(path).is_file();
            match edit {
                Some(_) if !is_there => done.added.push(path.clone()),
                Some(_) if self.tree.text(path)? != *edit => done.changed.push(path.clone()),
                None if is_there => done.deleted.push(path.clone()),
                _ => {}
            }
        }
        Ok(done)
    }

    /// Deletes a file and the folders that it leaves empty.
    fn remove(&self, path: &str) -> Result<()> {
        let path = self.tree.path(path);
        fs::remove_file(&path)?;
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != self.tree.root()) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// Texts that lie complete beside their places. What was not put in place is removed again.
#[derive(Default)]
struct Staged {
    files: Vec<(PathBuf, PathBuf)>,
}

impl Staged {
    fn write(&mut self, place: &Path, text: &str) -> Result<()> {
        let mut name = place.file_name().context("it has no name")?.to_owned();
        name.push(".");
        name.push(UNFINISHED);
        let beside = place.with_file_name(name);
        fs::create_dir_all(place.parent().context("it is in no folder")?)?;
        self.files.push((beside.clone(), place.to_owned()));
        fs::write(&beside, text)?;
        if let Ok(before) = fs::metadata(place) {
            fs::set_permissions(&beside, before.permissions())?;
        }
        Ok(())
    }

    fn put_in_place(&mut self) -> Result<()> {
        for (beside, place) in &self.files {
            fs::rename(beside, place).with_context(|| format!("cannot write {}", place.display()))?;
        }
        self.files.clear();
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        for (beside, _) in &self.files {
            // Best effort: the error that ended the writing is the one that is told.
            let _ = fs::remove_file(beside);
        }
    }
}

impl fmt::Display for Done {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = [("new", &self.added), ("changed", &self.changed), ("deleted", &self.deleted)]
            .into_iter()
            .flat_map(|(word, paths)| paths.iter().map(move |path| format!("  {word:8} {path}")))
            .collect();
        write!(to, "{}", if lines.is_empty() { "  nothing to change".to_owned() } else { lines.join("\n") })
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A checkout of these files, by path and text.
    fn tree_of(files: &[(&str, &str)]) -> (tempfile::TempDir, Tree) {
        let folder = tempfile::tempdir().unwrap();
        std::process::Command::new("git").arg("init").arg("--quiet").arg(folder.path()).status().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let tree = Tree::at(folder.path());
        (folder, tree)
    }

    #[test]
    fn nothing_is_written_before_it_is_carried_out() {
        let (_folder, tree) = tree_of(&[("a.txt", "old"), ("b/c.txt", "old"), ("b/d.txt", "old")]);
        let mut changes = Changes::of(&tree).unwrap();
        changes.write("a.txt", "new");
        changes.write("e/f.txt", "new");
        changes.delete("b").unwrap();
        assert_eq!(changes.text("a.txt").unwrap(), "new");
        assert_eq!(changes.files(), ["a.txt", "e/f.txt"]);
        assert!(!changes.exists("b"));
        assert_eq!(tree.text("a.txt").unwrap().as_deref(), Some("old"));

        let done = changes.carry_out().unwrap();
        assert_eq!(done.to_string(), "  new      e/f.txt\n  changed  a.txt\n  deleted  b/c.txt\n  deleted  b/d.txt");
        assert_eq!(tree.files().unwrap(), ["a.txt", "e/f.txt"]);
        assert!(!tree.path("b").exists());
    }

    #[test]
    fn a_write_that_fails_leaves_the_tree_as_it_was() {
        let (_folder, tree) = tree_of(&[("a.txt", "old"), ("b.txt", "old")]);
        let mut changes = Changes::of(&tree).unwrap();
        changes.write("a.txt", "new");
        changes.write("b.txt/c.txt", "there is a file where the folder should be");
        changes.carry_out().unwrap_err();
        assert_eq!(tree.text("a.txt").unwrap().as_deref(), Some("old"));
        assert_eq!(tree.files().unwrap(), ["a.txt", "b.txt"]);
    }

    #[test]
    fn rust_is_formatted_and_broken_rust_is_refused() {
        let (_folder, tree) = tree_of(&[("rustfmt.toml", "edition = \"2024\"\nmax_width = 30\n")]);
        let mut changes = Changes::of(&tree).unwrap();
        changes.write("a.rs", "mod gone;\nfn a( ){}\nfn long(first: u8, second: u8) {}\n");
        changes.format().unwrap();
        let formatted = "mod gone;\nfn a() {}\nfn long(\n    first: u8,\n    second: u8,\n) {\n}\n";
        assert_eq!(changes.text("a.rs").unwrap(), formatted);
        changes.write("b.rs", "fn b( {");
        let refusal = format!("{:#}", changes.carry_out().unwrap_err());
        assert!(refusal.contains("b.rs"), "{refusal}");
        assert!(tree.text("a.rs").unwrap().is_none());
    }

    #[test]
    fn a_script_stays_executable() {
        let (_folder, tree) = tree_of(&[("script", "old")]);
        fs::set_permissions(tree.path("script"), fs::Permissions::from_mode(0o755)).unwrap();
        let mut changes = Changes::of(&tree).unwrap();
        changes.edit("script", |text| Ok(text.replace("old", "new"))).unwrap();
        changes.carry_out().unwrap();
        assert_eq!(fs::metadata(tree.path("script")).unwrap().permissions().mode() & 0o777, 0o755);
        assert_eq!(tree.text("script").unwrap().as_deref(), Some("new"));
    }

    #[test]
    fn what_is_not_there_cannot_be_edited_or_deleted() {
        let (_folder, tree) = tree_of(&[("a.txt", "")]);
        let mut changes = Changes::of(&tree).unwrap();
        assert!(changes.delete("b").unwrap_err().to_string().contains("b is to be deleted"));
        assert!(changes.edit("b", |text| Ok(text.to_owned())).unwrap_err().to_string().contains("b is not there"));
    }
}
