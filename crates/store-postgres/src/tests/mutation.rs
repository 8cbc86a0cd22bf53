//! D5: the tenant condition is taken out of every statement in turn, each time it stands there, and what the contract
//! demands of isolation is tried on the rest. Row-level security holds: nothing leaks, nothing of another tenant's is
//! changed, and people of one tenant do not even notice.

use std::{collections::BTreeSet, pin::Pin, sync::Arc};

use anyhow::{Context, Result, ensure};
use domain::Clock;
use domain::{Colour, Page, Project, ProjectId, ProjectQuery, ProjectSort, ProjectStatus, TenantScope};
use sqlx::Executor;
use store::{IdGenerator, ProjectStore, SystemStore};
use testkit::{
    contract::{self, Open, Opened},
    postgres::Database,
    sql_lint,
    witness::{Mutant, Witness},
};
use uuid::Uuid;

use super::{CONNECTIONS, ada, open, sam, statements::all};
use crate::PostgresStore;

type Run = Pin<Box<dyn Future<Output = Result<()>>>>;
type Case = (&'static str, fn(Arc<Database>, Arc<Witness>) -> Run);

macro_rules! cases {
    ($($module:ident :: $case:ident),+ $(,)?) => {
        [$((stringify!($case), |database, witness| Box::pin(contract::$module::$case(opener(database, witness))))),+]
    };
}

/// The isolation cases, and others in which the statements appear that those have no use for.
const CASES: &[Case] = &cases![
    isolation::another_tenants_projects_do_not_exist,
    isolation::another_tenants_tasks_do_not_exist,
    isolation::another_tenants_words_are_not_searched,
    isolation::another_tenants_events_are_not_listed,
    isolation::equal_ids_stay_apart,
    purging::only_what_is_deleted_is_purged,
    removing::other_tenants_stay_as_they_are,
    renewing::a_renewal_keeps_to_the_tenant_it_is_in,
    tasks::tasks_belong_to_their_project,
];

/// Making a database anew would take longer than the case itself.
const EMPTY: &str = "SET session_replication_role = replica;
    TRUNCATE addresses, instance, tenants, projects, project_terms, tasks, audit_events, terms_renewal,
        leases";

fn opener(database: Arc<Database>, witness: Arc<Witness>) -> impl Open {
    async move |clock: Arc<dyn Clock>, ids: Arc<dyn IdGenerator>| {
        database.superuser().await?.execute(EMPTY).await?;
        let store = PostgresStore::open(database.url(), Some(database.owner_url()), CONNECTIONS, clock, ids).await?;
        let store = Arc::new(seen_by(store, &witness));
        let guard = Box::new(());
        let (projects, tasks, audit, same) = (store.clone(), store.clone(), store.clone(), store.clone());
        let bounded = Box::new(move |quota| Arc::new(PostgresStore::clone(&same).with_quota(quota)) as Arc<_>);
        Ok(Opened { projects, bounded, tasks, audit, system: store, raw: database.clone(), guard })
    }
}

fn seen_by(mut store: PostgresStore, witness: &Arc<Witness>) -> PostgresStore {
    store.database.statements.witness = Some(Arc::clone(witness));
    if let Some(owner) = &mut store.owner {
        owner.statements.witness = Some(Arc::clone(witness));
    }
    store.data = witness.of(&store.data);
    store
}

/// Every statement that has a tenant condition, without one of them.
fn mutants() -> Vec<(String, Mutant)> {
    let of_statement = |(name, original): (String, &'static str)| {
        let gone = sql_lint::mutants(original).into_iter().filter(|text| text.contains("$1 = $1"));
        gone.map(move |text| (name.clone(), Mutant { original, text: text.leak() }))
    };
    all().flat_map(of_statement).collect()
}

/// Those have a test of their own, below, and one case here.
fn is_listing(name: &str) -> bool {
    name.starts_with("listing::")
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_condition_no_statement_leaks() -> Result<()> {
    let database = Arc::new(Database::new().await?);
    open(&database).await?;
    let mutants = mutants();
    let mut proven: BTreeSet<&str> = BTreeSet::new();
    for (case, run) in CASES {
        let witness = Witness::new(None);
        run(database.clone(), witness.clone()).await.with_context(|| (*case).to_owned())?;
        let used = witness.used();
        let of_this_case = |name: &str| !is_listing(name) || case.ends_with("_searched");
        for (name, mutant) in mutants.iter().filter(|(name, _)| of_this_case(name)) {
            if !used.contains(mutant.original) {
                continue;
            }
            let outcome = run(database.clone(), Witness::new(Some(*mutant))).await;
            outcome.with_context(|| format!("{case} with {name} as {}", mutant.text))?;
            proven.insert(mutant.text);
        }
    }
    let unproven = mutants.iter().filter(|(name, mutant)| !is_listing(name) && !proven.contains(mutant.text));
    let names: Vec<_> = unproven.map(|(name, mutant)| format!("{name} as {}", mutant.text)).collect();
    assert!(names.is_empty(), "no case uses {names:#?}");
    assert!(mutants.len() > 40, "only {} mutants", mutants.len());
    Ok(())
}

/// The statements of lists again, with so many rows that every plan is followed: two tenants with the same words.
#[tokio::test(flavor = "multi_thread")]
async fn without_its_condition_no_list_leaks() -> Result<()> {
    let database = Database::new().await?;
    let store = open(&database).await?;
    let scopes = [ada()?, sam()?];
    for (number, scope) in scopes.iter().enumerate() {
        store.insert_projects(scope.tenant(), &many(u32::try_from(number)?)?).await?;
    }
    database.superuser().await?.execute("ANALYZE").await?;
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

/// More projects than a search looks at; each is `even` or `odd`, all are `common`, few have a word that is rare.
fn many(tenant: u32) -> Result<Vec<Project>> {
    (0..2_200_u32)
        .map(|number| {
            let time = i64::from(number);
            let [a, b, c, d] = number.to_be_bytes();
            let word = if number % 2 == 0 { "even" } else { "odd" };
            let rare = if number % 700 == 0 { " rare" } else { "" };
            Ok(Project {
                id: ProjectId::new(Uuid::from_bytes([1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 0, 0, 0, a, b, c, d])),
                key: format!("K{number}").parse()?,
                name: format!("Common {word} {number}{rare}"),
                description: format!("of tenant {tenant}"),
                status: ProjectStatus::Active,
                colour: Colour::Slate,
                owner: "user_a".parse()?,
                created_by: "user_a".parse()?,
                created_at: time,
                updated_at: time,
                deleted_at: None,
                version: 1,
            })
        })
        .collect()
}

async fn every_list(store: &PostgresStore, scopes: &[TenantScope]) -> Result<Vec<Page<Project>>> {
    let mut pages = Vec::new();
    for scope in scopes {
        for sort in ProjectSort::ALL {
            for search in ["", "rare", "rare common odd", "common", "even odd"] {
                let query = ProjectQuery { search: search.to_owned(), sort: *sort, ..ProjectQuery::default() };
                let page = ProjectStore::list(store, &scope.require()?, &query).await?;
                ensure!(page.next.is_some() || search.starts_with("rare"), "{query:?} was answered at once");
                pages.push(page);
            }
        }
    }
    Ok(pages)
}
