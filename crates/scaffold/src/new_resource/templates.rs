//! The files of a resource as templates that look like what they become.
//!
//! They are written for *invoices*: `{{ Invoice }}`, `{{ invoices }}` and so on stand for the names of the resource, and
//! `{% for field in fields %}` goes through its fields.

use anyhow::{Context, Result};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, syntax::SyntaxConfig};

use super::resource::Resource;
use super::values::values;
use crate::Changes;

/// A template and where its output goes.
pub(super) struct Template {
    /// The path, with `invoice` and `invoices` for the names of the resource.
    pub(super) path: &'static str,
    /// What it says.
    pub(super) text: &'static str,
}

macro_rules! templates {
    ($($path:literal),* $(,)?) => {
        /// All of them.
        pub(super) const TEMPLATES: &[Template] = &[$(Template {
            path: $path,
            text: include_str!(concat!("../../templates/", $path, ".jinja")),
        }),*];
    };
}

templates![
    "app/src/invoices.rs",
    "app/src/invoices/detail.rs",
    "app/src/invoices/form.rs",
    "app/src/invoices/list.rs",
    "app/src/invoices/operations.rs",
    "app/src/invoices/rest.rs",
    "crates/domain/src/invoice.rs",
    "crates/store/src/invoices.rs",
    "crates/testkit/src/contract/invoices.rs",
    "migrations/postgres/invoices.sql",
    "migrations/sqlite/invoices.sql",
    "server/tests/invoices.rs",
    "end2end/tests/invoices.spec.ts",
];

/// What differs between the kinds of fields.
pub(super) const KINDS: &str = include_str!("../../templates/kinds.jinja");

/// The environment that all templates are rendered in.
pub(super) fn environment() -> Result<Environment<'static>> {
    let mut environment = Environment::new();
    // Blocks stand on lines of their own, which leave no trace.
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?;
    environment.set_syntax(syntax);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.add_filter("listed", listed);
    environment.add_filter("padded", padded);
    environment.add_template("kinds.jinja", KINDS).context("kinds.jinja")?;
    for template in TEMPLATES {
        environment.add_template(template.path, template.text).with_context(|| template.path.to_owned())?;
    }
    Ok(environment)
}

/// `a, b or c`
fn listed(words: Vec<String>) -> String {
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => words.concat(),
    }
}

/// As wide as the names of a matrix are in the tests of the server.
fn padded(name: String) -> String {
    format!("{name:<28}")
}

/// Every file of a resource: its path, and what it says before it is formatted.
pub(super) fn rendered(resource: &Resource, changes: &Changes<'_>) -> Result<Vec<(String, String)>> {
    let environment = environment()?;
    let values = values(resource, changes);
    let number = next_migration(changes);
    let mut files = Vec::new();
    for template in TEMPLATES {
        let Some(path) = place(template.path, resource, changes, |_, name| Some(format!("{number:04}_{name}"))) else {
            continue;
        };
        let text =
            environment.get_template(template.path)?.render(&values).with_context(|| template.path.to_owned())?;
        files.push((path, text));
    }
    Ok(files)
}

/// The files of a resource that is there.
pub(super) fn paths(resource: &Resource, changes: &Changes<'_>) -> Vec<String> {
    let there = |folder: &str, name: &str| {
        let files = changes.files_in(folder);
        let mut names = files.iter().filter_map(|path| path.rsplit('/').next());
        names.find(|file| file.split_once('_').is_some_and(|(_, file)| file == name)).map(str::to_owned)
    };
    TEMPLATES.iter().filter_map(|template| place(template.path, resource, changes, there)).collect()
}

/// Where the output of a template goes: nowhere for the migration of a database that the product does not have.
fn place(
    path: &str,
    resource: &Resource,
    changes: &Changes<'_>,
    migration: impl Fn(&str, &str) -> Option<String>,
) -> Option<String> {
    let path = path.replace("invoices", "\0").replace("invoice", &resource.singular).replace('\0', &resource.plural);
    let Some((folder, name)) = path.strip_prefix("migrations/").and_then(|path| path.split_once('/')) else {
        return Some(path);
    };
    let folder = format!("migrations/{folder}");
    let name = changes.exists(&folder).then(|| migration(&folder, name))??;
    Some(format!("{folder}/{name}"))
}

/// The number behind the last migration of all databases.
fn next_migration(changes: &Changes<'_>) -> u32 {
    let files = changes.files_in("migrations");
    let names = files.iter().filter_map(|path| path.rsplit('/').next());
    names.filter_map(|name| name.split('_').next()?.parse::<u32>().ok()).max().unwrap_or(0) + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tree;

    #[test]
    fn a_migration_gets_the_next_number_in_the_folders_that_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let tree = Tree::at(folder.path());
        std::process::Command::new("git").arg("init").arg("--quiet").arg(folder.path()).status().unwrap();
        let mut changes = Changes::of(&tree).unwrap();
        let resource = Resource { singular: "box".into(), plural: "boxes".into(), fields: Vec::new() };
        assert_eq!(next_migration(&changes), 1);
        for name in ["0001_start.sql", "0012_boxes.sql", "README.md"] {
            changes.write(&format!("migrations/sqlite/{name}"), "");
        }
        assert_eq!(next_migration(&changes), 13);
        let at = |path| place(path, &resource, &changes, |_, name| Some(format!("0013_{name}")));
        assert_eq!(at("migrations/sqlite/invoices.sql").as_deref(), Some("migrations/sqlite/0013_boxes.sql"));
        assert_eq!(at("migrations/postgres/invoices.sql"), None);
        assert_eq!(at("app/src/invoices/invoice.rs").as_deref(), Some("app/src/boxes/box.rs"));
        assert!(paths(&resource, &changes).contains(&"migrations/sqlite/0012_boxes.sql".to_owned()));
    }
}
