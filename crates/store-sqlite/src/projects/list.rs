//! Lists of projects. What is searched for is counted first, then found by the plan that the counts lead to; both see
//! one state of the database.

use domain::{Project, ProjectQuery, ProjectSort};
use sqlx::{
    FromRow, Row as _, Sqlite, SqliteConnection, SqlitePool,
    query::QueryAs,
    query_as, query_scalar,
    sqlite::{SqliteArguments, SqliteRow},
};
use store::{
    listing::{self, PREFIXES_MAX, Plan, Position, RARE, SCANNED},
    search::end_of,
};

use crate::{
    row::{self, parsed},
    sql::listing::{COUNT_PREFIX, Listing},
};

/// A page of a tenant's list.
pub(super) struct List<'a> {
    pub(super) tenant: &'a str,
    pub(super) query: &'a ProjectQuery,
    pub(super) start: Start,
}

/// The row before the page, or that where a walk ends; where there is none, what lies before or behind every row.
#[derive(Clone)]
pub(super) struct Start {
    value: Value,
    id: String,
}

/// What a list is sorted by.
#[derive(Clone)]
enum Value {
    Time(i64),
    Name(String),
    /// SQLite has blobs behind all texts.
    BehindNames,
}

type Query<'q, T> = QueryAs<'q, Sqlite, T, SqliteArguments>;

impl List<'_> {
    /// The projects, at most one more than the page has, and where a walk gave up.
    pub(super) async fn read(&self, readers: &SqlitePool) -> Result<(Vec<Project>, Option<Position>), sqlx::Error> {
        let prefixes = listing::prefixes(self.query);
        if prefixes.is_empty() {
            return Ok((self.whole(&mut *readers.acquire().await?).await?, None));
        }
        let mut snapshot = readers.begin().await?;
        let found = match listing::plan(self.counted(&mut snapshot, prefixes).await?) {
            Plan::Whole => (self.whole(&mut snapshot).await?, None),
            Plan::Rare(prefixes) => (self.rare(&mut snapshot, prefixes).await?, None),
            Plan::Scan(prefixes) => self.scan(&mut snapshot, prefixes).await?,
        };
        snapshot.commit().await?;
        Ok(found)
    }

    async fn counted(
        &self,
        connection: &mut SqliteConnection,
        prefixes: Vec<String>,
    ) -> Result<Vec<(String, i64)>, sqlx::Error> {
        let mut counted = Vec::with_capacity(prefixes.len());
        for prefix in prefixes {
            let query = query_scalar(COUNT_PREFIX).bind(self.tenant).bind(&prefix).bind(end_of(&prefix)).bind(RARE + 1);
            let count = query.fetch_one(&mut *connection).await?;
            counted.push((prefix, count));
        }
        Ok(counted)
    }

    async fn whole(&self, connection: &mut SqliteConnection) -> Result<Vec<Project>, sqlx::Error> {
        let query = self.starting(self.statements().whole).bind(self.rows());
        Ok(row::all(query.fetch_all(connection).await?))
    }

    async fn rare(
        &self,
        connection: &mut SqliteConnection,
        prefixes: Vec<String>,
    ) -> Result<Vec<Project>, sqlx::Error> {
        let query = self.starting(self.statements().rare).bind(self.rows());
        Ok(row::all(with_prefixes(query, prefixes).fetch_all(connection).await?))
    }

    async fn scan(
        &self,
        connection: &mut SqliteConnection,
        prefixes: Vec<String>,
    ) -> Result<(Vec<Project>, Option<Position>), sqlx::Error> {
        let query = self.starting(self.statements().edge).bind(SCANNED - 1);
        let edge: Option<Edge> = query.fetch_optional(&mut *connection).await?;
        let edge = edge.map(|Edge(position)| position);
        let query = with_prefixes(self.starting(self.statements().scan).bind(self.rows()), prefixes);
        let query = edge.clone().map_or_else(|| Start::last(self.query.sort), Start::at).bind(query);
        Ok((row::all(query.fetch_all(connection).await?), edge))
    }

    fn statements(&self) -> &'static Listing {
        Listing::by(self.query.sort)
    }

    fn rows(&self) -> u32 {
        listing::rows_to_query(&self.query.page())
    }

    fn starting<T: for<'r> FromRow<'r, SqliteRow>>(&self, statement: &'static str) -> Query<'_, T> {
        self.start.clone().bind(query_as(statement).bind(self.tenant).bind(self.query.status.as_str()))
    }
}

/// Binds all the places there are for prefixes; NULL where there is none.
fn with_prefixes<T>(mut query: Query<'_, T>, prefixes: Vec<String>) -> Query<'_, T> {
    let mut prefixes = prefixes.into_iter();
    for _ in 0..PREFIXES_MAX {
        let prefix = prefixes.next();
        let end = prefix.as_deref().map(end_of);
        query = query.bind(prefix).bind(end);
    }
    query
}

impl Start {
    /// Behind the position; in front of everything when there is none.
    pub(super) fn of(sort: ProjectSort, position: Option<Position>) -> Self {
        match (position, sort) {
            (Some(position), _) => Self::at(position),
            (None, ProjectSort::Name) => Self { value: Value::Name(String::new()), id: String::new() },
            (None, _) => Self { value: Value::Time(i64::MAX), id: "~".to_owned() },
        }
    }

    /// Behind everything.
    fn last(sort: ProjectSort) -> Self {
        let value = if sort == ProjectSort::Name { Value::BehindNames } else { Value::Time(i64::MIN) };
        Self { value, id: String::new() }
    }

    fn at(position: Position) -> Self {
        let (value, id) = match position {
            Position::Time(time, id) => (Value::Time(time), id),
            Position::Name(name, id) => (Value::Name(name), id),
        };
        Self { value, id: id.to_string() }
    }

    fn bind<T>(self, query: Query<'_, T>) -> Query<'_, T> {
        let query = match self.value {
            Value::Time(time) => query.bind(time),
            Value::Name(name) => query.bind(name),
            Value::BehindNames => query.bind(Vec::new()),
        };
        query.bind(self.id)
    }
}

/// The last row that a walk looks at.
struct Edge(Position);

impl FromRow<'_, SqliteRow> for Edge {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let id = parsed(row, "id")?;
        let position = match row.try_get("value") {
            Ok(time) => Position::Time(time, id),
            Err(_) => Position::Name(row.try_get("value")?, id),
        };
        Ok(Self(position))
    }
}
