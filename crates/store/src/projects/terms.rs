//! The search terms of a project, kept in step with it.

use domain::Project;

use super::statements;
use crate::{
    engine::{Failure, values},
    search::terms_of,
    unit::Work,
};

/// Stores the terms of a project that has none yet.
pub(crate) async fn add(work: &mut Work<'_>, project: &Project) -> Result<(), Failure> {
    let terms: Vec<String> = terms_of(project).into_iter().collect();
    work.execute(statements::ADD_TERMS, values![project.id, terms]).await?;
    Ok(())
}

/// After a change.
pub(super) async fn follow(work: &mut Work<'_>, before: &Project, after: &Project) -> Result<(), Failure> {
    if terms_of(before) == terms_of(after) {
        return Ok(());
    }
    renew(work, after).await
}

/// Whatever it has now, made by whichever rules.
pub(crate) async fn renew(work: &mut Work<'_>, project: &Project) -> Result<(), Failure> {
    let terms: Vec<String> = terms_of(project).into_iter().collect();
    work.execute(statements::REMOVE_OLD_TERMS, values![project.id, terms]).await?;
    add(work, project).await
}
