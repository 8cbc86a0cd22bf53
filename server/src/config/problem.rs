//! What is wrong with the configuration, in words that say what to do.

use std::fmt;

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
