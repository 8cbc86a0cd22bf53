//! What is made, and what an interruption or a failure leaves.

mod failing;

use clap::Parser;
use domain::{Draft, NewProject, Project, ProjectStatus, Tenant};
use store::ProjectStore;
use testkit::HandClock;

use self::failing::Failing;
use super::{
    Arguments, add,
    batches::{BATCH, Batches},
    plan,
};
use crate::{
    config::{Database, Env},
    database::{self, Ports},
    harness::Home,
};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

fn arguments(line: &str) -> Result<Arguments, clap::Error> {
    let words = std::iter::once("seed").chain(line.split_whitespace());
    Line::try_parse_from(words).map(|line| line.arguments)
}

fn made(line: &str) -> anyhow::Result<Vec<Project>> {
    let batches = Batches::new(plan::shares(&arguments(line)?)?, HandClock::new());
    let batches: Vec<_> = batches.collect::<Result<_, _>>()?;
    Ok(batches.into_iter().flat_map(|(_, projects)| projects).collect())
}

#[test]
fn what_is_made_could_have_been_typed() -> anyhow::Result<()> {
    let projects = made("--projects 5000 --orgs 2")?;
    assert_eq!(projects.len(), 5_000);
    for project in &projects {
        let typed =
            NewProject::read(&Draft::default().with("name", &project.name).with("description", &project.description))
                .map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
        assert_eq!((typed.name(), typed.description()), (project.name.as_str(), project.description.as_str()));
        assert!(project.created_at <= project.updated_at && project.updated_at <= testkit::clock::START_MS);
        assert!(project.owner.as_str().starts_with("user_seed0000"));
    }
    let active = projects.iter().filter(|project| project.status == ProjectStatus::Active).count();
    assert!((4_400..4_600).contains(&active), "{active} of 5,000");
    Ok(())
}

#[test]
fn a_seed_gives_the_same_projects_under_new_ids() -> anyhow::Result<()> {
    let said = |line: &str| -> anyhow::Result<Vec<_>> {
        Ok(made(line)?.into_iter().map(|project| (project.name, project.description, project.created_at)).collect())
    };
    assert_eq!(said("--projects 50 --orgs 3")?, said("--projects 50 --orgs 3")?);
    assert_ne!(said("--projects 50 --orgs 3")?, said("--projects 50 --orgs 3 --seed 2")?);
    Ok(())
}

#[test]
fn arguments_that_contradict_each_other_are_refused() {
    for line in [
        "",
        "--projects many",
        "--projects 1 --orgs 0",
        "--projects 1 --into nobody",
        "--projects 1 --into org_a --skewed",
        "--projects 1 --owner user_a",
    ] {
        assert!(arguments(line).is_err(), "{line}");
    }
    assert!(arguments("--projects 1 --into org_a --owner user_a --owner user_b").is_ok());
}

async fn open(home: &Home) -> anyhow::Result<Ports> {
    let database = Database::alone(&Env::of(&home.variables()))?;
    database::open(&database, HandClock::new()).await
}

/// Seeds until so many portions were made; returns how many projects were added.
async fn seed(ports: &Ports, line: &str, portions: usize) -> anyhow::Result<u64> {
    let batches = Batches::new(plan::shares(&arguments(line)?)?, HandClock::new());
    let mut added = 0;
    add(&*ports.system, batches.take(portions), 1, |count| added += count).await?;
    Ok(added)
}

#[tokio::test]
async fn an_interruption_leaves_whole_batches_and_another_run_adds_to_them() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let home = Home::any(folder.path()).await?;
    let ports = open(&home).await?;
    let line = "--projects 2500 --into org_localAcme --owner user_localAdaAdmin";
    assert_eq!(seed(&ports, line, 2).await?, 2 * BATCH);
    assert_eq!(seed(&ports, line, usize::MAX).await?, 2_500);
    let tenants = ports.system.tenants(None, 10).await?;
    assert_eq!(tenants.iter().map(|tenant| tenant.id.as_str()).collect::<Vec<_>>(), ["org_localAcme"]);
    assert_eq!(count(&ports).await?, 4_500);
    Ok(())
}

/// A portion that is on its way when another one fails is added all the same, so it is told.
#[tokio::test]
async fn after_a_failure_what_is_on_its_way_counts_and_nothing_is_begun() -> anyhow::Result<()> {
    let system = Failing::default();
    let batches = Batches::new(plan::shares(&arguments("--projects 5000")?)?, HandClock::new());
    let mut added = 0;
    let outcome = add(&system, batches, 2, |count| added += count).await;
    assert!(outcome.is_err());
    assert_eq!((added, system.begun()), (BATCH, 2));
    Ok(())
}

/// All projects of Acme, through the port that people use.
async fn count(ports: &Ports) -> anyhow::Result<usize> {
    let scope = testkit::LocalClerk::shared()?.scope(testkit::Person::Ada, testkit::Place::Acme)?;
    assert_eq!(scope.tenant(), &Tenant::Organization("org_localAcme".parse()?));
    let grant = scope.require()?;
    let mut count = 0;
    for status in domain::ListedAs::ALL {
        let mut query = domain::ProjectQuery { status: *status, limit: Some(100), ..Default::default() };
        loop {
            let page = ProjectStore::list(&*ports.store, &grant, &query).await?;
            count += page.items.len();
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
    }
    Ok(count)
}
