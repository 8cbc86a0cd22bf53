//! Search terms made anew by the present rules, some projects in each transaction.

use domain::Project;
use sqlx::{SqliteConnection, query, query_as, query_scalar};
use store::{RENEWAL_MS, Renewal, search::VERSION};

use crate::{
    error::Failure,
    projects::renew_terms,
    row::{self, Found},
    sql::renewal::{FINISH, HOLD, LIST_PROJECTS, NEXT_TENANT, NOTE, RELEASE, VERSION as PRESENT},
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
        let hold = query_as(HOLD).bind(&self.server).bind(self.now).bind(self.until()).bind(VERSION);
        let held: Option<(String, String)> = hold.fetch_optional(&mut *connection).await?;
        let Some((mut tenant, project)) = held else { return Ok(Renewal::Elsewhere) };
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
    fn until(&self) -> i64 {
        self.now.saturating_add(RENEWAL_MS)
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
        let note = query(NOTE).bind(&self.server).bind(tenant).bind(last).bind(self.until());
        note.execute(connection).await?;
        Ok(Renewal::Working)
    }

    async fn finish(&self, connection: &mut SqliteConnection) -> Result<Renewal, Failure> {
        query(FINISH).bind(VERSION).execute(&mut *connection).await?;
        query(RELEASE).bind(&self.server).execute(connection).await?;
        Ok(Renewal::Done)
    }
}
