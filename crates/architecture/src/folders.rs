//! The folders of `app/src` form no circle: whoever reads one knows which others to read, and an example can be removed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{
    Attribute, File, Item, ItemMod, UseTree,
    visit::{self, Visit},
};

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// What a file takes from its own crate, outside of its tests.
struct Taken<'f> {
    folders: &'f BTreeSet<String>,
    /// The names that the crate's root gives away, by the folder that they come from.
    given: &'f BTreeMap<String, String>,
    found: BTreeSet<String>,
}

impl Taken<'_> {
    fn note(&mut self, first: &str) {
        let folder = self.given.get(first).map_or(first, String::as_str);
        if self.folders.contains(folder) {
            self.found.insert(folder.to_owned());
        }
    }

    fn note_tree(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.note(&path.ident.to_string()),
            UseTree::Name(name) => self.note(&name.ident.to_string()),
            UseTree::Rename(name) => self.note(&name.ident.to_string()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.note_tree(tree)),
            UseTree::Glob(_) => {}
        }
    }
}

impl<'ast> Visit<'ast> for Taken<'_> {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_use_tree(&mut self, tree: &'ast UseTree) {
        if let UseTree::Path(path) = tree
            && path.ident == "crate"
        {
            self.note_tree(&path.tree);
        }
        visit::visit_use_tree(self, tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let mut segments = path.segments.iter().map(|segment| segment.ident.to_string());
        if segments.next().as_deref() == Some("crate")
            && let Some(first) = segments.next()
        {
            self.note(&first);
        }
        visit::visit_path(self, path);
    }
}

fn app() -> PathBuf {
    crate::project::root().join("app")
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let list = attribute.meta.require_list().ok();
        attribute.path().is_ident("cfg") && list.is_some_and(|list| list.tokens.to_string().contains("test"))
    })
}

fn parsed(file: &Path) -> anyhow::Result<File> {
    Ok(syn::parse_file(&fs::read_to_string(file)?)?)
}

/// All Rust files below a folder.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

/// The first step below `src` on the way to a file, without its ending.
fn folder_of(file: &Path, source: &Path) -> String {
    let first = file.strip_prefix(source).ok().and_then(|rest| rest.iter().next());
    first.and_then(|first| Path::new(first).file_stem()).unwrap_or_default().to_string_lossy().into_owned()
}

/// `pub use error::AppError` in the root: who takes `crate::AppError` takes from `error`.
fn given_away(root: &File) -> BTreeMap<String, String> {
    let mut given = BTreeMap::new();
    for item in &root.items {
        if let Item::Use(item) = item
            && let UseTree::Path(from) = &item.tree
        {
            let mut names = Vec::new();
            collect_names(&from.tree, &mut names);
            given.extend(names.into_iter().map(|name| (name, from.ident.to_string())));
        }
    }
    given
}

fn collect_names(tree: &UseTree, names: &mut Vec<String>) {
    match tree {
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Path(path) => collect_names(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect_names(tree, names)),
        _ => {}
    }
}

fn arrows(source: &Path) -> anyhow::Result<Arrows> {
    let files = files(source)?;
    let folders: BTreeSet<String> = files.iter().map(|file| folder_of(file, source)).collect();
    let given = given_away(&parsed(&source.join("lib.rs"))?);
    let mut arrows = Arrows::new();
    for file in files.iter().filter(|file| !file.ends_with("src/lib.rs")) {
        let mut taken = Taken { folders: &folders, given: &given, found: BTreeSet::new() };
        taken.visit_file(&parsed(file)?);
        let from = folder_of(file, source);
        taken.found.remove(&from);
        arrows.entry(from).or_default().extend(taken.found);
    }
    Ok(arrows)
}

/// What is left when folders that take from nobody who is left are taken away, again and again: the circles.
fn circles(mut arrows: Arrows) -> Arrows {
    loop {
        let left: BTreeSet<String> = arrows.keys().cloned().collect();
        for takes in arrows.values_mut() {
            takes.retain(|folder| left.contains(folder));
        }
        let before = arrows.len();
        arrows.retain(|_, takes| !takes.is_empty());
        if arrows.len() == before {
            return arrows;
        }
    }
}

#[test]
fn no_two_folders_take_from_each_other() -> anyhow::Result<()> {
    let arrows = arrows(&app().join("src"))?;
    assert!(arrows["activity"].contains("tenant") && arrows["app"].contains("resources"), "{arrows:?}");
    // begin examples
    assert!(arrows["projects"].contains("tenant") && arrows["app"].contains("resources"), "{arrows:?}");
    // end examples
    assert_eq!(circles(arrows), Arrows::new());
    Ok(())
}

#[test]
fn the_server_takes_from_no_resource() -> anyhow::Result<()> {
    let app = app();
    let listed = arrows(&app.join("src"))?.remove("resources").unwrap_or_default();
    let resources: BTreeSet<&str> =
        listed.iter().map(String::as_str).filter(|folder| !["resource", "pages"].contains(folder)).collect();
    assert!(resources.contains("activity"), "{resources:?}");
    for file in files(&app.join("../server/src"))? {
        let text = file.display().to_string();
        if text.contains("/tests") {
            continue;
        }
        let source = fs::read_to_string(&file)?;
        for resource in &resources {
            assert!(!source.contains(&format!("app::{resource}")), "{text} names {resource}");
        }
    }
    Ok(())
}

#[test]
fn a_circle_is_seen() {
    let arrow = |from: &str, to: &[&str]| (from.to_owned(), to.iter().map(|to| (*to).to_owned()).collect());
    let straight = Arrows::from([arrow("a", &["b"]), arrow("b", &["c"]), arrow("c", &[])]);
    assert_eq!(circles(straight), Arrows::new());
    let round = Arrows::from([arrow("a", &["b"]), arrow("b", &["c"]), arrow("c", &["b"])]);
    assert!(circles(round).contains_key("b"));
}
