//! Many ready-made projects of one tenant, in two statements.

use domain::{Project, Tenant};
use serde::Serialize;
use sqlx::{SqliteConnection, query};
use store::{StoreError, listing::name_sort};

use crate::{error::Failure, projects::pairs_of, sql, tenants, unit_of_work::Work};

pub(super) struct Inserting {
    tenant: Tenant,
    /// The projects and their terms as JSON, which SQLite takes apart.
    projects: String,
    terms: String,
    now: i64,
}

/// A project with what it is sorted by.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    project: &'a Project,
    name_sort: String,
}

impl<'a> Row<'a> {
    fn of(project: &'a Project) -> Self {
        Self { project, name_sort: name_sort(&project.name) }
    }
}

impl Inserting {
    pub(super) fn new(tenant: &Tenant, projects: &[Project], now: i64) -> Result<Self, StoreError> {
        let rows: Vec<Row<'_>> = projects.iter().map(Row::of).collect();
        let terms = pairs_of(projects)?;
        let projects = serde_json::to_string(&rows).map_err(StoreError::internal)?;
        Ok(Self { tenant: tenant.clone(), projects, terms, now })
    }
}

impl Work for Inserting {
    type Done = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), Failure> {
        tenants::register(connection, &self.tenant, self.now).await?;
        let projects = query(sql::upkeep::INSERT_PROJECTS).bind(self.tenant.id()).bind(&self.projects);
        projects.execute(&mut *connection).await?;
        query(sql::upkeep::INSERT_TERMS).bind(self.tenant.id()).bind(&self.terms).execute(connection).await?;
        Ok(())
    }
}
