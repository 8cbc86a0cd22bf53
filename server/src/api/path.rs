//! The ids in a path. What cannot be an id is not there: the same answer as for somebody else's.

use app::AppError;
use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use domain::{ProjectId, TaskId};

use crate::state::AppState;

/// `/api/projects/{id}…`
pub(crate) struct ProjectAt(pub(crate) ProjectId);

/// `/api/projects/{id}/tasks/{task_id}`
pub(crate) struct TaskAt(pub(crate) ProjectId, pub(crate) TaskId);

impl FromRequestParts<AppState> for ProjectAt {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let Path(id) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| AppError::NotFound)?;
        id.parse().map(Self).map_err(|_| AppError::NotFound)
    }
}

impl FromRequestParts<AppState> for TaskAt {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let ids = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((project, id)) = ids.map_err(|_| AppError::NotFound)?;
        match (project.parse(), id.parse()) {
            (Ok(project), Ok(id)) => Ok(Self(project, id)),
            _ => Err(AppError::NotFound),
        }
    }
}
