//! From one database through a file into another.

use std::future::ready;

use testkit::{HandClock, LocalClerk, Person, Place};

use super::{restore, restore_until, unfinished, write};
use crate::{
    config::{Database, Env},
    database::{self, Ports},
    harness::{Home, On, on_each_database},
};

fn configuration(home: &Home) -> anyhow::Result<Database> {
    Ok(Database::alone(&Env::of(&home.variables()))?)
}

async fn open(database: &Database) -> anyhow::Result<Ports> {
    let ports = database::open(database, HandClock::new()).await?;
    database.adapter.set_up(database).await?;
    Ok(ports)
}

async fn make(ports: &Ports, name: &str) -> anyhow::Result<()> {
    ports.store.make_thing(&LocalClerk::shared()?.scope(Person::Ada, Place::Acme)?, name).await?;
    Ok(())
}

async fn names(ports: &Ports) -> anyhow::Result<Vec<String>> {
    let things = ports.store.things(&LocalClerk::shared()?.scope(Person::Ada, Place::Acme)?).await?;
    let mut names: Vec<String> = things.into_iter().map(|thing| thing.name).collect();
    names.sort();
    Ok(names)
}

/// What is made after the copy is gone after its return; what was made before is there, in another one as well.
async fn there_and_back(on: On) -> anyhow::Result<()> {
    let (one, other, folder) = (tempfile::tempdir()?, tempfile::tempdir()?, tempfile::tempdir()?);
    let (one, other) = (Home::new(on, one.path()).await?, Home::new(on, other.path()).await?);
    let (database, other) = (&configuration(&one)?, &configuration(&other)?);
    let file = folder.path().join("copy");
    let ports = open(database).await?;
    make(&ports, "Before").await?;
    let said = write(database, &file).await?;
    assert!(said.contains("holds a copy of the database"), "{said}");
    assert!(write(database, &file).await.is_err(), "a copy is not overwritten");
    make(&ports, "After").await?;
    assert_eq!(names(&ports).await?, ["After", "Before"]);
    ports.system.close().await;
    for place in [database, other] {
        restore(place, &file, HandClock::new()).await?;
        let ports = open(place).await?;
        assert_eq!(names(&ports).await?, ["Before"]);
        make(&ports, "Later").await?;
        ports.system.close().await;
    }
    assert_eq!(std::fs::read_dir(folder.path())?.count(), 1, "nothing but the copy is left");
    Ok(())
}

on_each_database!(there_and_back);

async fn what_is_no_copy_changes_nothing(on: On) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let home = Home::new(on, folder.path()).await?;
    let database = configuration(&home)?;
    let ports = open(&database).await?;
    make(&ports, "Here").await?;
    ports.system.close().await;
    let file = folder.path().join("nonsense");
    std::fs::write(&file, "no database")?;
    let (no_copy, no_file) = match on {
        // begin sqlite
        On::Sqlite => ("database", "exist"),
        // end sqlite
        // begin postgres
        On::Postgres => ("archive", "No such file"),
        // end postgres
    };
    for (file, why) in [(file, no_copy), (folder.path().join("missing"), no_file)] {
        let refusal = restore(&database, &file, HandClock::new()).await.err().map(|error| error.to_string());
        assert!(refusal.as_deref().is_some_and(|refusal| refusal.contains(why)), "{why}: {refusal:?}");
    }
    let ports = open(&database).await?;
    assert_eq!(names(&ports).await?, ["Here"]);
    Ok(())
}

on_each_database!(what_is_no_copy_changes_nothing);

/// Nobody knows how far the last step is when the signal comes.
#[tokio::test]
async fn an_interruption_promises_no_more_than_is_true() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let home = Home::any(folder.path()).await?;
    let (database, file) = (configuration(&home)?, folder.path().join("copy"));
    open(&database).await?.system.close().await;
    write(&database, &file).await?;
    let error = restore_until(&database, &file, HandClock::new(), ready(())).await.err();
    let said = error.map(|error| error.to_string()).unwrap_or_default();
    assert!(said.starts_with("interrupted; the database is the old one or the new one"), "{said}");
    Ok(())
}

#[test]
fn the_file_that_is_written_is_found_by_its_name() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("copy");
    assert_eq!(unfinished(&file), 0);
    std::fs::write(folder.path().join(".copy.x1.partial"), "12345")?;
    std::fs::write(folder.path().join("other.part"), "123456789")?;
    assert_eq!(unfinished(&file), 5);
    Ok(())
}

// begin postgres
/// Neither of them is touched.
#[tokio::test]
async fn addresses_of_two_databases_copy_and_replace_nothing_on_postgres() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (one, other) = (Home::new(On::Postgres, folder.path()).await?, Home::new(On::Postgres, folder.path()).await?);
    let (one, other) = (configuration(&one)?, configuration(&other)?);
    let mixed = Database { url: one.url.clone(), ..other.clone() };
    let (copy, made) = (folder.path().join("copy"), folder.path().join("made"));
    let ports = open(&other).await?;
    make(&ports, "Kept").await?;
    ports.system.close().await;
    write(&other, &copy).await?;
    for refused in [write(&mixed, &made).await, restore(&mixed, &copy, HandClock::new()).await] {
        let words = refused.err().map(|error| format!("{error:#}")).unwrap_or_default();
        assert!(words.contains("both must be the same database"), "{words}");
    }
    assert!(!made.exists());
    assert_eq!(names(&open(&other).await?).await?, ["Kept"]);
    Ok(())
}
// end postgres
