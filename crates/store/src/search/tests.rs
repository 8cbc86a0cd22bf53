//! The rule, example by example; what the databases make of it is in the contract.

use domain::{Colour, InvalidId, ProjectStatus};

use super::*;

fn project(name: &str, description: &str) -> Result<Project, InvalidId> {
    Ok(Project {
        id: "01890a5d-ac96-774b-bcce-b302099a8057".parse()?,
        key: "MOON".parse()?,
        name: name.to_owned(),
        description: description.to_owned(),
        status: ProjectStatus::Active,
        colour: Colour::Slate,
        owner: "user_a".parse()?,
        created_by: "user_a".parse()?,
        created_at: 0,
        updated_at: 0,
        deleted_at: None,
        version: 1,
    })
}

fn terms(name: &str) -> Result<Vec<String>, InvalidId> {
    let terms = terms_of(&project(name, "")?).into_iter();
    Ok(terms.filter(|term| term != "moon" && term != "@user_a.").collect())
}

fn asked(text: &str) -> Vec<String> {
    Question::of(text).terms
}

/// Terms that are in databases. A change here is a new [`VERSION`].
#[test]
fn the_terms_of_this_version() -> Result<(), InvalidId> {
    assert_eq!(VERSION, 2);
    for (name, expected) in [
        ("Moon-base 2: STRAẞE", "2 base strasse"),
        ("l'été, O’Brien, rock'n'roll", "brien ete l lete n o obrien rock rocknroll roll"),
        ("ΟΔΟΣ οδός", "οδοσ"),
        ("Ёж и йод", "еж и йод"),
        ("iPhone手机壳2024年", "2024 iphone 壳 年 手机 机壳"),
        ("ものづくり", "くり づく のづ もの り"),
        ("자동번역기", "기 동번 번역 역기 자동"),
        ("ภาษาไทย", "ทย ย ษา าษ าไ ไท ภา"),
        ("हिन्दी می\u{200c}خواهم", "हिन्दी میخواهم"),
        ("-- % 🛰", ""),
    ] {
        let mut expected: Vec<&str> = expected.split(' ').filter(|term| !term.is_empty()).collect();
        expected.sort_unstable();
        assert_eq!(terms(name)?, expected, "{name}");
    }
    Ok(())
}

#[test]
fn a_project_has_so_many_terms_and_no_more() -> Result<(), InvalidId> {
    let words: Vec<String> = (0..1_000).map(|number| format!("w{number}")).collect();
    assert_eq!(terms_of(&project("Name", &words.join(" "))?).len(), WORDS_MAX + 1);
    let han: String = ('\u{4e00}'..).take(2_000).collect();
    let both = terms_of(&project(&han, &words.join(" "))?);
    assert_eq!(both.len(), WORDS_MAX + PAIRS_MAX + 1);
    assert_eq!(terms(&"x".repeat(100))?, ["x".repeat(WORD_MAX)]);
    assert_eq!(asked(&"x".repeat(100)), ["x".repeat(WORD_MAX)]);
    Ok(())
}

#[test]
fn a_question_has_so_many_words_and_says_when_it_had_more() {
    let eight = Question::of("a B a c d e f g h");
    assert_eq!(eight.terms(), ["a", "b", "c", "d", "e", "f", "g", "h"]);
    assert_eq!(eight.asked().map(|asked| asked.left_out), Some(false));
    let nine = Question::of("a b c d e f g h i");
    assert_eq!(nine.terms().len(), ASKED_MAX);
    assert_eq!(nine.asked().map(|asked| asked.left_out), Some(true));
    // Of a run all is looked for as long as it fits, and as exactly as there is room.
    assert_eq!(asked("训"), ["训"]);
    assert_eq!(asked("训练"), ["训练"]);
    assert_eq!(asked("东京都"), ["东京", "京都"]);
    assert_eq!(asked("机器学习"), ["机器", "学习", "器学"]);
    let sixteen: String = ('\u{4e00}'..).take(16).collect();
    assert_eq!(Question::of(&sixteen).asked().map(|asked| (asked.words, asked.left_out)), Some((8, false)));
    assert_eq!(Question::of(&format!("{sixteen}日")).asked().map(|asked| asked.left_out), Some(true));
}

#[test]
fn signs_alone_are_a_vain_question() {
    for text in ["%", "_", "\"", "++", "🛰", "👩\u{200d}🚀", "…", "%\u{200b}", "- -", "'"] {
        assert!(Question::of(text).is_vain(), "{text:?}");
        assert_eq!(Question::of(text).asked(), Some(Asked::default()), "{text:?}");
    }
    for text in ["", "  ", "\u{200b}", "\u{3164}\u{2060}", "\u{301}"] {
        assert!(!Question::of(text).is_vain(), "{text:?}");
        assert_eq!(Question::of(text).asked(), None, "{text:?}");
    }
    assert!(!Question::of("% a").is_vain());
}

#[test]
fn the_end_lies_behind_every_word_with_the_prefix_and_before_the_next() {
    for word in ["moon", "moonz", "moonü", "moon日本", "moon\u{1f6f0}"] {
        assert!(word >= "moon" && *word < *end_of("moon"), "{word}");
    }
    assert!("moop" > end_of("moon").as_str());
}
