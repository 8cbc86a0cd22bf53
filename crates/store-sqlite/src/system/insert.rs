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
    count: i64,
    terms: String,
    /// When the first of them was deleted.
    deleted: Option<i64>,
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
        let deleted = projects.iter().filter_map(|project| project.deleted_at).min();
        let count = i64::try_from(projects.len()).map_err(StoreError::internal)?;
        let projects = serde_json::to_string(&rows).map_err(StoreError::internal)?;
        Ok(Self { tenant: tenant.clone(), projects, count, terms, deleted, now })
    }
}

impl Work for Inserting {
    type Done = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), Failure> {
        tenants::register(connection, &self.tenant, self.now).await?;
        let projects = query(sql::upkeep::INSERT_PROJECTS).bind(self.tenant.id()).bind(&self.projects);
        projects.execute(&mut *connection).await?;
        let terms = query(sql::upkeep::INSERT_TERMS).bind(self.tenant.id()).bind(&self.terms);
        terms.execute(&mut *connection).await?;
        if let Some(deleted) = self.deleted {
            tenants::note_deleted(connection, self.tenant.id(), deleted).await?;
        }
        tenants::count_new(connection, self.tenant.id(), self.count).await?;
        Ok(())
    }
}
