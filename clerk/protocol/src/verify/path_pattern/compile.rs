//! From words to a regular expression: `parse` and `tokensToRegexp` of path-to-regexp 6, with its defaults.

use super::Parameter;
use super::lexer::{Kind, Token, lex};

const DELIMITERS: &str = "/#?";
const DELIMITER_CLASS: &str = "/\\#\\?";
const PREFIXES: &str = "./";

enum Part {
    Text(String),
    Key(Key),
}

struct Key {
    name: String,
    prefix: String,
    suffix: String,
    pattern: String,
    modifier: String,
}

/// The expression of one pattern; its capture groups are added to `names`.
pub(super) fn source(pattern: &str, names: &mut Vec<Parameter>) -> Result<String, String> {
    let parts =
        Parser { tokens: lex(pattern)?, position: 0, parts: Vec::new(), path: String::new(), unnamed: 0 }.parse()?;
    let mut source = String::from("^");
    for part in parts {
        match part {
            Part::Text(text) => source.push_str(&fancy_regex::escape(&text)),
            Part::Key(key) => source.push_str(&key.source(names)?),
        }
    }
    source.push_str(&format!("[{DELIMITER_CLASS}]?$"));
    Ok(source)
}

impl Key {
    fn source(self, names: &mut Vec<Parameter>) -> Result<String, String> {
        let (prefix, suffix) = (fancy_regex::escape(&self.prefix), fancy_regex::escape(&self.suffix));
        let (pattern, modifier) = (&self.pattern, &self.modifier);
        let repeats = modifier == "*" || modifier == "+";
        if pattern.is_empty() {
            return Ok(format!("(?:{prefix}{suffix}){modifier}"));
        }
        if self.prefix.is_empty() && self.suffix.is_empty() && repeats {
            return Err(format!("Can not repeat \"{}\" without a prefix and suffix", self.name));
        }
        let separator = repeats.then(|| format!("{}{}", self.prefix, self.suffix));
        names.push(Parameter { name: self.name.clone(), separator });
        Ok(if self.prefix.is_empty() && self.suffix.is_empty() {
            format!("({pattern}){modifier}")
        } else if repeats {
            let optional = if modifier == "*" { "?" } else { "" };
            format!("(?:{prefix}((?:{pattern})(?:{suffix}{prefix}(?:{pattern}))*){suffix}){optional}")
        } else {
            format!("(?:{prefix}({pattern}){suffix}){modifier}")
        })
    }
}

struct Parser {
    tokens: Vec<Token>,
    position: usize,
    parts: Vec<Part>,
    path: String,
    unnamed: usize,
}

impl Parser {
    fn parse(mut self) -> Result<Vec<Part>, String> {
        while self.position < self.tokens.len() {
            self.part()?;
        }
        Ok(self.parts)
    }

    fn part(&mut self) -> Result<(), String> {
        let character = self.consume(Kind::Char);
        let name = self.consume(Kind::Name);
        let pattern = self.consume(Kind::Pattern);
        if name.is_some() || pattern.is_some() {
            return self.parameter(character.unwrap_or_default(), name, pattern);
        }
        if let Some(text) = character.or_else(|| self.consume(Kind::EscapedChar)).filter(|text| !text.is_empty()) {
            self.path.push_str(&text);
            return Ok(());
        }
        self.finish_text();
        if self.consume(Kind::Open).is_some() {
            return self.group();
        }
        self.must_consume(Kind::End)
    }

    fn parameter(&mut self, prefix: String, name: Option<String>, pattern: Option<String>) -> Result<(), String> {
        let prefix = if PREFIXES.contains(&prefix) {
            prefix
        } else {
            self.path.push_str(&prefix);
            String::new()
        };
        self.finish_text();
        let pattern = match pattern {
            Some(pattern) => pattern,
            None => self.default_pattern(&prefix)?,
        };
        let name = name.unwrap_or_else(|| self.next_unnamed());
        let modifier = self.consume(Kind::Modifier).unwrap_or_default();
        self.parts.push(Part::Key(Key { name, prefix, suffix: String::new(), pattern, modifier }));
        Ok(())
    }

    fn group(&mut self) -> Result<(), String> {
        let prefix = self.consume_text();
        let name = self.consume(Kind::Name).unwrap_or_default();
        let pattern = self.consume(Kind::Pattern).unwrap_or_default();
        let suffix = self.consume_text();
        self.must_consume(Kind::Close)?;
        let resolved =
            if !name.is_empty() && pattern.is_empty() { self.default_pattern(&prefix)? } else { pattern.clone() };
        let name = if name.is_empty() && !pattern.is_empty() { self.next_unnamed() } else { name };
        let modifier = self.consume(Kind::Modifier).unwrap_or_default();
        self.parts.push(Part::Key(Key { name, prefix, suffix, pattern: resolved, modifier }));
        Ok(())
    }

    fn next_unnamed(&mut self) -> String {
        self.unnamed += 1;
        (self.unnamed - 1).to_string()
    }

    fn finish_text(&mut self) {
        if !self.path.is_empty() {
            self.parts.push(Part::Text(std::mem::take(&mut self.path)));
        }
    }

    /// Up to the next delimiter; after text without a delimiter, also not over that text again.
    fn default_pattern(&self, prefix: &str) -> Result<String, String> {
        let previous = match self.parts.last() {
            Some(Part::Text(text)) => text.as_str(),
            Some(Part::Key(key)) if prefix.is_empty() => {
                return Err(format!("Must have text between two parameters, missing text after \"{}\"", key.name));
            }
            _ => "",
        };
        let before = if prefix.is_empty() { previous } else { prefix };
        if before.is_empty() || before.contains(|character| DELIMITERS.contains(character)) {
            return Ok(format!("[^{DELIMITER_CLASS}]+?"));
        }
        Ok(format!("(?:(?!{})[^{DELIMITER_CLASS}])+?", fancy_regex::escape(before)))
    }

    fn consume(&mut self, kind: Kind) -> Option<String> {
        let token = self.tokens.get(self.position).filter(|token| token.kind == kind)?;
        self.position += 1;
        Some(token.value.clone())
    }

    fn must_consume(&mut self, kind: Kind) -> Result<(), String> {
        if self.consume(kind).is_some() {
            return Ok(());
        }
        let found = self.tokens.get(self.position);
        let (name, index) = found.map_or(("END", self.position), |token| (token.kind.name(), token.index));
        Err(format!("Unexpected {name} at {index}, expected {}", kind.name()))
    }

    fn consume_text(&mut self) -> String {
        let mut text = String::new();
        while let Some(next) = self.consume(Kind::Char).or_else(|| self.consume(Kind::EscapedChar)) {
            if next.is_empty() {
                break;
            }
            text.push_str(&next);
        }
        text
    }
}
