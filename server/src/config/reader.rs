//! Reads variables and collects what is wrong with them instead of stopping at the first.

use std::str::FromStr;

use secrecy::SecretString;

use super::{Env, Problem};

/// A reader over an [`Env`].
pub(crate) struct Reader<'a> {
    env: &'a Env,
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
                self.problem(name, format!("must be {expected}"));
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
        self.problem(name, format!("must be one of: {}", words.join(", ")));
        default
    }

    /// Notes a problem.
    pub(crate) fn problem(&mut self, name: &'static str, message: impl Into<String>) {
        self.problems.push(Problem::new(name, message));
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
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Vec<Problem>> {
        if self.problems.is_empty() { Ok(value) } else { Err(self.problems) }
    }
}
