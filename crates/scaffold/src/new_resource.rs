//! `bin/new-resource`: a plain resource of a tenant, through all layers, as its owner would write it by hand.

mod currency;
mod field;
mod lists;
mod next;
mod resource;
mod roles;
mod taken;
mod templates;
mod values;
mod words;

use anyhow::Result;
use clap::Args;

pub(crate) use self::lists::Entry;
use self::resource::Resource;
use crate::{Changes, Tree, choose_database};

/// What `bin/new-resource` is asked for.
#[derive(Debug, Args)]
#[command(after_help = USAGE)]
pub struct NewResource {
    /// What many of them are called: letters a–z and digits, words joined by _, such as `purchase_orders`
    name: String,
    /// NAME:KIND, in the order of the form. Kinds: text (a line), long (several lines), integer, money (in US dollars;
    /// money=EUR and so on), bool, date, moment (a time, in UTC), choice=one,two,three. A ? behind a kind: may be empty
    #[arg(required = true)]
    fields: Vec<String>,
    /// What one of them is called, where that cannot be told from the name
    #[arg(long, value_name = "NAME")]
    singular: Option<String>,
}

const USAGE: &str = "For example:\n  \
                       bin/new-resource invoices number:text amount:money due:date paid:bool 'customer:text?'\n  \
                       bin/new-resource staff name:text 'note:long?' status:choice=new,active,gone --singular employee\n\
                       \n\
                       The first text that is never empty is what one of them is called by. Lists can be sorted by every \
                       field that is never empty and no long text. The quotes around a ? are for zsh.";

/// All that has to change.
pub fn changes<'a>(tree: &'a Tree, asked: &NewResource) -> Result<Changes<'a>> {
    let mut changes = Changes::of(tree)?;
    let resource = Resource::read(&asked.name, asked.singular.as_deref(), &asked.fields, &changes)?;
    add(&mut changes, &resource)?;
    Ok(changes)
}

/// What to do when it is done.
pub fn next_steps(asked: &NewResource) -> String {
    let resource = Resource::parse(&asked.name, asked.singular.as_deref(), &asked.fields);
    resource.map_or_else(|problems| problems.to_string(), |resource| next::steps(&resource))
}

/// Adds the files of a resource and its entries in the lists.
fn add(changes: &mut Changes<'_>, resource: &Resource) -> Result<()> {
    for (path, text) in templates::rendered(resource, changes)? {
        let text = choose_database::with_texts_of(changes, &path, text)?;
        changes.write(&path, text);
    }
    for entry in lists::entries(resource) {
        entry.insert(changes)?;
    }
    roles::give(resource, changes)
}

/// Takes the files of a resource away and its entries out of the lists.
fn take_away(changes: &mut Changes<'_>, resource: &Resource) -> Result<()> {
    for path in templates::paths(resource, changes) {
        changes.delete(&path)?;
    }
    for entry in lists::entries(resource) {
        entry.remove(changes)?;
    }
    roles::take(resource, changes)
}

/// The plain example: what the command writes for this line is checked in.
const EXAMPLE: (&str, [&str; 5]) =
    ("invoices", ["number:text", "amount:money", "due:date", "paid:bool", "customer:text?"]);

/// Takes the plain example away.
pub fn take_away_example(changes: &mut Changes<'_>) -> Result<()> {
    take_away(changes, &example()?)
}

