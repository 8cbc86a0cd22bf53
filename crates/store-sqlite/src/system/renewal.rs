//! Search terms made anew by the present rules, some projects in each transaction.

use domain::Project;
use sqlx::{SqliteConnection, query, query_as, query_scalar};
use store::{RENEWAL, RENEWAL_MS, Renewal, search::VERSION};

use super::Leasing;
use crate::{
    error::Failure,
    projects::renew_terms,
    row::{self, Found},
    sql::renewal::{FINISH, FORGET, GO_ON, IS_NEWER, LIST_PROJECTS, NEXT_TENANT, NOTE, VERSION as PRESENT},
    unit_of_work::Work,
};

pub(super) struct Renewing {
    pub(super) server: String,
    pub(super) limit: u32,
    pub(super) now: i64,
}

impl Work for Renewing {
    type Done = Renewal;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<Renewal, Failure> {
        let present: u32 = query_scalar(PRESENT).fetch_one(&mut *connection).await?;
        if present >= VERSION {
            return Ok(Renewal::Done);
        }
        let newer: Option<i64> = query_scalar(IS_NEWER).bind(VERSION).fetch_optional(&mut *connection).await?;
        // Another server has it until its last millisecond is over.
        if newer.is_some() || !self.lease(RENEWAL_MS + 1).run(connection).await? {
            return Ok(Renewal::Elsewhere);
        }
        let (mut tenant, project): (String, String) = query_as(GO_ON).bind(VERSION).fetch_one(&mut *connection).await?;
        if project.is_empty() {
            match query_scalar(NEXT_TENANT).bind(&tenant).fetch_optional(&mut *connection).await? {
                Some(next) => tenant = next,
                None => return self.finish(connection).await,
            }
        }
        self.renew(connection, &tenant, &project).await
    }
}

impl Renewing {
    /// The right to do it, for so many milliseconds from now.
    fn lease(&self, milliseconds: i64) -> Leasing {
        let (name, holder, now) = (RENEWAL.to_owned(), self.server.clone(), self.now);
        Leasing { name, holder, now, until: now.saturating_add(milliseconds) }
    }

    async fn renew(&self, connection: &mut SqliteConnection, tenant: &str, after: &str) -> Result<Renewal, Failure> {
        let list = query_as(LIST_PROJECTS).bind(tenant).bind(after).bind(self.limit);
        let found: Vec<Found<Project>> = list.fetch_all(&mut *connection).await?;
        let projects = row::all(found);
        for project in &projects {
            renew_terms(connection, tenant, project).await?;
        }
        let is_full = u32::try_from(projects.len()).is_ok_and(|rows| rows >= self.limit);
        let last = projects.last().filter(|_| is_full).map(|project| project.id.to_string()).unwrap_or_default();
        query(NOTE).bind(tenant).bind(last).execute(connection).await?;
        Ok(Renewal::Working)
    }

    async fn finish(&self, connection: &mut SqliteConnection) -> Result<Renewal, Failure> {
        query(FINISH).bind(VERSION).execute(&mut *connection).await?;
        query(FORGET).execute(&mut *connection).await?;
        self.lease(0).run(connection).await?;
        Ok(Renewal::Done)
    }
}
