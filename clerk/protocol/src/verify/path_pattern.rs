//! path-to-regexp 6 patterns: `/orgs/:slug/(.*)`.
//!
//! Section [Path patterns](crate#path-patterns); from npm `path-to-regexp` 6 and Clerk's guide to organization slugs in
//! URLs.
//!
//! Case-insensitive, anchored, an optional trailing delimiter, parameters not decoded. The crate `path_to_regexp`
//! speaks the older dialect (no `{}` groups, other escapes), so the grammar is translated here; the matching is
//! `fancy-regex`, because the dialect needs lookahead.

use fancy_regex::{Regex, RegexBuilder};

mod compile;
mod lexer;

/// A pattern that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Invalid pattern \"{pattern}\": {problem}")]
pub struct InvalidPattern {
    /// As configured.
    pub pattern: String,
    /// Where and why.
    pub problem: String,
}

/// Several patterns tried in order; the first that matches counts. An empty list matches everything, as upstream.
#[derive(Clone, Debug)]
pub struct PathPatterns {
    regex: Regex,
    names: Vec<Parameter>,
}

/// A capture group of the compiled pattern.
#[derive(Clone, Debug)]
struct Parameter {
    name: String,
    /// Between the values of a repeated parameter (`:path*`); `None` for a single one.
    separator: Option<String>,
}

/// The value of a parameter. As npm `path-to-regexp` 6 gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterValue {
    /// `:id`.
    One(String),
    /// `:id*` and `:id+`.
    Many(Vec<String>),
}

impl PathPatterns {
    /// Compiles patterns. Section [Path patterns](crate#path-patterns).
    ///
    /// # Errors
    /// Where path-to-regexp throws, and for a regular expression this engine does not know.
    pub fn compile(patterns: &[String]) -> Result<Self, InvalidPattern> {
        let mut names = Vec::new();
        let mut sources = Vec::with_capacity(patterns.len());
        for pattern in patterns {
            let invalid = |problem: String| InvalidPattern { pattern: pattern.clone(), problem };
            sources.push(compile::source(pattern, &mut names).map_err(invalid)?);
        }
        let source = format!("(?:{})", sources.join("|"));
        let regex = RegexBuilder::new(&source).case_insensitive(true).backtrack_limit(100_000).build();
        let regex =
            regex.map_err(|error| InvalidPattern { pattern: patterns.join(","), problem: error.to_string() })?;
        Ok(Self { regex, names })
    }

    /// The parameters of a path, `None` when no pattern matches. A parameter of this name that occurs twice keeps its
    /// last value, one that is optional and absent is not there.
    pub fn parameters(&self, path: &str) -> Option<Vec<(&str, ParameterValue)>> {
        let captures = self.regex.captures(path).ok()??;
        let values = self.names.iter().enumerate().filter_map(|(index, parameter)| {
            let text = captures.get(index + 1)?.as_str();
            let value = match &parameter.separator {
                None => ParameterValue::One(text.to_owned()),
                Some(separator) => ParameterValue::Many(split(text, separator)),
            };
            Some((parameter.name.as_str(), value))
        });
        Some(values.collect())
    }

    /// Whether one of the patterns matches.
    pub fn matches(&self, path: &str) -> bool {
        self.regex.is_match(path).unwrap_or(false)
    }
}

/// JavaScript splits by an empty separator into characters.
fn split(text: &str, separator: &str) -> Vec<String> {
    if separator.is_empty() {
        return text.chars().map(String::from).collect();
    }
    text.split(separator).map(str::to_owned).collect()
}
