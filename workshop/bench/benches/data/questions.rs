//! What is asked of a filled database.

use std::sync::Arc;

use anyhow::{Context, Result};
use domain::{Draft, NewProject, ProjectQuery, ProjectSort};
use store::{Create, Update};

use crate::{
    engine::Engine,
    fill::{EVEN, EVERYWHERE, ODD},
    measure::{Times, alone, in_turns},
};

const READS: usize = 500;
const WRITES: usize = 200;
const ROWS: u32 = 20;

/// One line of the report.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) name: String,
    pub(crate) ours: Times,
    /// The raw query, where it was measured beside it.
    pub(crate) raw: Option<Times>,
}

/// Everything, in a tenant of so many projects.
pub(crate) async fn ask(engine: &Engine, projects: usize) -> Result<Vec<Answer>> {
    let mut answers = Vec::new();
    let (ours, raw) =
        in_turns(READS, async || list(engine, &ProjectQuery::default()).await, async || engine.raw_first_page().await)
            .await?;
    answers.push(Answer { name: "first page, raw beside it".to_owned(), ours, raw: Some(raw) });
    for &sort in ProjectSort::ALL {
        let first = ProjectQuery { sort, ..ProjectQuery::default() };
        let last = last_page(engine, first.clone(), projects).await?;
        let (one, other) =
            in_turns(READS, async || list(engine, &first).await, async || list(engine, &last).await).await?;
        answers.push(Answer { name: format!("first page by {sort}"), ours: one, raw: None });
        answers.push(Answer { name: format!("page {} by {sort}", projects.div_ceil(20)), ours: other, raw: None });
    }
    for (name, search) in searches() {
        for &sort in ProjectSort::ALL {
            let query = ProjectQuery { sort, search: search.clone(), ..ProjectQuery::default() };
            let ours = alone(READS, async || list(engine, &query).await).await?;
            answers.push(Answer { name: format!("search: {name}, by {sort}"), ours, raw: None });
        }
    }
    let owner = ProjectQuery { owner: Some(engine.scope.actor().clone()), ..ProjectQuery::default() };
    answers.push(Answer {
        name: "by owner".to_owned(),
        ours: alone(READS, async || list(engine, &owner).await).await?,
        raw: None,
    });
    answers.push(Answer {
        name: "create".to_owned(),
        ours: alone(WRITES, async || create(engine).await).await?,
        raw: None,
    });
    answers.push(Answer { name: "update".to_owned(), ours: update(engine).await?, raw: None });
    Ok(answers)
}

fn searches() -> Vec<(&'static str, String)> {
    vec![
        ("one project", "rare995x".to_owned()),
        ("a beginning of few", "rare995".to_owned()),
        ("a word that all have", EVERYWHERE.to_owned()),
        ("a word that half have", EVEN.to_owned()),
        ("the first letter of it", EVEN.chars().take(1).collect()),
        ("two words that never meet", format!("{EVEN} {ODD}")),
        ("a common and a rare word", format!("{EVERYWHERE} rare995x")),
    ]
}

/// The first page, newest first.
pub(crate) async fn first_page(engine: Arc<Engine>) -> Result<()> {
    list(&engine, &ProjectQuery::default()).await
}

async fn list(engine: &Engine, query: &ProjectQuery) -> Result<()> {
    engine.projects.list(&engine.scope.require()?, query).await?;
    Ok(())
}

/// The query of the page that ends with the oldest, or last by name, of the tenant.
async fn last_page(engine: &Engine, first: ProjectQuery, projects: usize) -> Result<ProjectQuery> {
    let grant = engine.scope.require()?;
    let mut query = ProjectQuery { limit: Some(100), ..first.clone() };
    let mut left = projects.saturating_sub(usize::try_from(ROWS)?);
    while left > 0 {
        query.limit = Some(u32::try_from(left.min(100))?);
        left = left.saturating_sub(100);
        let page = engine.projects.list(&grant, &query).await?;
        query.after = Some(page.next.context("the list ended too soon")?);
    }
    Ok(ProjectQuery { after: query.after, ..first })
}

async fn create(engine: &Engine) -> Result<()> {
    let new = NewProject::read(
        &Draft::default().with("name", "A new project of today").with("description", "With a line of text"),
    )
    .ok()
    .context("refused")?;
    match engine.projects.create(&engine.scope.require()?, new).await? {
        Create::Done(_) => Ok(()),
        refused => anyhow::bail!("{refused:?}"),
    }
}

async fn update(engine: &Engine) -> Result<Times> {
    let new = NewProject::read(&Draft::default().with("name", "To be changed")).ok().context("refused")?;
    let Create::Done(project) = engine.projects.create(&engine.scope.require()?, new).await? else {
        anyhow::bail!("the key was taken")
    };
    let version = std::sync::atomic::AtomicI64::new(project.version);
    alone(WRITES, async || {
        let seen = version.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let change = NewProject::read(&Draft::default().with("name", format!("Changed {seen} times")))
            .ok()
            .context("refused")?;
        match engine.projects.update(&engine.scope.require()?, project.id, seen, change).await? {
            Update::Done(_) => Ok(()),
            other => anyhow::bail!("not changed: {other:?}"),
        }
    })
    .await
}
