//! What a search finds, example by example.

use std::collections::BTreeSet;

use anyhow::Result;
use domain::{ListedAs, ProjectQuery, ProjectSort, TenantScope};

use super::{
    Open,
    world::{World, ada, mel, named, question},
};

crate::contract::cases! { $ search {
    words_are_found_by_their_beginning,
    words_are_found_in_name_key_and_description,
    words_of_every_script_are_found,
    spellings_of_one_word_find_each_other,
    texts_without_spaces_are_found_by_any_part,
    long_questions_are_answered_by_their_first_words,
    signs_are_no_wildcards,
    a_changed_project_is_found_by_its_new_words_alone,
    deleted_and_archived_projects_are_searched_in_their_lists,
    an_owner_has_their_projects,
} }

/// Asks each question and compares the names found, whatever their order.
async fn finds(world: &World, scope: &TenantScope, questions: &[(&str, &[&str])]) -> Result<()> {
    for (asked, expected) in questions {
        let found: BTreeSet<String> = world.names(scope, &question(asked)).await?.into_iter().collect();
        let expected: BTreeSet<String> = expected.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(found, expected, "{asked:?}");
    }
    Ok(())
}

/// A word is enough to its beginning, and all words must be there, in whatever order and case.
pub async fn words_are_found_by_their_beginning(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for name in ["Moon base", "Moonbase Alpha", "Base camp", "Honeymoon"] {
        world.create(&ada, name).await?;
    }
    let all: &[&str] = &["Moon base", "Moonbase Alpha", "Base camp", "Honeymoon"];
    let questions: &[(&str, &[&str])] = &[
        ("moon", &["Moon base", "Moonbase Alpha"]),
        ("MOON", &["Moon base", "Moonbase Alpha"]),
        ("moonb", &["Moonbase Alpha"]),
        ("m", &["Moon base", "Moonbase Alpha"]),
        ("base", &["Moon base", "Base camp"]),
        ("base moon", &["Moon base"]),
        ("moon base", &["Moon base"]),
        ("ba mo", &["Moon base"]),
        ("al moon", &["Moonbase Alpha"]),
        ("moon moon", &["Moon base", "Moonbase Alpha"]),
        ("moon camp", &[]),
        ("oon", &[]),
        ("moonbasealpha", &[]),
        ("honeymoons", &[]),
        ("", all),
        ("   ", all),
    ];
    finds(&world, &ada, questions).await
}

/// The key and the description count as the name does. Of a long description the first words count.
pub async fn words_are_found_in_name_key_and_description(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let first = named("Moon").with("key", "LUNA7").with("description", "Red rocks\nand dust");
    world.made(&ada, first).await?;
    let words: Vec<String> = (0..400).map(|number| format!("w{number}")).collect();
    world.made(&ada, named("Many words").with("description", words.join(" "))).await?;
    world.create(&ada, &"x".repeat(100)).await?;
    let (long, longer) = ("x".repeat(100), "x".repeat(33));
    let questions: &[(&str, &[&str])] = &[
        ("luna", &["Moon"]),
        ("luna7", &["Moon"]),
        ("moon rocks luna dust", &["Moon"]),
        ("rocks and red dust mars", &[]),
        ("rocks and red dust luna moon luna7 rock mars", &["Moon"]),
        ("w0 w1 w2 many", &["Many words"]),
        ("w399", &[]),
        (&longer, &[&long]),
        (&long, &[&long]),
    ];
    finds(&world, &ada, questions).await
}

/// Letters of every script are letters, in either case where there are two, with and without accents.
pub async fn words_of_every_script_are_found(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for name in ["Été à Orléans", "STRAẞE", "Ελλάδα", "Москва", "日本語の本", "한국어", "𝒳-ray 𠀀𠀁", "İstanbul"]
    {
        world.create(&ada, name).await?;
    }
    let questions: &[(&str, &[&str])] = &[
        ("été", &["Été à Orléans"]),
        ("ÉT orl", &["Été à Orléans"]),
        ("ete", &["Été à Orléans"]),
        ("été a", &["Été à Orléans"]),
        ("straße", &["STRAẞE"]),
        ("ΕΛΛ", &["Ελλάδα"]),
        ("моск", &["Москва"]),
        ("日本", &["日本語の本"]),
        ("本", &["日本語の本"]),
        ("語の", &["日本語の本"]),
        ("語本", &[]),
        ("한", &["한국어"]),
        ("𠀀", &["𝒳-ray 𠀀𠀁"]),
        ("𝒳 ray", &["𝒳-ray 𠀀𠀁"]),
        ("x ray 𠀁", &["𝒳-ray 𠀀𠀁"]),
        ("İ", &["İstanbul"]),
    ];
    finds(&world, &ada, questions).await
}

