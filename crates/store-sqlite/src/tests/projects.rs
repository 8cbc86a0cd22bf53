//! What is about projects and tasks, behind the ports: the texts that go with a purged project, the plans and the tenants of
//! lists, and a list that is given up in the middle.

use std::sync::Arc;

use anyhow::{Result, bail, ensure};
use domain::{Colour, Draft, NewProject, Page, Project, ProjectId, ProjectQuery, ProjectStatus, TenantScope};
use sqlx::{AssertSqlSafe, query, query_scalar};
use store::{Create, ProjectStore, SystemStore};
use tempfile::TempDir;
use testkit::{
    clock::START_MS,
    lists::{every_list, many},
    witness::{Mutant, Witness},
};
use uuid::Builder;

use super::{
    ada, open,
    plans::{Plans, has_step},
    sam,
};
use crate::SqliteStore;

fn named(name: &str) -> Result<NewProject> {
    NewProject::read(&Draft::default().with("name", name)).map_err(|errors| anyhow::anyhow!("{errors:?}"))
}

async fn made(store: &SqliteStore, scope: &TenantScope, name: &str) -> Result<Project> {
    match store.create(&scope.require()?, named(name)?).await? {
        Create::Done(project) => Ok(project),
        refused => bail!("{refused:?}"),
    }
}

/// The names on the first page of a search, as listed.
async fn names(store: &SqliteStore, scope: &TenantScope, search: &str) -> Result<Vec<String>> {
    let query = ProjectQuery { search: search.to_owned(), limit: Some(100), ..ProjectQuery::default() };
    let page = ProjectStore::list(store, &scope.require()?, &query).await?;
    Ok(page.items.into_iter().map(|project| project.name).collect())
}

/// Projects numbered from 0 on, each a millisecond younger than the one before.
fn ready_made(scope: &TenantScope, count: u32) -> Result<Vec<Project>> {
    let project = |number: u32| {
        let time = START_MS + i64::from(number);
        let [a, b, c, d] = number.to_be_bytes();
        let id = Builder::from_unix_timestamp_millis(u64::try_from(time)?, &[9, 0, 0, 0, 0, 0, a, b, c, d]);
        Ok(Project {
            id: ProjectId::new(id.into_uuid()),
            key: format!("K{number}").parse()?,
            name: format!("Project {number}"),
            description: String::new(),
            status: ProjectStatus::Active,
            colour: Colour::Slate,
            owner: scope.actor().clone(),
            created_by: scope.actor().clone(),
            created_at: time,
            updated_at: time,
            deleted_at: None,
            version: 1,
        })
    };
    (0..count).map(project).collect()
}

/// Makes so many ready-made projects at once.
pub(super) async fn insert(store: &SqliteStore, scope: &TenantScope, count: u32) -> Result<()> {
    Ok(store.insert_projects(scope.tenant(), &ready_made(scope, count)?).await?)
}

/// When a project is gone for good, its texts may go, and nothing else of what the trail says; of no other project.
#[tokio::test]
async fn the_texts_alone_go_with_a_purged_project() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    let (moon, mars) = (made(&store, &ada()?, "Moon").await?, made(&store, &ada()?, "Mars").await?);
    let run = async |statement: &str| {
        let outcome = query(AssertSqlSafe(statement)).execute(&store.engine.writer).await;
        outcome.err().map(|error| error.to_string())
    };
    let texts = "UPDATE audit_events SET object_name = NULL, before = NULL, after = NULL";
    let of = |statement: &str, id| format!("{statement} WHERE purged_with = '{id}'");
    let refused =
        |outcome: Option<String>| outcome.is_some_and(|words| words.contains("the audit trail is append-only"));
    ensure!(refused(run(&of(texts, moon.id)).await), "of what is there");
    run(&format!("DELETE FROM projects WHERE id = '{}'", moon.id)).await;
    ensure!(refused(run(&of(texts, moon.id)).await), "without a note");
    let note = format!(
        "INSERT INTO audit_events (tenant_id, id, created_at, action, outcome, purged_with)
        VALUES ('{}', '01890a5d-ac96-774b-bcce-b302099a8057', 0, 'project.purged', 'done', '{}')",
        ada()?.tenant().id(),
        moon.id
    );
    assert_eq!(run(&note).await, None);
    let columns =
        "SELECT name FROM pragma_table_info('audit_events') WHERE name NOT IN ('object_name', 'before', 'after')";
    let columns: Vec<String> = query_scalar(columns).fetch_all(&store.engine.readers).await?;
    ensure!(columns.len() >= 9, "{columns:?}");
    for column in columns {
        // None of them has this value.
        let value = match column.as_str() {
            "id" | "purged_with" => "'01890a5d-ac96-774b-bcce-b302099a8058'",
            "created_at" => "7",
            "actor" => "'user_evil'",
            "action" => "'a.b'",
            "outcome" => "'refused'",
            _ => "'org_evil'",
        };
        let also = of(&format!("{texts}, {column} = {value}"), moon.id);
        ensure!(refused(run(&also).await), "{column}");
    }
    assert_eq!(run(&of(texts, moon.id)).await, None);
    ensure!(refused(run(&of("UPDATE audit_events SET before = '{}'", moon.id)).await), "texts go, none come");
    ensure!(refused(run(&of(texts, mars.id)).await), "Mars is there");
    Ok(())
}