fn example() -> Result<Resource> {
    Resource::parse(EXAMPLE.0, None, &EXAMPLE.1.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// The product's tree.
    fn here() -> Tree {
        Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
    }

    // begin examples
    fn words(text: &str) -> Vec<&str> {
        let mut words: Vec<&str> =
            text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        words
    }
    // end examples

    /// The files that a line makes or changes, formatted, where the example is not.
    fn generated(line: &str) -> BTreeMap<String, String> {
        let tree = here();
        let mut changes = Changes::of(&tree).unwrap();
        // begin examples
        take_away(&mut changes, &example().unwrap()).unwrap();
        // end examples
        let fields: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let resource = Resource::read("invoices", None, &fields, &changes).unwrap();
        let mut paths: Vec<String> =
            templates::rendered(&resource, &changes).unwrap().into_iter().map(|(path, _)| path).collect();
        paths.extend(lists::entries(&resource).iter().map(|entry| entry.path.to_owned()));
        paths.push(roles::PATH.to_owned());
        let before = |path: &String| changes.find(path).unwrap().unwrap_or_default().lines().count();
        let before: BTreeMap<String, usize> = paths.iter().map(|path| (path.clone(), before(path))).collect();
        add(&mut changes, &resource).unwrap();
        changes.format().unwrap();
        // Only what was added is of interest, in files that were there before.
        let text = |path: &String| changes.text(path).unwrap();
        before.into_iter().map(|(path, lines)| (path.clone(), format!("{}\n{}", lines, text(&path)))).collect()
    }

    const LINE: &str = "number:text amount:money due:date paid:bool customer:text?";

    /// How many lines it adds to a file.
    fn added(text: &str) -> usize {
        let before: usize = text.lines().next().unwrap().parse().unwrap();
        text.lines().count() - 1 - before
    }

    #[test]
    fn a_resource_is_read_in_an_hour() {
        let files = generated(LINE);
        let is_test =
            |path: &str| ["crates/testkit/", "server/tests/", "end2end/"].iter().any(|start| path.starts_with(start));
        let lines = |tests: bool| {
            files.iter().filter(|(path, _)| is_test(path) == tests).map(|(_, text)| added(text)).sum::<usize>()
        };
        assert!(files.len() <= 20, "{}: {:?}", files.len(), files.keys());
        assert!(lines(false) <= 1_100, "{} lines of production code", lines(false));
        assert!(lines(true) <= 450, "{} lines of tests", lines(true));
    }

    #[test]
    fn one_field_more_is_a_change_of_few_files() {
        let before = generated(LINE);
        for kind in ["text", "long?", "integer", "money=EUR?", "bool", "date?", "moment", "choice=draft,sent,paid"] {
            let after = generated(&format!("{LINE} extra:{kind}"));
            let differing: Vec<&String> =
                after.iter().filter(|(path, text)| before.get(*path) != Some(*text)).map(|(path, _)| path).collect();
            assert!(before.len() == after.len() && differing.len() <= 8, "{kind}: {differing:?}");
        }
    }

    // begin examples
    /// Whoever changes the plain example or a template changes both: `REWRITE_EXAMPLE=1 cargo test -p scaffold` writes the
    /// example anew. Whoever does not need it takes it away: `bin/remove-examples`.
    #[test]
    fn the_plain_example_is_what_the_command_writes() {
        let tree = here();
        let mut changes = Changes::of(&tree).unwrap();
        let files = changes.files();
        let example = example().unwrap();
        take_away(&mut changes, &example).unwrap();
        add(&mut changes, &example).unwrap();
        changes.format().unwrap();
        let shared: Vec<&str> = lists::entries(&example).iter().map(|entry| entry.path).chain([roles::PATH]).collect();
        let differ = |path: &String| {
            // Where a resource was added since, the example's migration would get another number.
            if path.starts_with("migrations/") && !changes.exists(path) {
                return false;
            }
            let there = files.iter().find(|there| without_number(there) == without_number(path));
            let before = there.and_then(|there| tree.text(there).unwrap()).unwrap_or_default();
            let after = changes.text(path).unwrap();
            // Other resources may stand behind it in a list, so that the order is another one.
            if shared.contains(&path.as_str()) { words(&before) != words(&after) } else { before != after }
        };
        let differing: Vec<String> = changes.edited().into_iter().filter(differ).collect();
        if !differing.is_empty() && std::env::var_os("REWRITE_EXAMPLE").is_some() {
            changes.carry_out().unwrap();
        }
        assert!(differing.is_empty(), "bin/new-resource would write these otherwise: {differing:?}");
    }

    /// `migrations/sqlite/0002_invoices.sql` by what it makes.
    fn without_number(path: &str) -> String {
        path.split('/').map(|name| name.trim_start_matches(|digit: char| digit.is_ascii_digit())).collect()
    }
    // end examples
}
