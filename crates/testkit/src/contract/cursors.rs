//! The text of a cursor is the holder's to keep, to mix up and to forge.

use anyhow::{Context, Result};
use domain::{Grant, ListedAs, Page, PageRequest, Project, ProjectQuery, ProjectSort, ReadProjects, TenantScope};
use serde_json::{Value, json};
use store::{StoreError, cursor};

use super::{
    Open,
    world::{World, ada, mel, sam, scope},
};
use crate::{Person, Place, expected::each_pair};

crate::contract::cases! { $ cursors {
    a_cursor_belongs_to_its_tenant,
    a_cursor_belongs_to_its_list_and_order,
    a_cursor_of_one_resource_is_none_of_another,
    mangled_cursors_are_refused,
    forged_cursors_do_no_harm,
} }

type Listed<T> = Result<Page<T>, StoreError>;

async fn listed(world: &World, scope: &TenantScope, query: ProjectQuery) -> Result<Listed<Project>> {
    let grant: Grant<ReadProjects> = scope.require()?;
    Ok(world.projects().list(&grant, &query).await)
}

fn is_refused<T>(outcome: &Result<T, StoreError>) -> bool {
    matches!(outcome, Err(StoreError::InvalidCursor))
}

/// Three projects, and the cursor of a list of them.
async fn cursor_of(world: &World, scope: &TenantScope, query: &ProjectQuery) -> Result<String> {
    for name in ["a", "b", "c"] {
        world.create(scope, name).await?;
    }
    let page = world.page(scope, &ProjectQuery { limit: Some(1), ..query.clone() }).await?;
    page.next.context("no next page")
}

/// A cursor is of use in the tenant it was made for, to everybody there, and nowhere else.
pub async fn a_cursor_belongs_to_its_tenant(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let after = Some(cursor_of(&world, &ada, &ProjectQuery::default()).await?);
    let query = ProjectQuery { after, ..ProjectQuery::default() };
    assert_eq!(listed(&world, &mel()?, query.clone()).await??.items.len(), 2);
    for outsider in [
        sam()?,
        scope(Person::Ada, Place::Globex)?,
        scope(Person::Ada, Place::Personal)?,
        scope(Person::Mel, Place::Personal)?,
    ] {
        world.create(&outsider, "own").await?;
        let outcome = listed(&world, &outsider, query.clone()).await?;
        assert!(is_refused(&outcome), "{outcome:?}");
    }
    Ok(())
}

/// A cursor of one list or order is none of another.
pub async fn a_cursor_belongs_to_its_list_and_order(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    for made_by in ProjectSort::ALL {
        let query = ProjectQuery { sort: *made_by, ..ProjectQuery::default() };
        let after = Some(cursor_of(&world, &ada, &query).await?);
        for (status, sort) in each_pair(ListedAs::ALL, ProjectSort::ALL) {
            let query = ProjectQuery { status, sort, after: after.clone(), ..ProjectQuery::default() };
            let outcome = listed(&world, &ada, query).await?;
            let is_own = status == ListedAs::Active && sort == *made_by;
            assert_eq!(is_refused(&outcome), !is_own, "{made_by} in {status} by {sort}: {outcome:?}");
        }
    }
    Ok(())
}

/// Projects, each project's tasks and events have cursors of their own.
pub async fn a_cursor_of_one_resource_is_none_of_another(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let projects = cursor_of(&world, &ada, &ProjectQuery::default()).await?;
    let (first, second) = (world.create(&ada, "first").await?, world.create(&ada, "second").await?);
    for project in [&first, &second] {
        for title in ["one", "two"] {
            world.task(&ada, project, title).await?;
        }
    }
    let one = PageRequest { after: None, limit: Some(1) };
    let tasks = world.task_page(&ada, first.id, &one).await?.and_then(|page| page.next).context("no next page")?;
    let events = world.event_page(&ada, &one).await?.next.context("no next page")?;
    for (cursor, accepted) in [
        (projects, [true, false, false, false]),
        (tasks, [false, true, false, false]),
        (events, [false, false, false, true]),
    ] {
        let after = Some(cursor);
        let page = PageRequest::after(after.clone());
        let read: Grant<ReadProjects> = ada.require()?;
        let outcomes = [
            is_refused(&listed(&world, &ada, ProjectQuery { after, ..ProjectQuery::default() }).await?),
            is_refused(&world.tasks().list(&read, first.id, &page).await),
            is_refused(&world.tasks().list(&read, second.id, &page).await),
            is_refused(&world.audit().list(&ada.require()?, &page).await),
        ];
        assert_eq!(outcomes.map(|refused| !refused), accepted, "{page:?}");
    }
    Ok(())
}

