//! The list of projects, newest first: what every adapter does alike around its query.
//!
//! An adapter asks for one row more than the page has; that row tells whether there is a next page, without counting.

use domain::{Page, PageRequest, Project, ProjectId, Tenant};
use serde::{Deserialize, Serialize};

use crate::{StoreError, cursor};

const LIST: &str = "projects by created_at, newest first";

/// The last row of the page before. Ids decide between rows of the same millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// `created_at`, milliseconds since the epoch.
    pub created_at: i64,
    /// The project's id.
    pub id: ProjectId,
}

/// Where the page starts; `None`: at the newest.
///
/// # Errors
/// [`StoreError::InvalidCursor`] when the cursor is not of this tenant's list.
pub fn position(tenant: &Tenant, request: &PageRequest) -> Result<Option<Position>, StoreError> {
    request.after.as_deref().map(|text| cursor::decode(tenant, LIST, text)).transpose()
}

/// How many rows to query for a page of the request.
pub fn rows_to_query(request: &PageRequest) -> u32 {
    request.rows() + 1
}

/// The page made of the rows found: at most [`rows_to_query`] of them, newest first.
///
/// # Errors
/// [`StoreError::Internal`] when the cursor cannot be written.
pub fn page(tenant: &Tenant, request: &PageRequest, mut found: Vec<Project>) -> Result<Page<Project>, StoreError> {
    let rows = usize::try_from(request.rows()).unwrap_or(usize::MAX);
    let more = found.len() > rows;
    found.truncate(rows);
    let last = found.last().filter(|_| more);
    let next = last
        .map(|project| cursor::encode(tenant, LIST, Position { created_at: project.created_at, id: project.id }))
        .transpose()?;
    Ok(Page { items: found, next })
}
