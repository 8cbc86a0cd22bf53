//! The words a project is found by. One rule for what is stored and what is asked, on every database: words are runs of
//! letters and digits in small letters; what is asked must be the beginning of what is stored.

use std::collections::BTreeSet;

use crate::{id::UserId, project::Project};

/// Longest word, in characters; the rest of a longer one is cut off on both sides, so it is still found.
const WORD_MAX: usize = 32;
/// Most words stored for a project, the first ones of name, key and description.
const STORED_MAX: usize = 64;
/// Most words of a question; more are left out.
pub const ASKED_MAX: usize = 4;

/// The search terms of a project: its words, and a term for its owner.
pub fn terms_of(project: &Project) -> BTreeSet<String> {
    let texts = [project.name.as_str(), project.key.as_str(), project.description.as_str()];
    let mut terms = BTreeSet::new();
    for word in texts.into_iter().flat_map(words) {
        if terms.len() == STORED_MAX {
            break;
        }
        terms.insert(word);
    }
    terms.insert(owner_term(&project.owner));
    terms
}

/// The prefixes that a project's terms must have, one term each: at most [`ASKED_MAX`] words, and the owner.
pub fn prefixes(search: &str, owner: Option<&UserId>) -> Vec<String> {
    let mut asked: Vec<String> = Vec::new();
    for word in words(search).filter(|word| !word.is_empty()) {
        if asked.len() < ASKED_MAX && !asked.contains(&word) {
            asked.push(word);
        }
    }
    asked.extend(owner.map(owner_term));
    asked
}

/// The first text, bytewise, behind all that begin with `prefix`: no term holds this last character.
pub fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let runs = text.split(|character: char| !character.is_alphanumeric()).filter(|run| !run.is_empty());
    runs.map(|run| run.chars().flat_map(char::to_lowercase).map(one_sigma).take(WORD_MAX).collect())
}

/// Greek writes a small sigma in another way at the end of a word; where a word ends must not matter to a prefix.
fn one_sigma(letter: char) -> char {
    if letter == 'ς' { 'σ' } else { letter }
}

/// No word has these signs, and no id the last one: a prefix that is a whole id.
fn owner_term(owner: &UserId) -> String {
    format!("@{owner}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_digits_in_small_letters() {
        let found = |text| words(text).collect::<Vec<_>>();
        assert_eq!(found("Moon-base 2: l'été, STRAẞE"), ["moon", "base", "2", "l", "été", "straße"]);
        // The beginning of a word is found in whichever letters, also where it is a word itself.
        assert_eq!(found("ΟΔΟΣ οδος ΟΔΟΣΑΣ"), ["οδοσ", "οδοσ", "οδοσασ"]);
        assert_eq!(found(" -- "), [""; 0]);
        assert_eq!(found(&"x".repeat(100)), ["x".repeat(WORD_MAX)]);
    }

    #[test]
    fn asks_for_few_words_once_each() -> Result<(), crate::InvalidId> {
        assert_eq!(prefixes("a B a c d e f", None), ["a", "b", "c", "d"]);
        assert_eq!(prefixes("", Some(&"user_a".parse()?)), ["@user_a."]);
        Ok(())
    }

    #[test]
    fn the_end_lies_behind_every_word_with_the_prefix_and_before_the_next() {
        for word in ["moon", "moonz", "moonü", "moon日本", "moon\u{1f6f0}"] {
            assert!(word >= "moon" && *word < *end_of("moon"), "{word}");
        }
        assert!("moop" > end_of("moon").as_str());
    }
}
