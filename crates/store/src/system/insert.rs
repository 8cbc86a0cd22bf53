//! Ready-made projects, thousands in one statement: they travel as JSON, which both databases take apart.

use async_trait::async_trait;
use domain::{Project, Tenant};
use serde::Serialize;

use crate::{
    ProjectQuota, StoreError,
    engine::{Failure, values},
    listing::name_sort,
    search::terms_of,
    sql::statements,
    tenants,
    unit::{End, Unit, Work},
};

statements! {
    /// tenant, projects as a JSON array of objects with `name_sort`
    INSERT_PROJECTS = "
        INSERT INTO projects (
            tenant_id, id, key, name, name_sort, description, status, listed_as, colour, owner, created_by, created_at,
            updated_at, deleted_at, version
        )
        SELECT
            $1, value ->> 'id', value ->> 'key', value ->> 'name', value ->> 'name_sort', value ->> 'description',
            value ->> 'status', CASE WHEN value ->> 'deleted_at' IS NULL THEN value ->> 'status' ELSE 'deleted' END,
            value ->> 'colour', value ->> 'owner', value ->> 'created_by', value ->> 'created_at',
            value ->> 'updated_at', value ->> 'deleted_at', value ->> 'version'
        FROM json_each($2)",
        Postgres => "
        INSERT INTO projects (
            tenant_id, id, key, name, name_sort, description, status, listed_as, colour, owner, created_by, created_at,
            updated_at, deleted_at, version
        )
        SELECT
            $1, given.id, given.key, given.name, given.name_sort, given.description, given.status,
            CASE WHEN given.deleted_at IS NULL THEN given.status ELSE 'deleted' END, given.colour, given.owner,
            given.created_by, given.created_at, given.updated_at, given.deleted_at, given.version
        FROM json_to_recordset($2::json) AS given (
            id UUID, key TEXT, name TEXT, name_sort TEXT, description TEXT, status TEXT, colour TEXT, owner TEXT,
            created_by TEXT, created_at BIGINT, updated_at BIGINT, deleted_at BIGINT, version BIGINT
        )";

    /// tenant, JSON array of pairs of a project's id and a term
    INSERT_TERMS = "
        INSERT INTO project_terms (tenant_id, project_id, term)
        SELECT $1, value ->> 0, value ->> 1 FROM json_each($2)",
        Postgres => "
        INSERT INTO project_terms (tenant_id, project_id, term)
        SELECT $1, (given.pair ->> 0)::UUID, given.pair ->> 1 FROM json_array_elements($2::json) AS given (pair)";
}

pub(super) struct Insert {
    tenant: Tenant,
    projects: String,
    terms: String,
    count: i64,
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

impl Insert {
    pub(super) fn new(tenant: &Tenant, projects: &[Project], now: i64) -> Result<Self, StoreError> {
        let rows: Vec<_> =
            projects.iter().map(|project| Row { project, name_sort: name_sort(&project.name) }).collect();
        let terms_of = |project| terms_of(project).into_iter().map(|term| (project.id, term));
        let terms: Vec<_> = projects.iter().flat_map(terms_of).collect();
        Ok(Self {
            tenant: tenant.clone(),
            projects: serde_json::to_string(&rows).map_err(StoreError::internal)?,
            terms: serde_json::to_string(&terms).map_err(StoreError::internal)?,
            count: i64::try_from(projects.len()).unwrap_or(i64::MAX),
            deleted: projects.iter().filter_map(|project| project.deleted_at).min(),
            now,
        })
    }
}

#[async_trait]
impl Unit for Insert {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        tenants::register(work, &self.tenant, self.now).await?;
        work.execute(INSERT_PROJECTS, values![&self.projects]).await?;
        work.execute(INSERT_TERMS, values![&self.terms]).await?;
        if let Some(deleted) = self.deleted {
            tenants::projects::note_deleted(work, deleted).await?;
        }
        tenants::projects::count_new(work, self.count, ProjectQuota::NONE).await?;
        Ok(End::Commit(()))
    }
}
