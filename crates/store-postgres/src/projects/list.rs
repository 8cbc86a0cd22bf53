//! A page of a list: the plan of [`store::listing`], carried out.

use async_trait::async_trait;
use domain::{Project, ProjectId, ProjectQuery, ProjectSort, Tenant};
use sqlx::{FromRow, Row, postgres::PgRow};
use store::{
    StoreError,
    listing::{self, PREFIXES_MAX, Plan, Position, RARE, SCANNED},
    search,
};
use uuid::Uuid;

use super::row::Found;
use crate::{
    error::Failure,
    sql::listing::{COUNT_PREFIXES, Listing},
    unit_of_work::{End, Unit},
    work::{Statement, Work},
};

pub(super) struct List {
    query: ProjectQuery,
    after: Position,
}

/// The rows of a page and one more, and where a walk gave up.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) projects: Vec<Project>,
    pub(super) walked_to: Option<Position>,
}

#[async_trait]
impl Unit for List {
    type Outcome = Rows;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Rows>, Failure> {
        let rows = match listing::plan(self.count(work).await?) {
            Plan::Whole => self.whole(work).await?,
            Plan::Rare(prefixes) => self.rare(work, &prefixes).await?,
            Plan::Scan(prefixes) => self.scan(work, &prefixes).await?,
        };
        Ok(End::Commit(rows))
    }
}

impl List {
    pub(super) fn new(tenant: &Tenant, query: &ProjectQuery) -> Result<Self, StoreError> {
        let after = match listing::start(tenant, query)? {
            // No text of PostgreSQL's holds this character, so no list made such a cursor.
            Some(Position::Name(name, _)) if name.contains('\0') => return Err(StoreError::InvalidCursor),
            Some(position) => position,
            None => before_the_first(query.sort),
        };
        Ok(Self { query: query.clone(), after })
    }

    async fn count(&self, work: &mut Work<'_>) -> Result<Vec<(String, i64)>, sqlx::Error> {
        let prefixes = listing::prefixes(&self.query);
        if prefixes.is_empty() {
            return Ok(Vec::new());
        }
        let ends: Vec<String> = prefixes.iter().map(|prefix| search::end_of(prefix)).collect();
        let statement = work.query(COUNT_PREFIXES).bind(&prefixes).bind(ends).bind(RARE + 1);
        let counts: Vec<(i64,)> = work.rows(statement).await?;
        Ok(prefixes.into_iter().zip(counts.into_iter().map(|(count,)| count)).collect())
    }

    async fn whole(&self, work: &mut Work<'_>) -> Result<Rows, sqlx::Error> {
        let statement = self.bind_place(work, self.listing().whole).bind(self.rows());
        found(work, statement).await
    }

    async fn rare(&self, work: &mut Work<'_>, prefixes: &[String]) -> Result<Rows, sqlx::Error> {
        let statement = self.bind_place(work, self.listing().rare).bind(self.rows());
        found(work, bind_prefixes(statement, prefixes)).await
    }

    async fn scan(&self, work: &mut Work<'_>, prefixes: &[String]) -> Result<Rows, sqlx::Error> {
        let statement = self.bind_place(work, self.listing().scan).bind(self.rows());
        let rows = found(work, bind_prefixes(statement, prefixes).bind(SCANNED)).await?;
        if i64::try_from(rows.projects.len()).is_ok_and(|found| found >= self.rows()) {
            return Ok(rows);
        }
        let edge: Option<Edge> = work.row(self.bind_place(work, self.listing().edge).bind(SCANNED - 1)).await?;
        Ok(Rows { walked_to: edge.map(|edge| edge.0), ..rows })
    }

    fn listing(&self) -> &'static Listing {
        Listing::by(self.query.sort)
    }

    fn rows(&self) -> i64 {
        i64::from(listing::rows_to_query(&self.query.page()))
    }

    /// The statement with what all of them begin with: tenant, list, and where the page before ended.
    fn bind_place(&self, work: &Work<'_>, statement: &'static str) -> Statement {
        let statement = work.query(statement).bind(self.query.status.as_str());
        match &self.after {
            Position::Time(time, id) => statement.bind(*time).bind(id.uuid()),
            Position::Name(name, id) => statement.bind(name.as_str()).bind(id.uuid()),
        }
    }
}

/// The place before all rows of a list in this order.
fn before_the_first(sort: ProjectSort) -> Position {
    match sort {
        ProjectSort::Created | ProjectSort::Updated => Position::Time(i64::MAX, ProjectId::new(Uuid::max())),
        ProjectSort::Name => Position::Name(String::new(), ProjectId::new(Uuid::nil())),
    }
}

/// The beginning and the end of each prefix, and NULL where there are no more.
fn bind_prefixes(statement: Statement, prefixes: &[String]) -> Statement {
    let slots = (0..PREFIXES_MAX).map(|place| prefixes.get(place));
    slots.fold(statement, |statement, prefix| statement.bind(prefix).bind(prefix.map(|prefix| search::end_of(prefix))))
}

async fn found(work: &mut Work<'_>, statement: Statement) -> Result<Rows, sqlx::Error> {
    let found: Vec<Found> = work.rows(statement).await?;
    Ok(Rows { projects: found.into_iter().map(Project::from).collect(), walked_to: None })
}

/// The last row of a walk.
struct Edge(Position);

impl FromRow<'_, PgRow> for Edge {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let id = ProjectId::new(row.try_get("id")?);
        let position = match row.try_get("value") {
            Ok(time) => Position::Time(time, id),
            Err(_) => Position::Name(row.try_get("value")?, id),
        };
        Ok(Self(position))
    }
}
