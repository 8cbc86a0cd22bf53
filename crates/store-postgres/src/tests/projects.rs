//! What is about projects and tasks, behind the ports: the texts that go with a purged project, the plans and the tenants of
//! lists, the time of a change.

use std::sync::Arc;

use anyhow::{Result, bail, ensure};
use domain::{Draft, NewProject, Page, Project, ProjectQuery, TenantScope};
use sqlx::{Connection, Executor, query, query_scalar};
use store::{Create, DeleteBy, ProjectStore, SystemStore, Update};
use testkit::{
    HandClock,
    lists::{every_list, many},
    postgres::Database,
    witness::Witness,
};

use super::{
    CONNECTIONS, ada, allowed,
    append_only::refusal,
    mutation::{is_listing, mutants, seen_by},
    open, open_with, parts,
    plans::ID,
    sam,
    times::{last_event_is_of, waiting},
};
use crate::{PostgresStore, backup, restore};

fn named(name: &str) -> Result<NewProject> {
    NewProject::read(&Draft::default().with("name", name)).map_err(|errors| anyhow::anyhow!("{errors:?}"))
}

async fn create(store: &PostgresStore, scope: &TenantScope, name: &str) -> Result<Project> {
    match ProjectStore::create(store, &scope.require()?, named(name)?).await? {
        Create::Done(project) => Ok(project),
        refused => bail!("{name}: {refused:?}"),
    }
}

/// When a project is gone for good, its texts may go, and nothing else of what the trail says; of no other project.
#[tokio::test]
async fn the_texts_alone_go_with_a_purged_project() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let ada = ada()?;
    let moon = create(&store, &ada, "Moon").await?;
    create(&store, &ada, "Mars").await?;
    let texts = "UPDATE audit_events SET object_name = NULL, before = NULL, after = NULL";
    let pools = [&store.database.pool, &store.owner.as_ref().unwrap_or(&store.database).pool];
    for pool in pools {
        assert_eq!(refusal(pool, ada.tenant().id(), texts).await?.as_deref(), Some("23001"), "of what is there");
    }
    let mut superuser = database.superuser().await?;
    query("DELETE FROM projects WHERE id = $1").bind(moon.id.uuid()).execute(&mut superuser).await?;
    for pool in pools {
        assert_eq!(refusal(pool, ada.tenant().id(), texts).await?.as_deref(), Some("23001"), "without a note");
    }
    let note = "INSERT INTO audit_events (tenant_id, id, created_at, action, outcome, purged_with)
        VALUES ($1, gen_random_uuid(), 0, 'project.purged', 'done', $2)";
    query(note).bind(ada.tenant().id()).bind(moon.id.uuid()).execute(&mut superuser).await?;
    let columns: Vec<String> =
        query_scalar("SELECT attname::TEXT FROM pg_attribute WHERE attrelid = 'audit_events'::regclass AND attnum > 0")
            .fetch_all(&mut superuser)
            .await?;
    let owner = pools[1];
    for column in columns.iter().filter(|column| !["object_name", "before", "after"].contains(&column.as_str())) {
        // None of them has this value.
        let value = match column.as_str() {
            "id" | "purged_with" => "gen_random_uuid()",
            "created_at" => "7",
            "actor" => "'user_evil'",
            "action" => "'a.b'",
            "outcome" => "'refused'",
            _ => "'org_evil'",
        };
        let also = format!("{texts}, {column} = {value} WHERE purged_with = '{}'", moon.id);
        let by_trigger = refusal(owner, ada.tenant().id(), &also).await?;
        assert!(by_trigger.is_some(), "{column}");
        let by_grant = refusal(pools[0], ada.tenant().id(), &also).await?;
        assert_eq!(by_grant.as_deref(), Some("42501"), "{column}");
    }
    for pool in pools {
        let of_moon = format!("{texts} WHERE purged_with = '{}'", moon.id);
        assert_eq!(refusal(pool, ada.tenant().id(), &of_moon).await?, None);
        let other = format!("UPDATE audit_events SET before = '{{}}' WHERE purged_with = '{}'", moon.id);
        assert_eq!(refusal(pool, ada.tenant().id(), &other).await?.as_deref(), Some("23001"), "texts go, none come");
        assert_eq!(refusal(pool, ada.tenant().id(), texts).await?.as_deref(), Some("23001"), "of Mars, which is there");
    }
    Ok(())
}

