//! The search terms of a project, kept in step with it.

use domain::Project;
use store::search;

use crate::{sql, work::Work};

/// Makes the stored terms those of the project as it is now.
pub(crate) async fn keep(work: &mut Work<'_>, project: &Project) -> Result<(), sqlx::Error> {
    let terms: Vec<String> = search::terms_of(project).into_iter().collect();
    work.execute(work.query(sql::projects::REMOVE_OLD_TERMS).bind(project.id.uuid()).bind(&terms)).await?;
    add(work, project, &terms).await
}

/// Stores the terms of a project that has none yet.
pub(crate) async fn begin(work: &mut Work<'_>, project: &Project) -> Result<(), sqlx::Error> {
    let terms: Vec<String> = search::terms_of(project).into_iter().collect();
    add(work, project, &terms).await
}

async fn add(work: &mut Work<'_>, project: &Project, terms: &[String]) -> Result<(), sqlx::Error> {
    work.execute(work.query(sql::projects::ADD_TERMS).bind(project.id.uuid()).bind(terms)).await?;
    Ok(())
}
