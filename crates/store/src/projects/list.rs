//! A page of a list of projects: carries out the plan of [`crate::listing`].

use async_trait::async_trait;
use domain::{Project, ProjectId, ProjectQuery, ProjectSort, Tenant};

use super::listing::{COUNT_PREFIXES, Listing};
use crate::{
    Data, StoreError,
    engine::{Dialect, Failure, Value, values},
    listing::{self, PREFIXES_MAX, Plan, Position, RARE, SCANNED},
    plain::Place,
    search,
    unit::{End, Read, Unit, Work},
};

pub(super) struct List {
    query: ProjectQuery,
    after: Position,
}

/// The rows of a page and one more, and where a walk gave up.
#[derive(Default)]
pub(super) struct Found {
    pub(super) projects: Vec<Project>,
    pub(super) walked_to: Option<Position>,
}

/// The rows of a page. A list that nothing is looked for in takes one statement.
pub(super) async fn read(data: &Data, tenant: &str, list: List) -> Result<Found, StoreError> {
    if !listing::prefixes(&list.query).is_empty() {
        return data.read(tenant, list).await;
    }
    let projects = data.all(tenant, list.statements().whole, list.values(list.rows())).await?;
    Ok(Found { projects, walked_to: None })
}

#[async_trait]
impl Unit for List {
    type Outcome = Found;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Found>, Failure> {
        let found = match listing::plan(self.count(work).await?) {
            Plan::Whole => Found::of(work.all(self.statements().whole, self.values(self.rows())).await?),
            Plan::Rare(prefixes) => Found::of(self.rare(work, &prefixes).await?),
            Plan::Scan(prefixes) => self.scan(work, &prefixes).await?,
        };
        Ok(End::Commit(found))
    }
}

impl Found {
    fn of(projects: Vec<Project>) -> Self {
        Self { projects, walked_to: None }
    }
}

impl List {
    pub(super) fn new(tenant: &Tenant, query: &ProjectQuery) -> Result<Self, StoreError> {
        Ok(Self { query: query.clone(), after: listing::start(tenant, query)? })
    }

    async fn count(&self, work: &mut Work<'_>) -> Result<Vec<(String, i64)>, Failure> {
        let prefixes = listing::prefixes(&self.query);
        let ends: Vec<String> = prefixes.iter().map(|prefix| search::end_of(prefix)).collect();
        let values = values![prefixes, ends, RARE + 1];
        work.all_as(COUNT_PREFIXES, values, |row| Ok((row.string("prefix")?, row.number("terms")?))).await
    }

    async fn rare(&self, work: &mut Work<'_>, prefixes: &[String]) -> Result<Vec<Project>, Failure> {
        let values = [self.values(self.rows()), between(prefixes)].concat();
        work.all(self.statements().rare, values).await
    }

    async fn scan(&self, work: &mut Work<'_>, prefixes: &[String]) -> Result<Found, Failure> {
        let values = [self.values(self.rows()), between(prefixes)].concat();
        match work.dialect() {
            // begin postgres
            Dialect::Postgres => self.scan_rows(work, values).await,
            // end postgres
            // begin sqlite
            Dialect::Sqlite => self.scan_to_edge(work, values).await,
            // end sqlite
        }
    }

    // begin postgres
    /// The statement counts the rows of its walk; where it ended is asked when the page is not full.
    async fn scan_rows(&self, work: &mut Work<'_>, values: Vec<Value>) -> Result<Found, Failure> {
        let projects = work.all(self.statements().scan, [values, values![SCANNED]].concat()).await?;
        let is_full = i64::try_from(projects.len()).is_ok_and(|found| found >= self.rows());
        let walked_to = if is_full { None } else { self.edge(work).await? };
        Ok(Found { projects, walked_to })
    }
    // end postgres

    // begin sqlite
    /// The statement is told how far to go.
    async fn scan_to_edge(&self, work: &mut Work<'_>, values: Vec<Value>) -> Result<Found, Failure> {
        let edge = self.edge(work).await?;
        let (place, id) = edge.clone().unwrap_or_else(|| listing::end(self.query.sort));
        let projects = work.all(self.statements().scan, [values, values![place, id]].concat()).await?;
        Ok(Found { projects, walked_to: edge })
    }
    // end sqlite

    async fn edge(&self, work: &mut Work<'_>) -> Result<Option<Position>, Failure> {
        let read: Read<Position> = match self.query.sort {
            ProjectSort::Created | ProjectSort::Updated => {
                |row| Ok((Place::Number(row.number("value")?), ProjectId::new(row.uuid("id")?)))
            }
            ProjectSort::Name => |row| Ok((Place::Text(row.string("value")?), ProjectId::new(row.uuid("id")?))),
        };
        work.one_as(self.statements().edge, self.values(SCANNED - 1), read).await
    }

    fn statements(&self) -> Listing {
        Listing::by(self.query.sort)
    }

    fn rows(&self) -> i64 {
        i64::from(listing::rows_to_query(&self.query.page()))
    }

    /// What all of them begin with behind the tenant: list, where the page before ended, and how many.
    fn values(&self, rows: i64) -> Vec<Value> {
        let (place, id) = self.after.clone();
        values![self.query.status.as_str(), place, id, rows]
    }
}

/// The beginning and the end of each prefix, and NULL where there are no more.
fn between(prefixes: &[String]) -> Vec<Value> {
    let slots = (0..PREFIXES_MAX).map(|place| prefixes.get(place));
    slots.flat_map(|prefix| values![prefix.cloned(), prefix.map(|prefix| search::end_of(prefix))]).collect()
}
