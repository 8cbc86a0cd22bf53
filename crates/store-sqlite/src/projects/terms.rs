//! What a project is found by, kept in step with it.

use domain::Project;
use sqlx::{SqliteConnection, query};
use store::{StoreError, search::terms_of};

use crate::{error::Failure, sql};

/// For a project that has none yet.
pub(super) async fn add(connection: &mut SqliteConnection, tenant: &str, project: &Project) -> Result<(), Failure> {
    run(connection, sql::projects::ADD_TERMS, tenant, project).await
}

/// After a change.
pub(super) async fn rewrite(
    connection: &mut SqliteConnection,
    tenant: &str,
    before: &Project,
    after: &Project,
) -> Result<(), Failure> {
    if terms_of(before) == terms_of(after) {
        return Ok(());
    }
    renew_terms(connection, tenant, after).await
}

/// Whatever it has now, made by whichever rules.
pub(crate) async fn renew_terms(
    connection: &mut SqliteConnection,
    tenant: &str,
    project: &Project,
) -> Result<(), Failure> {
    run(connection, sql::projects::REMOVE_OLD_TERMS, tenant, project).await?;
    run(connection, sql::projects::ADD_TERMS, tenant, project).await
}

async fn run(
    connection: &mut SqliteConnection,
    statement: &'static str,
    tenant: &str,
    project: &Project,
) -> Result<(), Failure> {
    let terms = serde_json::to_string(&terms_of(project)).map_err(StoreError::internal)?;
    query(statement).bind(tenant).bind(project.id.to_string()).bind(terms).execute(connection).await?;
    Ok(())
}

/// Pairs of id and term, as JSON, for many projects at once.
pub(crate) fn pairs_of(projects: &[Project]) -> Result<String, StoreError> {
    let pairs: Vec<_> =
        projects.iter().flat_map(|project| terms_of(project).into_iter().map(move |term| (project.id, term))).collect();
    serde_json::to_string(&pairs).map_err(StoreError::internal)
}
