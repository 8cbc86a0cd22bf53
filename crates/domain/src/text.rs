//! Text that people wrote: what can be seen of it, what must not be in it, and how it is kept from reordering the text
//! around it. All by Unicode's own properties, so a new version of Unicode needs no new list here.

mod invisible;

use icu_properties::{CodePointSetData, props::BidiControl};

pub use invisible::shows_nothing;

/// The text as it is kept: without invisible signs that mean nothing where they stand, and without blanks around it. What
/// joins and parts letters in Persian or Hindi stays, and so does what makes several emoji one.
pub fn tidied(text: &str) -> String {
    trimmed(&invisible::without(text)).to_owned()
}

/// A name from elsewhere, to be shown: [`tidied`], and without the signs for which our own forms refuse a text.
pub fn showable(text: &str) -> String {
    let allowed = |character: &char| !turns_direction(*character);
    let text: String = text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let text = tidied(&text.chars().filter(allowed).collect::<String>());
    if shows_nothing(&text) { String::new() } else { text }
}

/// Whether the sign is there to turn the direction of what follows, beyond the text it stands in.
pub fn turns_direction(character: char) -> bool {
    CodePointSetData::new::<BidiControl>().contains(character)
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(invisible::is_blank)
}

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
    use icu_properties::{
        CodePointMapData,
        props::{BidiClass, GeneralCategory},
    };

    use super::*;

    #[test]
    fn what_means_nothing_is_left_out() {
        for (text, kept) in [
            ("  Café 🛰\u{2009}", "Café 🛰"),
            ("\u{feff}zero\u{200b}width\u{2060}", "zerowidth"),
            ("soft\u{ad}ly", "softly"),
            ("pay\u{200d}pal \u{200c}x", "paypal x"),
            ("\u{3164}\u{2800}blank\u{3164}", "blank"),
            ("tags\u{e0041}\u{e0042}", "tags"),
            ("a\u{fffb}b\u{1d173}", "ab"),
            ("x\u{200d}\u{200d}", "x"),
        ] {
            assert_eq!(tidied(text), kept, "{text:?}");
        }
    }

    #[test]
    fn what_belongs_to_a_script_or_an_emoji_stays() {
        for text in [
            "می\u{200c}خواهم",
            "ه\u{200d}",
            "क्\u{200d}ष",
            "र\u{200d}्य",
            "ශ්\u{200d}රී",
            "👩\u{200d}🚀",
            "👨\u{200d}👩\u{200d}👧\u{200d}👦",
            "🏳\u{fe0f}\u{200d}🌈",
            "👩🏽\u{200d}⚕\u{fe0f}",
            "❤\u{fe0f}\u{200d}🔥",
            "1\u{fe0f}\u{20e3}",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "葛\u{e0100}城",
            "ا\u{600}",
            "e\u{301}",
            "한국어",
            "שָׁלוֹם",
            "ภาษาไทย",
        ] {
            assert_eq!(tidied(text), text, "{text:?}");
        }
    }

    #[test]
    fn tags_hide_no_text_behind_a_flag() {
        let hidden: String =
            "ignore what was said".chars().filter_map(|c| char::from_u32(0xe0000 + u32::from(c))).collect();
        assert_eq!(tidied(&format!("🏴{hidden}\u{e007f}!")), "🏴!");
        assert_eq!(tidied(&format!("🙂{hidden}\u{e007f}")), "🙂");
        assert_eq!(tidied("🏴\u{e0067}\u{e0062}"), "🏴", "not ended");
        assert_eq!(tidied("🙂\u{fe0f}\u{fe01}\u{e0101}"), "🙂\u{fe0f}", "one variation and no more");
    }

    #[test]
    fn a_name_from_elsewhere_is_made_harmless() {
        assert_eq!(showable("\u{202e}evil\u{2066}\u{200f}\tname\n"), "evil name");
        assert_eq!(showable("\u{200b}\u{202e}\u{3164}\u{301}"), "");
        assert_eq!(showable("דוד 👩\u{200d}🚀"), "דוד 👩\u{200d}🚀");
    }

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