/// A list of several statements holds a state of the database. Given up in the middle, it lets go of it.
#[tokio::test]
async fn a_list_given_up_in_the_middle_holds_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = open(&folder.path().join("app.db")).await?;
    made(&store, &ada()?, "first").await?;
    for patience in 0..200 {
        let ada = ada()?;
        let list = names(&store, &ada, "first");
        let hang_up = async {
            for _ in 0..patience % 50 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            found = list => assert_eq!(found?, ["first"]),
            () = hang_up => {}
        }
    }
    made(&store, &ada()?, "second").await?;
    for _ in 0..store.engine.readers.size() * 4 {
        assert_eq!(names(&store, &ada()?, "").await?, ["second", "first"], "an old state is still held");
    }
    Ok(())
}

/// Statements, and those of their conditions, in the order in which they stand, that nothing but the lint misses. (And of
/// each removal the second: which rows are next. They are deleted in the tenant.)
const SURVIVORS: &[(&str, &[usize])] = &[
    // How many there are decides the way to the rows, never which rows.
    ("projects::listing::COUNT_PREFIXES", &[0]),
    // Ids of the rare prefix, which are looked up in the tenant; words that both tenants have; prefixes that are not asked for.
    ("projects::listing::CREATED_RARE", &[1, 2, 4, 5, 6, 7, 8, 9]),
    ("projects::listing::UPDATED_RARE", &[1, 2, 4, 5, 6, 7, 8, 9]),
    ("projects::listing::NAME_RARE", &[1, 2, 4, 5, 6, 7, 8, 9]),
    ("projects::listing::CREATED_SCAN", &[3, 4, 5, 6, 7, 8, 9]),
    ("projects::listing::UPDATED_SCAN", &[3, 4, 5, 6, 7, 8, 9]),
    // By name, no row of a walk has one of the two words that never meet.
    ("projects::listing::NAME_SCAN", &[1, 3, 4, 5, 6, 7, 8, 9]),
    // That the project is there: the task is found in the tenant.
    ("tasks::GET", &[1]),
    ("tasks::LIST", &[1]),
];

/// Each of [`SURVIVORS`].
pub(super) fn survivors() -> impl Iterator<Item = (String, usize)> {
    let named = |(name, conditions): &(&'static str, &'static [usize])| {
        let name = (*name).to_owned();
        conditions.iter().map(move |at| (name.clone(), *at))
    };
    SURVIVORS.iter().flat_map(named)
}

/// The lists of two tenants, so long that every plan is followed, and with the same ids and words.
pub(super) struct Lists {
    store: SqliteStore,
    scopes: [TenantScope; 2],
    expected: Vec<Page<Project>>,
    _folder: TempDir,
}

impl Lists {
    pub(super) async fn new() -> Result<Self> {
        let (folder, scopes) = (tempfile::tempdir()?, [ada()?, sam()?]);
        let store = open(&folder.path().join("app.db")).await?;
        for (number, scope) in (0..).zip(&scopes) {
            store.insert_projects(scope.tenant(), &many(number)?).await?;
        }
        let expected = every_list(&store, &scopes).await?;
        Ok(Self { store, scopes, expected, _folder: folder })
    }

    /// Whether any of them is another one with the mutant, or none.
    pub(super) async fn differ(&self, mutant: Mutant) -> bool {
        let found = every_list(&Witness::new(Some(mutant)).of(self.store.data()), &self.scopes).await;
        !found.is_ok_and(|found| found == self.expected)
    }
}

/// Every list of two tenants, in front of the witness.
pub(super) async fn every_list_is_asked(witness: &Arc<Witness>) -> Result<Vec<Page<Project>>> {
    let lists = Lists::new().await?;
    every_list(&witness.of(lists.store.data()), &lists.scopes).await
}

/// The index, what it sorts by, and how a page begins, for each order of the projects.
const ORDERS: [(&str, &str, &str, &str); 3] = [
    ("CREATED", "projects_by_created", "created_at", "<"),
    ("UPDATED", "projects_by_updated", "updated_at", "<"),
    ("NAME", "projects_by_name", "name_sort", ">"),
];
/// Steps that other statements must have.
const STEPS: &[(&str, &str)] = &[
    ("tasks::LIST", "tasks USING INDEX tasks_in_order (tenant_id=? AND project_id=? AND (position,id)>(?,?))"),
    ("tasks::COUNT", "tasks USING COVERING INDEX tasks_in_order (tenant_id=? AND project_id=?)"),
    ("system::purge::LOCK_DELETED_BEFORE", "projects USING INDEX projects_by_deleted (tenant_id=? AND deleted_at<?)"),
];

pub(super) fn lists_use_their_index(plans: &Plans) -> Result<()> {
    let one = "projects USING PRIMARY KEY (tenant_id=? AND id=?)";
    let terms_of_one = "t USING PRIMARY KEY (tenant_id=? AND project_id=? AND term>? AND term<?)";
    let prefix = "project_terms USING COVERING INDEX project_terms_by_term (tenant_id=? AND term>? AND term<?)";
    for (order, index, column, after) in ORDERS {
        let list = format!("(tenant_id=? AND listed_as=? AND ({column},id){after}(?,?))");
        let walk = format!("(tenant_id=? AND listed_as=? AND ({column},id)>(?,?) AND ({column},id)<(?,?))");
        for (statement, step) in [
            ("WHOLE", format!("projects USING INDEX {index} {list}").as_str()),
            ("EDGE", &format!("projects USING COVERING INDEX {index} {list}")),
            ("SCAN", &format!("listed USING COVERING INDEX {index} {walk}")),
            ("SCAN", one),
            ("SCAN", terms_of_one),
            ("RARE", one),
            ("RARE", prefix),
        ] {
            has_step(plans, &format!("projects::listing::{order}_{statement}"), step)?;
        }
    }
    STEPS.iter().try_for_each(|(name, step)| has_step(plans, name, step))
}
