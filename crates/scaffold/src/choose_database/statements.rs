//! Statements that need a text for each database: `NAME = "…", Postgres => "…";` inside of `statements!`. Where one database
//! is left, so is one text.

use std::ops::Range;

use anyhow::{Context, Result};
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The macro that makes statements.
const MACRO: &str = "statements";

/// A Rust file in which each statement keeps one text: the one behind `dialect`, or, where another dialect is named, the
/// first one.
pub(super) fn keep_one_text(text: &str, dialect: &str) -> Result<String> {
    if !text.contains(MACRO) {
        return Ok(text.to_owned());
    }
    let tokens: TokenStream = text.parse().map_err(|error| anyhow::anyhow!("not readable as Rust: {error}"))?;
    let mut kept = text.to_owned();
    // From the end to the beginning, so that the places before stay where they are.
    for (first, second) in pairs(tokens).into_iter().rev() {
        let stays = if second.dialect == dialect { &second.text } else { &first };
        let stays = text.get(stays.clone()).context("a statement is not where it was")?;
        kept.replace_range(first.start..second.text.end, stays);
    }
    Ok(kept)
}

/// The second text of a statement.
struct Second {
    dialect: String,
    text: Range<usize>,
}

/// Where the two texts of each statement stand that has two.
fn pairs(file: TokenStream) -> Vec<(Range<usize>, Second)> {
    let tokens: Vec<TokenTree> = file.into_iter().collect();
    let bodies = tokens.windows(3).filter_map(|three| match three {
        [TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(body)] if name == MACRO => {
            (bang.as_char() == '!' && body.delimiter() == Delimiter::Brace).then(|| body.stream())
        }
        _ => None,
    });
    bodies.flat_map(in_macro).collect()
}

fn in_macro(body: TokenStream) -> Vec<(Range<usize>, Second)> {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    tokens.split(|token| is(token, ';')).filter_map(in_statement).collect()
}

/// `NAME [option] = first, Dialect => second`.
fn in_statement(tokens: &[TokenTree]) -> Option<(Range<usize>, Second)> {
    let equals = tokens.iter().position(|token| is(token, '='))?;
    let (_, texts) = tokens.split_at_checked(equals + 1)?;
    let arrow = texts.windows(4).position(|four| match four {
        [comma, TokenTree::Ident(_), TokenTree::Punct(equals), end] => {
            is(comma, ',') && equals.as_char() == '=' && equals.spacing() == Spacing::Joint && is(end, '>')
        }
        _ => false,
    })?;
    let (first, rest) = texts.split_at_checked(arrow)?;
    let [_, TokenTree::Ident(dialect), _, _, second @ ..] = rest else { return None };
    Some((range(first)?, Second { dialect: dialect.to_string(), text: range(second)? }))
}

fn is(token: &TokenTree, letter: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == letter)
}

fn range(tokens: &[TokenTree]) -> Option<Range<usize>> {
    Some(tokens.first()?.span().byte_range().start..tokens.last()?.span().byte_range().end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"
fn before() -> bool { "statements".len() == 1 }

statements! {
    /// é tenant; `a = b, C => d`
    ONE = "a; b", Postgres => "c";

    TWO [locks] = concat!("a", x!(), ", b => c"),
        Postgres => y::z!("<", "d");

    ALONE = "e";
}
"#;

    #[test]
    fn the_text_of_the_other_database_goes() {
        let first = keep_one_text(TWO, "Sqlite").unwrap();
        assert!(
            first.contains("    ONE = \"a; b\";\n\n    TWO [locks] = concat!(\"a\", x!(), \", b => c\");\n"),
            "{first}"
        );
        let second = keep_one_text(TWO, "Postgres").unwrap();
        assert!(second.contains("    ONE = \"c\";\n\n    TWO [locks] = y::z!(\"<\", \"d\");\n"), "{second}");
        for text in [first, second] {
            assert!(
                text.contains("/// é tenant; `a = b, C => d`\n") && text.contains("    ALONE = \"e\";\n}\n"),
                "{text}"
            );
            assert_eq!(keep_one_text(&text, "Sqlite").unwrap(), text, "nothing is left to cut");
        }
    }
}