/// Rows of one tenant and of many others, for the plans.
pub(super) const ROWS: [&str; 3] = [
    "INSERT INTO projects (tenant_id, id, key, name, name_sort, description, status, listed_as, colour, owner, created_by,
        created_at, updated_at, deleted_at, version)
    SELECT CASE WHEN n % 3 > 0 THEN $1 ELSE 'org_' || (n % 100 + 1) END, gen_random_uuid(), 'K' || n, 'Name ' || n,
        'name ' || n, '', 'active', CASE WHEN n % 50 = 0 THEN 'deleted' ELSE 'active' END, 'slate', 'user_a', 'user_a', n, n, CASE WHEN n % 50 = 0 THEN n END, 1
    FROM generate_series(1, 30000) AS n",
    "INSERT INTO project_terms (tenant_id, project_id, term)
    SELECT tenant_id, id, unnest(ARRAY['name', 'k' || created_at, '@user_a.', 'part' || created_at % 7]) FROM projects",
    "INSERT INTO tasks (tenant_id, id, project_id, title, done, position, created_by, created_at, updated_at, version)
    SELECT tenant_id, gen_random_uuid(), id, 'Task', FALSE, 1, 'user_a', 0, 0, 1 FROM projects",
];

/// Two of nine.
const PREFIXES: &[&str] = &[
    "'k12'", "'k12~'", "'name'", "'name~'", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL",
    "NULL", "NULL", "NULL", "NULL", "NULL",
];

/// Values for the parameters after the tenant of statements whose plan depends on them.
pub(super) fn values(name: &str) -> Option<Vec<&'static str>> {
    let list = |value, rest: &[&'static str]| [&["'active'", value, ID][..], rest].concat();
    let value = if name.starts_with("projects::listing::NAME") { "'name 2'" } else { "20000" };
    let (firsts, pasts) = ("ARRAY['name', 'part1']", "ARRAY['name~', 'part1~']");
    Some(match name {
        "projects::listing::COUNT_PREFIXES" => vec![firsts, pasts, "1001"],
        name if name.ends_with("_WHOLE") => list(value, &["21"]),
        name if name.ends_with("_RARE") => list(value, &[&["21"][..], PREFIXES].concat()),
        name if name.ends_with("_SCAN") => list(value, &[&["21"][..], PREFIXES, &["1000"]].concat()),
        name if name.ends_with("_EDGE") => list(value, &["1000"]),
        "projects::REMOVE_OLD_TERMS" => vec![ID, firsts],
        "tasks::SHIFT" => vec![ID, "1", "9", "1"],
        "system::renewal::LOCK_PROJECTS" => vec![ID, "100"],
        "system::purge::LOCK_DELETED_BEFORE" => vec!["20000", "100"],
        _ => return None,
    })
}

/// Every list of two tenants, in front of the witness.
pub(super) async fn every_list_is_asked(database: &Database, witness: &Arc<Witness>) -> Result<Vec<Page<Project>>> {
    database.superuser().await?.execute(super::mutation::EMPTY).await?;
    let lists = with_lists(database).await?;
    every_list(&seen_by(lists, witness), &[ada()?, sam()?]).await
}

/// The statements of lists again, with so many rows that every plan is followed: two tenants with the same words.
#[tokio::test(flavor = "multi_thread")]
async fn without_its_condition_no_list_leaks() -> Result<()> {
    let (database, scopes) = (Database::new().await?, [ada()?, sam()?]);
    let store = with_lists(&database).await?;
    let expected = every_list(&store, &scopes).await?;
    for (name, mutant) in mutants().into_iter().filter(|(name, _)| is_listing(name)) {
        let witness = Witness::new(Some(mutant));
        let mutated = seen_by(store.clone(), &witness);
        let found = every_list(&mutated, &scopes).await?;
        assert!(found == expected, "{name} as {}", mutant.text);
        assert!(witness.used().contains(mutant.original), "no list uses {name}");
    }
    Ok(())
}