/// However a word is spelled, it is found by its other spellings; what are two words to people are two.
pub async fn spellings_of_one_word_find_each_other(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let spellings: &[&[&str]] = &[
        &["Café", "cafe", "Cafe\u{301}", "CAFÉ"],
        &["O'Brien", "O’Brien", "obrien", "OBRIEN", "Oʼbrien", "O´Brien"],
        &["Söhne", "sohne", "SO\u{308}HNE"],
        &["Straße", "strasse", "STRASSE", "STRAẞE"],
        &["İstanbul", "istanbul", "ISTANBUL", "ıstanbul"],
        &["ﬁnance", "finance", "FINANCE"],
        &["ＡＢＣ１２３", "abc123"],
        &["ὉΔΌΣ", "οδος", "οδόσ"],
        &["Ёлка", "елка"],
        &["йога", "и\u{306}ога", "ЙОГА"],
        &["Đà Nẵng", "da nang", "đà nẵng"],
        &["Łódź", "lodz"],
        &["Ærøskøbing", "aeroskobing"],
        &["محمد", "مُحَمَّد"],
        &["שלום", "שָׁלוֹם"],
        &["한국어", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}\u{110b}\u{1165}"],
        &["ガギグ", "ｶﾞｷﾞｸﾞ"],
        &["می\u{200c}خواهم", "میخواهم"],
    ];
    for names in spellings {
        for name in *names {
            world.create(&ada, name).await?;
        }
    }
    for names in spellings {
        for name in *names {
            finds(&world, &ada, &[(*name, *names)]).await?;
        }
    }
    for name in ["ион", "йон", "かき", "がき"] {
        world.create(&ada, name).await?;
    }
    finds(&world, &ada, &[("ион", &["ион"]), ("йон", &["йон"]), ("かき", &["かき"]), ("がき", &["がき"])]).await
}

/// Where there are no spaces between words, any part of a text finds it: two characters beside each other, or one alone.
pub async fn texts_without_spaces_are_found_by_any_part(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let (chinese, japanese) = ("大型语言模型训练平台", "東京のものづくり展2024年");
    let (korean, thai, mixed) = ("자동번역기 개발", "ฉันพูดภาษาไทย", "iPhone手机壳");
    for name in [chinese, japanese, korean, thai, mixed] {
        world.create(&ada, name).await?;
    }
    let described = named("Engine").with("description", "新しい翻訳エンジンの訓練");
    world.made(&ada, described).await?;
    let questions: &[(&str, &[&str])] = &[
        ("训练", &[chinese]),
        ("训", &[chinese]),
        ("台", &[chinese]),
        ("语言模型", &[chinese]),
        ("大型语言模型训练平台", &[chinese]),
        ("模型 平台", &[chinese]),
        ("训平", &[]),
        ("づくり", &[japanese]),
        ("東京", &[japanese]),
        ("2024", &[japanese]),
        ("2024年", &[japanese]),
        ("번역", &[korean]),
        ("동번역", &[korean]),
        ("역기 개", &[korean]),
        ("ภาษา", &[thai]),
        ("ไทย", &[thai]),
        ("iphone 手机", &[mixed]),
        ("手机", &[mixed]),
        ("翻訳エンジン", &["Engine"]),
        ("訓練", &["Engine"]),
    ];
    finds(&world, &ada, questions).await
}

/// Of a long question the first words are looked for; the rest neither finds nor hides anything.
pub async fn long_questions_are_answered_by_their_first_words(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    world.create(&ada, "one two three four five six seven eight").await?;
    let questions: &[(&str, &[&str])] = &[
        ("one two three four five six seven eight", &["one two three four five six seven eight"]),
        ("eight seven six five four three two mars", &[]),
        ("eight seven six five four three two one mars", &["one two three four five six seven eight"]),
    ];
    finds(&world, &ada, questions).await
}

