//! Removes differences in spelling that people do not mean: forms of one letter, upper and lower case, accents,
//! invisible characters.

use icu_normalizer::{
    ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed,
    properties::{CanonicalCombiningClassMapBorrowed, CanonicalCompositionBorrowed},
};
use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory, Script},
};

/// Stretches a word of Arabic on the line, and is no letter of it.
const TATWEEL: char = '\u{640}';

/// The text as it is compared: compatibility forms as the plain ones, small letters, without accents and vowel points.
pub(super) fn folded(text: &str) -> String {
    // Before, as they keep letters from what belongs to them; and after, as some are made of others.
    let plain = text.chars().filter(|character| !is_left_out(*character));
    let mut folded = String::with_capacity(text.len());
    let mut base = None;
    for character in DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(plain) {
        if is_left_out(character) {
            continue;
        }
        if is_accent(character) {
            if base.is_some_and(|base| makes_another_letter(base, character)) {
                folded.push(character);
            }
            continue;
        }
        push_small(&mut folded, character);
        base = Some(character);
    }
    // Syllables of Korean and letters of Japanese are whole again.
    ComposingNormalizerBorrowed::new_nfc().normalize(&folded).into_owned()
}

fn is_left_out(character: char) -> bool {
    character == TATWEEL
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
        || CodePointMapData::<GeneralCategory>::new().get(character) == GeneralCategory::EnclosingMark
}

/// Marks that stand above, below and through letters, and the vowel points of Hebrew, Arabic and Syriac. Not what makes
/// another sound of a letter in India (7, 9), Japan (8) or Thailand (103, 107), nor vowels that are letters (0).
fn is_accent(character: char) -> bool {
    matches!(CanonicalCombiningClassMapBorrowed::new().get_u8(character), 1 | 10..=36 | 200..=240)
}

/// In Cyrillic a letter with a sign of its own is another letter, as й is not и. Only ё is written as е by many, and ѐ and
/// ѝ are stressed.
fn makes_another_letter(base: char, mark: char) -> bool {
    let is_stress = matches!((base, mark), ('е' | 'Е', '\u{308}' | '\u{300}') | ('и' | 'И', '\u{300}'));
    CodePointMapData::<Script>::new().get(base) == Script::Cyrillic
        && !is_stress
        && CanonicalCompositionBorrowed::new().compose(base, mark).is_some()
}

/// Small by way of large: so ẞ, ß and SS are one, and so are ς and σ, ı and i.
fn push_small(folded: &mut String, character: char) {
    let small = character.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    for letter in small {
        match in_ascii(letter) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(letter),
        }
    }
}

/// Letters of Latin alphabets that are not made of a letter and an accent, as people write them who do not have them; a
/// part of CLDR's transliteration from Latin to ASCII.
fn in_ascii(letter: char) -> Option<&'static str> {
    Some(match letter {
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' | 'ɖ' | 'ɗ' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ɓ' => "b",
        'ƙ' => "k",
        'ƴ' => "y",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn spellings_of_one_word_are_one() {
        for (one, other) in [
            ("café", "cafe\u{301}"),
            ("café", "CAFE"),
            ("Söhne", "sohne"),
            ("Straße", "STRASSE"),
            ("STRAẞE", "strasse"),
            ("İstanbul", "istanbul"),
            ("ISTANBUL", "ıstanbul"),
            ("ﬁnance", "finance"),
            ("ＡＢＣ１２３", "abc123"),
            ("ΟΔΟΣ", "οδός"),
            ("οδος", "οδοσ"),
            ("Ὀδυσσεύς", "οδυσσευσ"),
            ("ᾳ", "α"),
            ("Łódź", "lodz"),
            ("Ærøskøbing", "aeroskobing"),
            ("Đà Nẵng", "da nang"),
            ("tiếng Việt", "tieng viet"),
            ("Þór", "thor"),
            ("Œuvre", "oeuvre"),
            ("Ёлка", "елка"),
            ("за\u{301}мок", "замок"),
            ("Й", "\u{438}\u{306}"),
            ("한국어", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}\u{110b}\u{1165}"),
            ("ｶﾞｷﾞ", "ガギ"),
            ("が", "か\u{3099}"),
            ("مُحَمَّد", "محمد"),
            ("مـــحمد", "محمد"),
            ("أحمد", "احمد"),
            ("ﷺ", "صلى الله عليه وسلم"),
            ("שָׁלוֹם", "שלום"),
            ("می\u{200c}خواهم", "میخواهم"),
            ("soft\u{ad}ly", "softly"),
            ("zero\u{200b}width", "zerowidth"),
            ("x²", "x2"),
            ("①", "1"),
            ("Å", "a"),
            ("क़", "क\u{93c}"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn other_letters_stay_others() {
        for (one, other) in [
            ("й", "и"),
            ("ў", "у"),
            ("ї", "і"),
            ("か", "が"),
            ("は", "ぱ"),
            ("कि", "का"),
            ("ก่า", "ก้า"),
            ("क़", "क"),
            ("한", "하"),
            ("ひ", "ヒ"),
        ] {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn folding_again_changes_nothing() {
        let all = (' '..=char::MAX).filter(|character| character.is_alphanumeric());
        let changed = all.map(|character| folded(&character.to_string())).find(|once| folded(once) != *once);
        assert_eq!(changed, None);
    }
}
