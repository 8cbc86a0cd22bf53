//! Files that people write: read with errors that name file, line and path.

use std::fmt;

use serde::{
    Serialize,
    de::{DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileProblem {
    /// Its name as it was given.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// `users[0].email_addresses`; `.` is the whole file.
    pub path: String,
    /// What is wrong.
    pub error: String,
}

/// Everything that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblems(pub Vec<FileProblem>);

impl std::error::Error for FileProblems {}

impl fmt::Display for FileProblems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines =
            self.0.iter().map(|FileProblem { file, line, path, error }| format!("{file}:{line}: {path}: {error}"));
        formatter.write_str(&lines.collect::<Vec<_>>().join("\n"))
    }
}

/// A step into a JSON document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Field(String),
    Item(usize),
}

impl From<&str> for Step {
    fn from(name: &str) -> Self {
        Self::Field(name.to_owned())
    }
}

impl From<usize> for Step {
    fn from(number: usize) -> Self {
        Self::Item(number)
    }
}

/// Something that makes no sense, at a place in a document that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Nonsense {
    pub(crate) steps: Vec<Step>,
    pub(crate) error: String,
}

impl Nonsense {
    pub(crate) fn new(steps: impl IntoIterator<Item = Step>, error: impl Into<String>) -> Self {
        Self { steps: steps.into_iter().collect(), error: error.into() }
    }
}

impl fmt::Display for Nonsense {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", written(&self.steps), self.error)
    }
}

/// Reads a document and has it checked.
pub(crate) fn read<T: DeserializeOwned>(
    file: &str,
    text: &str,
    check: impl FnOnce(&T) -> Vec<Nonsense>,
) -> Result<T, FileProblems> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let problem = |path: String, error: &serde_json::Error| {
        let place = format!(" at line {} column {}", error.line(), error.column());
        let error_text = error.to_string();
        let error_text = error_text.strip_suffix(&place).unwrap_or(&error_text).to_owned();
        FileProblems(vec![FileProblem { file: file.to_owned(), line: error.line(), path, error: error_text }])
    };
    let read = serde_path_to_error::deserialize(&mut deserializer);
    let read: T = read.map_err(|error| problem(error.path().to_string(), error.inner()))?;
    deserializer.end().map_err(|error| problem(".".to_owned(), &error))?;
    let nonsense = check(&read);
    if nonsense.is_empty() {
        return Ok(read);
    }
    let located = nonsense.into_iter().map(|Nonsense { steps, error }| FileProblem {
        file: file.to_owned(),
        line: line_of(text, &steps),
        path: written(&steps),
        error,
    });
    Err(FileProblems(located.collect()))
}

fn written(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Field(name) if path.is_empty() => path.push_str(name),
            Step::Field(name) => path.extend([".", name]),
            Step::Item(number) => path.push_str(&format!("[{number}]")),
        }
    }
    if path.is_empty() { ".".to_owned() } else { path }
}

/// Goes that way and stops there with an error, which knows its line: the parser is the one that counts them.
fn line_of(text: &str, steps: &[Step]) -> usize {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Follow(steps).deserialize(&mut deserializer).err().map_or(1, |error| error.line().max(1))
}

#[derive(Clone, Copy)]
struct Follow<'a>(&'a [Step]);

impl<'de> DeserializeSeed<'de> for Follow<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.0 {
            [] => Err(D::Error::custom("here")),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Follow<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the place")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(name) = fields.next_key::<String>()? {
            match self.0 {
                [Step::Field(wanted), rest @ ..] if *wanted == name => fields.next_value_seed(Follow(rest))?,
                _ => fields.next_value::<IgnoredAny>().map(drop)?,
            }
        }
        Err(A::Error::custom("not there"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let [Step::Item(wanted), rest @ ..] = self.0 else { return Err(A::Error::custom("not there")) };
        for _ in 0..*wanted {
            items.next_element::<IgnoredAny>()?;
        }
        items.next_element_seed(Follow(rest))?;
        Err(A::Error::custom("not there"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const TEXT: &str = "{\n  \"a\": [\n    1,\n    { \"b\": 2,\n      \"c\": 3 }\n  ]\n}\n";

    fn line(steps: &[Step]) -> usize {
        line_of(TEXT, steps)
    }

    #[test]
    fn places_have_lines_and_paths() {
        let way = [Step::from("a"), Step::from(1), Step::from("c")];
        assert_eq!((line(&way[..1]), line(&way[..2]), line(&way)), (2, 4, 5));
        assert_eq!(written(&way), "a[1].c");
        assert_eq!((line(&[]), written(&[])), (1, ".".to_owned()));
    }

    #[test]
    fn what_cannot_be_read_is_named_where_it_stands() {
        let read = |text: &str| read::<BTreeMap<String, Vec<u8>>>("x.json", text, |_| Vec::new());
        let problem = |text: &str| read(text).expect_err("it was read").to_string();
        assert_eq!(problem("{ \"a\": [1,\n 300] }"), "x.json:2: a[1]: invalid value: integer `300`, expected u8");
        assert_eq!(problem("{ \"a\": [1] }\nmore"), "x.json:2: .: trailing characters");
        assert!(problem("{").starts_with("x.json:1: "));
        assert!(read("{}").is_ok());
    }
}