/// What LIKE, GLOB and full-text searches take for more than itself separates words here, and nothing else. Alone it
/// finds nothing, not everything; blanks alone are no question.
pub async fn signs_are_no_wildcards(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for name in ["100% sure", "100 days", "under_score", "moon", "[a-z]", "a*b"] {
        world.create(&ada, name).await?;
    }
    let all: &[&str] = &["100% sure", "100 days", "under_score", "moon", "[a-z]", "a*b"];
    let questions: &[(&str, &[&str])] = &[
        ("%", &[]),
        ("_", &[]),
        ("*", &[]),
        ("'", &[]),
        ("\"", &[]),
        ("++", &[]),
        ("@", &[]),
        ("🛰", &[]),
        ("% \u{200b}", &[]),
        (" ", all),
        ("\u{200b}\u{3164}", all),
        ("100%", &["100% sure", "100 days"]),
        ("1%s", &["100% sure"]),
        ("m__n", &[]),
        ("m%n", &[]),
        ("mo*", &["moon"]),
        ("moo?", &["moon"]),
        ("[m]oon", &[]),
        ("score_under", &["under_score"]),
        ("a_z", &["[a-z]"]),
        ("\"moon\"", &["moon"]),
        ("moon' OR 'a'='a", &[]),
        ("NOT moon", &[]),
        ("moon | 100", &[]),
        ("moon:*", &["moon"]),
        ("@user", &[]),
    ];
    finds(&world, &ada, questions).await?;
    for owner in [ada.actor().clone(), "user_nobody".parse()?] {
        let query = ProjectQuery { owner: Some(owner), ..question("++") };
        assert_eq!(world.list(&ada, &query).await?, []);
    }
    Ok(())
}

/// The words of before are gone with the text they stood in.
pub async fn a_changed_project_is_found_by_its_new_words_alone(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (ada()?, mel()?);
    let draft = named("Moon").with("description", "grey").with("key", "LUNA");
    let made = world.made(&ada, draft).await?;
    let draft = named("Mars").with("description", "red").with("key", "ARES").with("owner", mel.actor().to_string());
    world.changed(&ada, &made, draft).await?;
    for (gone, here) in [("moon", "mars"), ("grey", "red"), ("luna", "ares")] {
        finds(&world, &ada, &[(gone, &[]), (here, &["Mars"])]).await?;
    }
    for (owner, names) in [(&ada, vec![]), (&mel, vec!["Mars".to_owned()])] {
        let query = ProjectQuery { owner: Some(owner.actor().clone()), ..ProjectQuery::default() };
        assert_eq!(world.names(&ada, &query).await?, names);
    }
    Ok(())
}

/// A search looks into the list it is asked in, and into no other.
pub async fn deleted_and_archived_projects_are_searched_in_their_lists(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    world.create(&ada, "Moon, active").await?;
    world.made(&ada, named("Moon, archived").with("status", "archived")).await?;
    let deleted = world.create(&ada, "Moon, deleted").await?;
    world.deleted(&ada, deleted.clone()).await?;
    for (status, name) in [
        (ListedAs::Active, "Moon, active"),
        (ListedAs::Archived, "Moon, archived"),
        (ListedAs::Deleted, "Moon, deleted"),
    ] {
        for owner in [None, Some(ada.actor().clone())] {
            let query = ProjectQuery { search: "moon".to_owned(), status, owner, ..ProjectQuery::default() };
            assert_eq!(world.names(&ada, &query).await?, [name]);
        }
    }
    world.restore(&ada, deleted.id).await?;
    finds(&world, &ada, &[("deleted", &["Moon, deleted"])]).await
}

/// The owner is compared as a whole, alone and together with words.
pub async fn an_owner_has_their_projects(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let owners = ["user_a", "user_ab", "user_A", "user_a_b"];
    for owner in owners {
        for name in ["Moon", "Mars"] {
            world.made(&ada, named(&format!("{name} of {owner}")).with("owner", owner)).await?;
        }
    }
    for owner in owners {
        let query = ProjectQuery { owner: Some(owner.parse()?), sort: ProjectSort::Name, ..ProjectQuery::default() };
        assert_eq!(world.names(&ada, &query).await?, [format!("Mars of {owner}"), format!("Moon of {owner}")]);
        let query = ProjectQuery { search: "mo of".into(), ..query };
        assert_eq!(world.names(&ada, &query).await?, [format!("Moon of {owner}")]);
    }
    let nobody = ProjectQuery { owner: Some("user_".to_owned().repeat(2).parse()?), ..ProjectQuery::default() };
    assert_eq!(world.list(&ada, &nobody).await?, []);
    Ok(())
}
