//! Splits a text: into words between spaces and signs, and into runs of characters of scripts that have no spaces
//! between words.

use icu_properties::{
    CodePointMapData,
    props::{GeneralCategory, GeneralCategoryGroup, LineBreak},
};

use super::fold::folded;

/// What stands for an apostrophe, and the dot of Catalan. Within a word they part nothing.
const APOSTROPHES: [char; 10] = [APOSTROPHE, '’', '‘', 'ʼ', 'ʻ', '`', '′', '׳', '״', '·'];
const APOSTROPHE: char = '\'';
/// Would be a space and an accent when folded.
const ACUTE: char = '´';

/// A piece of a text, folded. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A word. One with an apostrophe is looked for without it, and found by each of its parts too: `obrien`, `brien`.
    Word { whole: String, parts: Vec<String> },
    /// Characters between any of which a word may end.
    Run(Vec<char>),
}

/// What a character is to those beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Apostrophe,
    /// Of a script without spaces, or Korean.
    Spaceless,
    Other,
}

/// The pieces in their order.
pub(super) fn pieces_of(text: &str) -> Vec<Piece> {
    let text = folded(&text.replace(ACUTE, "'"));
    let characters = with_kinds(text.chars().collect());
    let pieces = characters.chunk_by(|(_, one), (_, other)| group(*one) == group(*other)).filter_map(piece);
    pieces.collect()
}

fn piece(characters: &[(char, Kind)]) -> Option<Piece> {
    let text = characters.iter().map(|(character, _)| *character);
    match group(characters.first()?.1) {
        Kind::Spaceless => Some(Piece::Run(text.collect())),
        Kind::Letter => Some(word(&text.collect::<String>())),
        _ => None,
    }
}

fn word(text: &str) -> Piece {
    let parts: Vec<String> = text.split(APOSTROPHE).map(str::to_owned).collect();
    Piece::Word { whole: parts.concat(), parts: if parts.len() > 1 { parts } else { Vec::new() } }
}

fn group(kind: Kind) -> Kind {
    if kind == Kind::Apostrophe { Kind::Letter } else { kind }
}

/// A mark is of the kind of what it stands on; an apostrophe is one between letters only.
fn with_kinds(characters: Vec<char>) -> Vec<(char, Kind)> {
    let mut found: Vec<(char, Kind)> = Vec::with_capacity(characters.len());
    for (at, character) in characters.iter().copied().enumerate() {
        let before = found.last().map_or(Kind::Other, |(_, kind)| *kind);
        if APOSTROPHES.contains(&character) {
            let next = characters.get(at + 1).map_or(Kind::Other, |next| kind_of(*next, Kind::Other));
            let is_within = before == Kind::Letter && next == Kind::Letter;
            found.push((APOSTROPHE, if is_within { Kind::Apostrophe } else { Kind::Other }));
        } else {
            found.push((character, kind_of(character, before)));
        }
    }
    found
}

fn kind_of(character: char, before: Kind) -> Kind {
    if GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(character)) {
        return before;
    }
    match (character.is_alphanumeric(), has_no_spaces(character)) {
        (true, true) => Kind::Spaceless,
        (true, false) => Kind::Letter,
        (false, _) => Kind::Other,
    }
}

/// Whether a line may end behind the letter without a space: what Unicode says of Chinese, Japanese and Korean characters,
/// of Thai, Lao, Khmer and Burmese ones, and of those of Bali and Java.
fn has_no_spaces(letter: char) -> bool {
    matches!(
        CodePointMapData::<LineBreak>::new().get(letter),
        LineBreak::Ideographic
            | LineBreak::ConditionalJapaneseStarter
            | LineBreak::Nonstarter
            | LineBreak::H2
            | LineBreak::H3
            | LineBreak::JL
            | LineBreak::JV
            | LineBreak::JT
            | LineBreak::ComplexContext
            | LineBreak::Aksara
            | LineBreak::AksaraPrebase
            | LineBreak::AksaraStart
    )
}
