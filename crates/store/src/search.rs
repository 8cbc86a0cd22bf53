//! What a project is found by. The same rules apply to what is stored and to what is asked, on every database: a text
//! is folded, which removes differences in spelling that people do not mean, and split into words. Each word asked for
//! must be the beginning of a stored one.
//!
//! In scripts that are written without spaces (Chinese, Japanese, Thai …) and in Korean, pairs of neighbouring
//! characters serve as words, so that a text is found by any part of it.

mod fold;
mod pieces;

use std::collections::BTreeSet;

use domain::{Asked, Project, UserId};

use self::pieces::{Piece, pieces_of};

/// The version of these rules. Raise it when you change them, and every database makes its terms again: see
/// [`crate::SystemStore::renew_terms`].
pub const VERSION: u32 = 2;
/// Longest word, in characters; the rest of a longer one is cut off on both sides, so it is still found.
const WORD_MAX: usize = 32;
/// Most words stored for a project, the first ones of name, key and description.
const WORDS_MAX: usize = 64;
/// Most pairs of characters stored beside them.
const PAIRS_MAX: usize = 256;
/// Most words of a question; of more, the first ones are looked for.
pub const ASKED_MAX: usize = 8;

/// The search terms of a project: its words, and a term for its owner.
pub fn terms_of(project: &Project) -> BTreeSet<String> {
    let (mut words, mut pairs) = (BTreeSet::new(), BTreeSet::new());
    for text in [project.name.as_str(), project.key.as_str(), project.description.as_str()] {
        for piece in pieces_of(text) {
            match piece {
                Piece::Word { whole, parts } => {
                    for word in std::iter::once(whole).chain(parts) {
                        add(&mut words, cut(&word), WORDS_MAX);
                    }
                }
                Piece::Run(run) => stored_pairs(&run).for_each(|pair| add(&mut pairs, pair, PAIRS_MAX)),
            }
        }
    }
    words.append(&mut pairs);
    words.insert(owner_term(&project.owner));
    words
}

fn add(terms: &mut BTreeSet<String>, term: String, most: usize) {
    if terms.len() < most {
        terms.insert(term);
    }
}

/// What is looked for: every term of it must be the beginning of one of the project's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    terms: Vec<String>,
    /// Whether there is anything but blanks.
    is_asked: bool,
    left_out: bool,
}

impl Question {
    /// The question in a text.
    pub fn of(text: &str) -> Self {
        let is_asked = !domain::text::shows_nothing(text);
        let mut question = Self { is_asked, ..Self::default() };
        let pieces = pieces_of(text);
        for term in pieces.iter().flat_map(needed) {
            question.ask(term);
        }
        // What is left of the room makes it more exact.
        let mut exact = question.clone();
        pieces.iter().flat_map(all_pairs).for_each(|pair| exact.ask(pair));
        Self { terms: exact.terms, ..question }
    }

    fn ask(&mut self, term: String) {
        if self.terms.contains(&term) {
            return;
        }
        self.left_out |= self.terms.len() == ASKED_MAX;
        if !self.left_out {
            self.terms.push(term);
        }
    }

    /// Whether something was asked, but nothing that a project could be found by: signs alone.
    pub fn is_vain(&self) -> bool {
        self.is_asked && self.terms.is_empty()
    }

    /// At most [`ASKED_MAX`].
    pub fn terms(&self) -> &[String] {
        &self.terms
    }

    /// What to tell whoever asked; nothing where nothing was.
    pub fn asked(&self) -> Option<Asked> {
        self.is_asked.then_some(Asked { words: self.terms.len(), left_out: self.left_out })
    }
}

/// The term that the projects of an owner have. No word has these signs, and no id the last one: a prefix that is a whole
/// id.
pub fn owner_term(owner: &UserId) -> String {
    format!("@{owner}.")
}

/// The first text, bytewise, behind all that begin with `prefix`: no term holds this last character.
pub fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

fn cut(word: &str) -> String {
    word.chars().take(WORD_MAX).collect()
}

/// Every character of a run begins a term, so that one alone is found too.
fn stored_pairs(run: &[char]) -> impl Iterator<Item = String> {
    run.iter().enumerate().map(|(at, first)| std::iter::once(first).chain(run.get(at + 1)).collect())
}

/// The terms that a piece of a question cannot do without: of a run, as few pairs as hold all of it.
fn needed(piece: &Piece) -> Vec<String> {
    match piece {
        Piece::Word { whole, .. } => vec![cut(whole)],
        Piece::Run(run) => {
            let pairs = run.chunks_exact(2);
            let last = (!pairs.remainder().is_empty()).then(|| run.iter().rev().take(2).rev().collect());
            pairs.map(|pair| pair.iter().collect()).chain(last).collect()
        }
    }
}

fn all_pairs(piece: &Piece) -> Vec<String> {
    match piece {
        Piece::Word { .. } => Vec::new(),
        Piece::Run(run) => run.windows(2).map(|pair| pair.iter().collect()).collect(),
    }
}

#[cfg(test)]
mod tests;
