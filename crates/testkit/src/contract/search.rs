//! What a search finds, example by example.

use std::collections::BTreeSet;

use anyhow::Result;
use domain::{ListedAs, ProjectDraft, ProjectQuery, ProjectSort, TenantScope};

use super::{
    Open,
    world::{World, ada, mel, named, question},
};

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
    let first = ProjectDraft { key: "LUNA7".into(), description: "Red rocks\nand dust".into(), ..named("Moon") };
    world.made(&ada, first).await?;
    let words: Vec<String> = (0..400).map(|number| format!("w{number}")).collect();
    world.made(&ada, ProjectDraft { description: words.join(" "), ..named("Many words") }).await?;
    world.create(&ada, &"x".repeat(100)).await?;
    let (long, longer) = ("x".repeat(100), "x".repeat(33));
    let questions: &[(&str, &[&str])] = &[
        ("luna", &["Moon"]),
        ("luna7", &["Moon"]),
        ("moon rocks luna dust", &["Moon"]),
        ("rocks and red dust mars", &["Moon"]),
        ("w0 w1 w2 many", &["Many words"]),
        ("w399", &[]),
        (&longer, &[&long]),
        (&long, &[&long]),
    ];
    finds(&world, &ada, questions).await
}

/// Letters of every script are letters, in either case where there are two.
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
        ("ete", &[]),
        ("straße", &["STRAẞE"]),
        ("ΕΛΛ", &["Ελλάδα"]),
        ("моск", &["Москва"]),
        ("日本", &["日本語の本"]),
        ("本", &[]),
        ("한", &["한국어"]),
        ("𠀀", &["𝒳-ray 𠀀𠀁"]),
        ("𝒳 ray", &["𝒳-ray 𠀀𠀁"]),
        ("İ", &["İstanbul"]),
    ];
    finds(&world, &ada, questions).await
}

/// What LIKE, GLOB and full-text searches take for more than itself separates words here, and nothing else.
pub async fn signs_are_no_wildcards(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for name in ["100% sure", "100 days", "under_score", "moon", "[a-z]", "a*b"] {
        world.create(&ada, name).await?;
    }
    let all: &[&str] = &["100% sure", "100 days", "under_score", "moon", "[a-z]", "a*b"];
    let questions: &[(&str, &[&str])] = &[
        ("%", all),
        ("_", all),
        ("*", all),
        ("'", all),
        ("@", all),
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
    finds(&world, &ada, questions).await
}

/// The words of before are gone with the text they stood in.
pub async fn a_changed_project_is_found_by_its_new_words_alone(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, mel) = (ada()?, mel()?);
    let draft = ProjectDraft { description: "grey".into(), key: "LUNA".into(), ..named("Moon") };
    let made = world.made(&ada, draft).await?;
    let draft =
        ProjectDraft { description: "red".into(), key: "ARES".into(), owner: mel.actor().to_string(), ..named("Mars") };
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
    world.made(&ada, ProjectDraft { status: "archived".into(), ..named("Moon, archived") }).await?;
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
            world.made(&ada, ProjectDraft { owner: owner.into(), ..named(&format!("{name} of {owner}")) }).await?;
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
