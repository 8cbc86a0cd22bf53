//! Text between other text where no element can stand around it: titles of documents, choices of a list.

/// First strong isolate: what follows has a direction of its own.
const BEGIN: char = '\u{2068}';
/// Pop directional isolate: up to here.
const END: char = '\u{2069}';

/// The text so that its direction moves nothing beside it. As it is where all of it goes from left to right.
pub fn isolated(text: &str) -> String {
    if text.contains(may_go_left) { format!("{BEGIN}{text}{END}") } else { text.to_owned() }
}

/// Whether the character is in what Unicode sets aside for scripts from right to left, or turns the direction. Ranges, not
/// the property: this runs in the browser, which should not carry the table for it.
fn may_go_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu_properties::{
        CodePointMapData,
        props::{BidiClass, GeneralCategory},
    };

    #[test]
    fn what_goes_left_is_isolated() {
        assert_eq!(isolated("Moon 🛰 日本"), "Moon 🛰 日本");
        for text in ["שלום", "مرحبا", "a\u{202e}b"] {
            assert_eq!(isolated(text), format!("\u{2068}{text}\u{2069}"));
        }
    }

    /// The ranges are those of Unicode's own property.
    #[test]
    fn every_character_that_goes_left_is_known() {
        let (class, category) = (CodePointMapData::<BidiClass>::new(), CodePointMapData::<GeneralCategory>::new());
        let goes_left = |character: &char| {
            matches!(class.get(*character), BidiClass::RightToLeft | BidiClass::ArabicLetter | BidiClass::ArabicNumber)
        };
        let assigned = |character: &char| category.get(*character) != GeneralCategory::Unassigned;
        let unknown = ('\0'..=char::MAX).filter(assigned).filter(goes_left).find(|character| !may_go_left(*character));
        assert_eq!(unknown, None);
    }
}