/// A cursor that no list made is an error of its own kind, not an empty page and not a failure of the database.
pub async fn mangled_cursors_are_refused(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = ada()?;
    let good = cursor_of(&world, &ada, &ProjectQuery::default()).await?;
    let project = world.all(&ada).await?.pop().context("no project")?;
    let halves = good.split_at(good.len() / 2);
    let swapped = format!("{}{}", halves.1, halves.0);
    let mangled =
        [halves.0, halves.1, &swapped, "", "0", "null", "e30", "' OR 1=1 --", "../..", "🛰", &"A".repeat(100_000)];
    for text in mangled {
        let page = PageRequest::after(Some(text.to_owned()));
        let read: Grant<ReadProjects> = ada.require()?;
        let query = ProjectQuery { after: page.after.clone(), ..ProjectQuery::default() };
        assert!(is_refused(&listed(&world, &ada, query).await?), "{text}");
        assert!(is_refused(&world.tasks().list(&read, project.id, &page).await), "{text}");
        assert!(is_refused(&world.audit().list(&ada.require()?, &page).await), "{text}");
    }
    let query = ProjectQuery { after: Some(good), ..ProjectQuery::default() };
    assert_eq!(listed(&world, &ada, query).await??.items.len(), 2);
    Ok(())
}

/// A cursor is not signed. Whatever place a forged one names, it is a place in the holder's own list, or none.
pub async fn forged_cursors_do_no_harm(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (ada, sam) = (ada()?, sam()?);
    world.create(&sam, "theirs").await?;
    let project = world.create(&ada, "ours").await?;
    world.task(&ada, &project, "ours").await?;
    let read: Grant<ReadProjects> = ada.require()?;
    for position in forged_positions(&project) {
        let forged = |list: &str| cursor::encode(ada.tenant(), list, &position).map(Some);
        for sort in ProjectSort::ALL {
            let after = forged(&format!("projects active by {sort}"))?;
            let query = ProjectQuery { sort: *sort, after, ..ProjectQuery::default() };
            harmless(&listed(&world, &ada, query).await?, |found| found.name == "ours")?;
        }
        let page = PageRequest::after(forged(&format!("tasks of {}", project.id))?);
        let tasks = world
            .tasks()
            .list(&read, project.id, &page)
            .await
            .map(|page| page.unwrap_or_else(|| Page { items: vec![], next: None }));
        harmless(&tasks, |task| task.project_id == project.id)?;
        let page = PageRequest::after(forged("audit events")?);
        harmless(&world.audit().list(&ada.require()?, &page).await, |event| event.actor.as_ref() == Some(ada.actor()))?;
    }
    Ok(())
}

fn forged_positions(project: &Project) -> Vec<Value> {
    let texts = ["", "\0", "'", "\u{10ffff}", "zzz", "no id"];
    let times = [i64::MIN, -1, 0, project.created_at, i64::MAX];
    let id = project.id.to_string();
    let by_name = texts.iter().map(|name| json!({ "n": [name, id] }));
    let by_time = times.iter().map(|time| json!({ "t": [time, id] }));
    let pairs = times.iter().flat_map(|number| texts.iter().map(move |text| json!([number, text])));
    let own = times.iter().map(|number| json!([number, id]));
    let nonsense = [json!(null), json!({}), json!([]), json!("t"), json!({ "t": [1e300, id] })];
    by_name.chain(by_time).chain(pairs).chain(own).chain(nonsense).collect()
}

fn harmless<T: std::fmt::Debug>(outcome: &Listed<T>, is_ours: impl Fn(&T) -> bool) -> Result<()> {
    let fine = match outcome {
        Ok(page) => page.items.iter().all(is_ours),
        Err(error) => matches!(error, StoreError::InvalidCursor),
    };
    anyhow::ensure!(fine, "{outcome:?}");
    Ok(())
}
