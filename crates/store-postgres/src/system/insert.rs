//! Ready-made projects, thousands in one statement: a column of each field travels as an array.

use async_trait::async_trait;
use domain::{Project, Tenant};
use store::{ProjectQuota, listing::name_sort, search};
use uuid::Uuid;

use crate::{
    audit::{count_new, register},
    error::Failure,
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

pub(super) struct Insert {
    pub(super) tenant: Tenant,
    pub(super) projects: Vec<Project>,
    pub(super) now: i64,
}

#[async_trait]
impl Unit for Insert {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        if self.projects.is_empty() {
            return Ok(End::RollBack(()));
        }
        register(work, &self.tenant, self.now).await?;
        self.insert_projects(work).await?;
        self.insert_terms(work).await?;
        if let Some(deleted) = self.projects.iter().filter_map(|project| project.deleted_at).min() {
            work.execute(work.query(sql::tenants::NOTE_DELETED).bind(deleted)).await?;
        }
        count_new(work, i64::try_from(self.projects.len()).unwrap_or(i64::MAX), ProjectQuota::NONE).await?;
        Ok(End::Commit(()))
    }
}

impl Insert {
    async fn insert_projects(&self, work: &mut Work<'_>) -> Result<(), sqlx::Error> {
        let statement = work
            .query(sql::upkeep::INSERT_PROJECTS)
            .bind(self.column(|project| project.id.uuid()))
            .bind(self.column(|project| project.key.as_str()))
            .bind(self.column(|project| project.name.as_str()))
            .bind(self.column(|project| name_sort(&project.name)))
            .bind(self.column(|project| project.description.as_str()))
            .bind(self.column(|project| project.status.as_str()))
            .bind(self.column(|project| project.colour.as_str()))
            .bind(self.column(|project| project.owner.as_str()))
            .bind(self.column(|project| project.created_by.as_str()))
            .bind(self.column(|project| project.created_at))
            .bind(self.column(|project| project.updated_at))
            .bind(self.column(|project| project.deleted_at))
            .bind(self.column(|project| project.version));
        work.execute(statement).await?;
        Ok(())
    }

    async fn insert_terms(&self, work: &mut Work<'_>) -> Result<(), sqlx::Error> {
        let terms_of = |project| search::terms_of(project).into_iter().map(|term| (project.id.uuid(), term));
        let (ids, terms): (Vec<Uuid>, Vec<String>) = self.projects.iter().flat_map(terms_of).unzip();
        work.execute(work.query(sql::upkeep::INSERT_TERMS).bind(ids).bind(terms)).await?;
        Ok(())
    }

    fn column<'p, T>(&'p self, field: impl Fn(&'p Project) -> T) -> Vec<T> {
        self.projects.iter().map(field).collect()
    }
}
