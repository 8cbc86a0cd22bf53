//! Reads variables and collects what is wrong with them instead of stopping at the first.

use std::{
    fmt::{self, Display},
    ops::RangeInclusive,
    str::FromStr,
};

use secrecy::SecretString;

use super::Env;

/// Letters of a wrong value that are shown.
const SHOWN: usize = 60;

/// A reader over an [`Env`].
pub(super) struct Reader<'a> {
    pub(super) env: &'a Env,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// A reader without problems so far.
    pub(crate) fn new(env: &'a Env) -> Self {
        Self { env, problems: Vec::new() }
    }

    /// A text, if set.
    pub(crate) fn text(&self, name: &'static str) -> Option<String> {
        self.env.get(name).map(str::to_owned)
    }

    /// A text or its default.
    pub(crate) fn text_or(&self, name: &'static str, default: &str) -> String {
        self.env.get(name).unwrap_or(default).to_owned()
    }

    /// A secret, if set.
    pub(crate) fn secret(&self, name: &'static str) -> Option<SecretString> {
        self.env.get(name).map(SecretString::from)
    }

    /// A value with a form of its own; `expected` says what it looks like.
    pub(crate) fn parsed<T: FromStr>(&mut self, name: &'static str, default: T, expected: &str) -> T {
        match self.env.get(name).map(str::parse) {
            None => default,
            Some(Ok(value)) => value,
            Some(Err(_)) => {
                self.problem(name, format!("must be {expected}; it is {}", self.found(name)));
                default
            }
        }
    }

    /// A number within bounds.
    pub(crate) fn number<T>(&mut self, name: &'static str, default: T, bounds: RangeInclusive<T>) -> T
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        let Some(text) = self.env.get(name) else { return default };
        match text.parse().ok().filter(|number| bounds.contains(number)) {
            Some(number) => number,
            None => {
                let (least, most, found) = (bounds.start(), bounds.end(), self.found(name));
                self.problem(name, format!("must be a whole number from {least} to {most}; it is {found}"));
                default
            }
        }
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(&mut self, name: &'static str, default: T, choices: &[(&str, T)]) -> T {
        let Some(value) = self.env.get(name) else { return default };
        if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == value) {
            return *choice;
        }
        let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
        self.problem(name, format!("must be one of: {}; it is {}", words.join(", "), self.found(name)));
        default
    }

    /// Notes a problem, and what came along when the value was copied. The value itself is not told: it may be a secret.
    pub(crate) fn problem(&mut self, name: &'static str, message: impl Into<String>) {
        let copied = self.env.get(name).and_then(copied_along);
        let message = message.into() + &copied.map(|what| format!(" ({what})")).unwrap_or_default();
        self.problems.push(Problem::new(name, message));
    }

    /// The value as it was found, for a variable that holds no secret.
    fn found(&self, name: &str) -> String {
        let value = self.env.get(name).unwrap_or_default();
        let shown: String = value.chars().take(SHOWN).collect();
        let more = if shown.len() < value.len() { "…" } else { "" };
        format!("{shown:?}{more}")
    }

    /// Whether there is a problem already.
    pub(crate) fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Whether there is a problem with a variable already.
    pub(crate) fn has_problem(&self, name: &str) -> bool {
        self.problems.iter().any(|problem| problem.variable() == name)
    }

    /// Notes the problem of a check that failed.
    pub(crate) fn check(&mut self, name: &'static str, outcome: Result<(), String>) {
        if let Err(message) = outcome {
            self.problem(name, message);
        }
    }

    /// The value, or everything that was wrong.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Problems> {
        let problems: Vec<_> = file_problem(self.env).into_iter().chain(self.problems).collect();
        value.filter(|_| problems.is_empty()).ok_or(Problems(problems))
    }
}

/// A line that cannot be read must not vanish: the variable on it would count as not set.
fn file_problem(env: &Env) -> Option<Problem> {
    let lines = env.unreadable_lines();
    let message = format!("{lines} of its lines cannot be read; values with spaces need double quotes");
    (lines > 0).then(|| Problem::new(".env", message))
}

/// What people copy together with a value without noticing. Spaces and line ends around it are cut off before.
fn copied_along(value: &str) -> Option<&'static str> {
    let is_quote = |letter: char| matches!(letter, '"' | '\'' | '`' | '“' | '”' | '‘' | '’');
    let is_invisible = |letter: char| matches!(letter, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}');
    if value.starts_with(is_quote) || value.ends_with(is_quote) {
        Some("there are quotes around the value: leave them away")
    } else if value.contains(['\r', '\n']) {
        Some("there is a line end inside of the value: take it out")
    } else if value.contains(is_invisible) {
        Some("there is an invisible character in the value: type it by hand")
    } else {
        None
    }
}

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    variable: &'static str,
    message: String,
}

impl Problem {
    /// A problem of one variable.
    pub(crate) fn new(variable: &'static str, message: impl Into<String>) -> Self {
        Self { variable, message: message.into() }
    }

    /// The variable.
    pub(crate) fn variable(&self) -> &'static str {
        self.variable
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.variable, self.message)
    }
}

/// Everything that is wrong, reported together.
#[derive(Debug)]
pub(crate) struct Problems(pub(crate) Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the configuration needs attention:")?;
        for problem in &self.0 {
            write!(formatter, "\n  - {problem}")?;
        }
        formatter.write_str("\nEvery variable is explained in .env.example (also: `server config example`).")
    }
}

impl std::error::Error for Problems {}
