//! Invisible characters: which ones there are, and where they mean something.

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{
        BidiControl, DefaultIgnorableCodePoint, EmojiModifier, ExtendedPictographic, GeneralCategory,
        GeneralCategoryGroup, IndicSyllabicCategory, JoiningType, VariationSelector,
    },
};

/// Symbols whose form is a blank: an empty pattern of Braille, and the head of a note that has none. No property says so.
const BLANK_SYMBOLS: [char; 2] = ['\u{2800}', '\u{1d159}'];
/// Zero width non-joiner and joiner.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];
/// Begins the flags of England, Scotland and Wales, whose letters are tags.
const BLACK_FLAG: char = '\u{1f3f4}';
/// Ends them. The longest such flag has six letters before.
const LAST_TAG: char = '\u{e007f}';
const MOST_TAGS: usize = 7;

/// Whether nothing of the text can be seen: blanks, invisible signs, and marks without a letter below them.
pub fn shows_nothing(text: &str) -> bool {
    !text.chars().any(is_visible)
}

fn is_visible(character: char) -> bool {
    !is_blank(character)
        && !character.is_control()
        && !CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
        && !is_of(character, GeneralCategoryGroup::Format)
        && !is_of(character, GeneralCategoryGroup::Mark)
}

/// White space, and letters and symbols that look like it.
pub(super) fn is_blank(character: char) -> bool {
    let is_filler = || {
        CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
            && is_of(character, GeneralCategoryGroup::Letter)
    };
    character.is_whitespace() || BLANK_SYMBOLS.contains(&character) || is_filler()
}

/// The text without format signs that do nothing where they stand. Those that turn the direction stay, to be refused.
pub(super) fn without(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character == BLACK_FLAG {
            kept.push(character);
            kept.push_str(&tags_of_flag(&mut rest));
        } else if means_something(character, &kept, rest.clone().next()) {
            kept.push(character);
        }
    }
    kept
}

fn means_something(character: char, before: &str, after: Option<char>) -> bool {
    if JOINERS.contains(&character) {
        return joins(before, after);
    }
    if CodePointSetData::new::<VariationSelector>().contains(character) {
        return before.chars().next_back().is_some_and(|last| !is_blank(last) && !is_selector(last));
    }
    let is_ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character);
    let is_annotation = ('\u{fff9}'..='\u{fffb}').contains(&character);
    let is_format = is_of(character, GeneralCategoryGroup::Format);
    !(is_format && (is_ignorable || is_annotation)) || CodePointSetData::new::<BidiControl>().contains(character)
}

/// A joiner means something behind a letter whose form depends on its neighbours, and between two emoji.
fn joins(before: &str, after: Option<char>) -> bool {
    let Some(last) = before.chars().next_back().filter(|last| !JOINERS.contains(last)) else { return false };
    let has_forms = CodePointMapData::<JoiningType>::new().get(last) == JoiningType::DualJoining
        || CodePointMapData::<JoiningType>::new().get(last) == JoiningType::RightJoining;
    let is_indic = !last.is_ascii()
        && CodePointMapData::<IndicSyllabicCategory>::new().get(last) != IndicSyllabicCategory::Other
        && is_of(last, GeneralCategoryGroup::Letter.union(GeneralCategoryGroup::Mark));
    has_forms || is_indic || (ends_with_emoji(before) && after.is_some_and(is_emoji))
}

fn ends_with_emoji(text: &str) -> bool {
    let last = text.chars().rev().find(|last| !is_selector(*last));
    last.is_some_and(|last| is_emoji(last) || CodePointSetData::new::<EmojiModifier>().contains(last))
}

fn is_emoji(character: char) -> bool {
    CodePointSetData::new::<ExtendedPictographic>().contains(character)
}

fn is_selector(character: char) -> bool {
    CodePointSetData::new::<VariationSelector>().contains(character)
}

/// Takes the letters of a flag, if there is one; other tags are a text that nobody sees.
fn tags_of_flag(rest: &mut std::str::Chars<'_>) -> String {
    let tags: String = rest.clone().take_while(|tag| ('\u{e0020}'..=LAST_TAG).contains(tag)).collect();
    let count = tags.chars().count();
    let is_flag =
        (2..=MOST_TAGS).contains(&count) && tags.find(LAST_TAG) == tags.char_indices().last().map(|(at, _)| at);
    if !is_flag {
        return String::new();
    }
    *rest = rest.as_str().get(tags.len()..).unwrap_or_default().chars();
    tags
}

fn is_of(character: char, group: GeneralCategoryGroup) -> bool {
    group.contains(CodePointMapData::<GeneralCategory>::new().get(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_shows_nothing() {
        for text in [
            "",
            " \t\r\n",
            "\u{a0}\u{2003}\u{3000}",
            "\u{200b}",
            "\u{2060}",
            "\u{3164}",
            "\u{ad}",
            "\u{feff}",
            "\u{115f}",
            "\u{1160}",
            "\u{ffa0}",
            "\u{180e}",
            "\u{34f}",
            "\u{200e}\u{200f}\u{61c}",
            "\u{202e}\u{2066}",
            "\u{200c}\u{200d}",
            "\u{2061}\u{206f}",
            "\u{fe0f}",
            "\u{e0100}",
            "\u{e0001}\u{e0041}\u{e007f}",
            "\u{301}",
            "\u{301}\u{20e3}\u{93e}",
            " \u{a0}\u{302}",
            "\u{2800}",
            "\u{1d159}",
            "\u{17b4}",
            "\u{fff9}",
            "\0\u{7}\u{85}",
            "\u{2028}\u{2029}",
        ] {
            assert!(shows_nothing(text), "{text:?}");
        }
    }

    #[test]
    fn what_can_be_seen_shows_something() {
        for text in [
            "a",
            ".",
            "%",
            "é",
            "e\u{301}",
            "本",
            "한",
            "🛰",
            "👩\u{200d}🚀",
            "ا",
            "א",
            "क",
            "\u{1f9ff}",
            "\u{e000}",
            "₿",
            "½",
            "ー",
            "�",
        ] {
            assert!(!shows_nothing(text), "{text:?}");
        }
    }
}
