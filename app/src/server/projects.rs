//! What server functions and REST share about projects: the store's outcomes in the app's words.

use domain::{Grant, Project, ProjectChange, ProjectId, ReadProjects, TenantScope, UpdateProjects};
use store::{DeleteBy, ProjectStore, Update};

use crate::AppError;

/// Changes a project that still is at `version`. The answer shows the project, so changing needs the right to read too.
///
/// # Errors
/// [`AppError::Conflict`] with the present state, [`AppError::NotFound`].
pub async fn update(
    store: &dyn ProjectStore,
    grant: &Grant<UpdateProjects>,
    _reader: &Grant<ReadProjects>,
    id: ProjectId,
    version: i64,
    change: ProjectChange,
) -> Result<Project, AppError> {
    match store.update(grant, id, version, change).await? {
        Update::Done(project) => Ok(project),
        Update::Conflict(project) => Err(AppError::Conflict(Box::new(project))),
        Update::NotFound => Err(AppError::NotFound),
    }
}

/// Deletes any project where the person may, else only what they made themselves.
///
/// # Errors
/// [`AppError::Forbidden`] for a project that the person may see but not delete; [`AppError::NotFound`].
pub async fn delete(store: &dyn ProjectStore, scope: &TenantScope, id: ProjectId) -> Result<(), AppError> {
    let any = scope.require();
    let by = match any.clone() {
        Ok(grant) => DeleteBy::Any(grant),
        Err(missing) => DeleteBy::Own(scope.require().map_err(|_| missing)?),
    };
    if store.delete(&by, id).await? {
        return Ok(());
    }
    match (any, scope.require()) {
        (Err(missing), Ok(reader)) if store.get(&reader, id).await?.is_some() => Err(missing.into()),
        _ => Err(AppError::NotFound),
    }
}
