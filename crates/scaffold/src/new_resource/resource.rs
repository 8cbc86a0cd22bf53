//! The resource that was asked for, checked against the rules and against what is there already. All problems are told
//! at once.

use anyhow::{Result, bail};

use super::field::{Field, Kind, word_problem};
use super::taken::taken;
use super::words::{article, pascal, singular_of, spaced};
use crate::Changes;

/// How many fields a resource may have.
const FIELDS: std::ops::RangeInclusive<usize> = 1..=20;

/// What to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resource {
    /// In snake case: `purchase_order`.
    pub(super) singular: String,
    /// In snake case: `purchase_orders`.
    pub(super) plural: String,
    /// In the order of forms and pages.
    pub(super) fields: Vec<Field>,
}

impl Resource {
    /// Reads the arguments of the command, and says all that is wrong with them, in this tree.
    pub(super) fn read(
        plural: &str,
        singular: Option<&str>,
        arguments: &[String],
        changes: &Changes<'_>,
    ) -> Result<Self> {
        let (resource, mut problems) = Self::parsed(plural, singular, arguments);
        if word_problem(plural).is_none() {
            problems.extend(taken(&resource, changes)?);
        }
        resource.unless(&problems)
    }

    /// Reads the arguments of the command, whatever is in the tree.
    pub(super) fn parse(plural: &str, singular: Option<&str>, arguments: &[String]) -> Result<Self> {
        let (resource, problems) = Self::parsed(plural, singular, arguments);
        resource.unless(&problems)
    }

    fn unless(self, problems: &[String]) -> Result<Self> {
        if problems.is_empty() {
            return Ok(self);
        }
        let lines: Vec<String> = problems.iter().map(|problem| format!("  - {problem}")).collect();
        bail!("nothing was written, for {}\n{}", if lines.len() == 1 { "this" } else { "these" }, lines.join("\n"));
    }

    fn parsed(plural: &str, singular: Option<&str>, arguments: &[String]) -> (Self, Vec<String>) {
        let mut problems: Vec<String> =
            word_problem(plural).map(|problem| format!("{plural}: {problem}")).into_iter().collect();
        let singular = read_singular(plural, singular).unwrap_or_else(|problem| {
            problems.push(problem);
            plural.to_owned()
        });
        let mut fields = Vec::new();
        for argument in arguments {
            match Field::read(argument) {
                Ok(field) => fields.push(field),
                Err(of_field) => problems.extend(of_field),
            }
        }
        let all_read = fields.len() == arguments.len();
        let resource = Self { singular, plural: plural.to_owned(), fields };
        problems.extend(resource.problems_of_fields(arguments.len(), all_read));
        (resource, problems)
    }

    fn problems_of_fields(&self, asked: usize, all_read: bool) -> Vec<String> {
        let mut problems = Vec::new();
        if !FIELDS.contains(&asked) {
            problems.push(format!("a resource has {} to {} fields, not {asked}", FIELDS.start(), FIELDS.end()));
        }
        for (index, field) in self.fields.iter().enumerate() {
            if self.fields.iter().take(index).any(|before| before.name == field.name) {
                problems.push(format!("{}: the field is there twice", field.name));
            }
        }
        if all_read && self.title().is_none() {
            problems.push(
                "no field says what one of them is called: give it a text that is never empty, such as name:text"
                    .to_owned(),
            );
        }
        problems
    }

    /// The types of its choices.
    pub(super) fn choices(&self) -> Vec<String> {
        let choices = self.fields.iter().filter(|field| matches!(field.kind, Kind::Choice { .. }));
        choices.map(|field| pascal(&self.singular) + &pascal(&field.name)).collect()
    }

    /// What was understood, in a sentence.
    pub(super) fn summary(&self) -> String {
        let title = self.title().map_or("", |field| &field.name);
        let (one, many) = (spaced(&self.singular), spaced(&self.plural));
        format!("One of the {many} is {} {one}, called by its {}.", article(&self.singular), spaced(title))
    }

    /// The field that one of them is called by: its first line of text that is never empty.
    pub(super) fn title(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.kind == Kind::Text && !field.optional)
    }
}

fn read_singular(plural: &str, singular: Option<&str>) -> Result<String, String> {
    let Some(singular) = singular else {
        let unsure = || format!("the singular of {plural} cannot be told from it; say it: --singular NAME");
        return singular_of(plural).ok_or_else(unsure);
    };
    if singular == plural {
        return Err(format!(
            "{plural} is its own singular; code needs two names, so take another one for many of them"
        ));
    }
    word_problem(singular).map_or_else(|| Ok(singular.to_owned()), |problem| Err(format!("{singular}: {problem}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> (Resource, Vec<String>) {
        let mut words = line.split(' ').map(str::to_owned);
        let plural = words.next().unwrap();
        Resource::parsed(&plural, None, &words.collect::<Vec<_>>())
    }

    #[test]
    fn a_line_is_read() {
        let (resource, problems) = parsed("invoices due:date number:text amount:money paid:bool customer:text?");
        assert_eq!(problems, [""; 0]);
        assert_eq!((resource.singular.as_str(), resource.title().unwrap().name.as_str()), ("invoice", "number"));
        assert_eq!(resource.fields.len(), 5);
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let (_, problems) = parsed("people id:text a:strange b:date b:bool");
        let all = problems.join("\n");
        for part in ["--singular NAME", "id: every resource", "strange is no kind", "b: the field is there twice"] {
            assert!(all.contains(part), "{part}: {all}");
        }
    }

    #[test]
    fn counts_are_bounded_and_something_has_a_name() {
        assert!(parsed("books a:date").1.join("").contains("no field says what one of them is called"));
        assert!(parsed("books a:text?").1.join("").contains("no field says what one of them is called"));
        let many: Vec<String> = (0..21).map(|number| format!("a{number}:text")).collect();
        assert_eq!(parsed(&format!("books {}", many.join(" "))).1, ["a resource has 1 to 20 fields, not 21"]);
        let (_, problems) = Resource::parsed("books", None, &[]);
        assert!(problems.join("").contains("1 to 20 fields, not 0"));
    }

    #[test]
    fn the_singular_can_be_said() {
        assert_eq!(read_singular("people", Some("person")), Ok("person".to_owned()));
        assert!(read_singular("series", Some("series")).is_err());
        assert!(read_singular("people", Some("Person")).is_err());
        assert!(read_singular("selves", Some("self")).is_err());
    }
}