/// The lists of two tenants, so long that every plan is followed.
async fn with_lists(database: &Database) -> Result<PostgresStore> {
    let store = open(database).await?;
    for (number, scope) in (0..).zip([ada()?, sam()?]) {
        store.insert_projects(scope.tenant(), &many(number)?).await?;
    }
    database.superuser().await?.execute("ANALYZE").await?;
    Ok(store)
}

/// A store with a project in it, and its clock.
async fn with_a_project(database: &Database) -> Result<(PostgresStore, Arc<HandClock>, Project)> {
    let (clock, ids) = parts(7);
    let store =
        PostgresStore::open(database.url(), Some(database.owner_url()), CONNECTIONS, clock.clone(), ids).await?;
    let made = create(&store, &ada()?, "Moon").await?;
    Ok((store, clock, made))
}

/// A change that waits for its row, loses its connection and begins again: the row and the trail tell the time at which
/// it had the row at last.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_bears_the_time_of_its_turn() -> Result<()> {
    let database = Database::new().await?;
    let (store, clock, made) = with_a_project(&database).await?;
    let ada = ada()?;
    let (mut superuser, mut looker) = (database.superuser().await?, database.superuser().await?);
    let mut holding = superuser.begin().await?;
    query("UPDATE projects SET version = version").execute(&mut *holding).await?;
    let changing = {
        let (store, grant) = (store.clone(), ada.require()?);
        let change = named("Mars")?;
        tokio::spawn(async move { store.update(&grant, made.id, made.version, change).await })
    };
    let first = waiting(&mut looker, 0).await?;
    clock.advance(500);
    query("SELECT pg_terminate_backend($1)").bind(first).execute(&mut looker).await?;
    waiting(&mut looker, first).await?;
    let turn = clock.advance(500);
    holding.rollback().await?;
    let Update::Done(changed) = changing.await?? else { bail!("it was not changed") };
    assert_eq!(changed.updated_at, turn);
    last_event_is_of(&store, turn).await
}

/// Tasks are noted at the time of their project's turn.
#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_bears_the_time_of_its_turn() -> Result<()> {
    let database = Database::new().await?;
    let (store, clock, made) = with_a_project(&database).await?;
    let ada = ada()?;
    let task = domain::NewTask::new("Land", None).map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
    let store::NewTaskOutcome::Done(task) = store::TaskStore::create(&store, &ada.require()?, made.id, task).await?
    else {
        bail!("it was not made")
    };
    let (mut superuser, mut looker) = (database.superuser().await?, database.superuser().await?);
    for is_task in [true, false] {
        let mut holding = superuser.begin().await?;
        query("UPDATE projects SET version = version").execute(&mut *holding).await?;
        let deleting = {
            let (store, tasks_by, by) = (store.clone(), ada.require()?.to_remove()?, DeleteBy::of(&ada)?);
            tokio::spawn(async move {
                if is_task {
                    store::TaskStore::delete(&store, &tasks_by, made.id, task.id).await
                } else {
                    ProjectStore::delete(&store, &by, made.id).await
                }
            })
        };
        waiting(&mut looker, 0).await?;
        let turn = clock.advance(500);
        holding.rollback().await?;
        ensure!(deleting.await??, "it was not deleted");
        last_event_is_of(&store, turn).await?;
    }
    Ok(())
}

/// The words come along.
#[tokio::test]
async fn in_a_copy_a_project_is_found_by_its_words() -> Result<()> {
    let (database, folder) = (Database::new().await?, tempfile::tempdir()?);
    let store = open(&database).await?;
    let project = create(&store, &ada()?, "Moon landing").await?;
    store.close().await;
    let file = folder.path().join("copy");
    backup(allowed(&database).await?, &file).await?;
    restore(database.owner_url(), &file).await?;
    let question = ProjectQuery { search: "landing".to_owned(), ..ProjectQuery::default() };
    let found = ProjectStore::list(&open_with(&database, 8).await?, &ada()?.require()?, &question).await?;
    assert_eq!(found.items, [project]);
    Ok(())
}
