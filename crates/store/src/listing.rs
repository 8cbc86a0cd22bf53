//! Lists, page by page: what all lists have in common.
//!
//! One row more than the page has is asked for; that row tells, without counting, whether there is a next page.

// begin examples
mod projects;

pub use self::projects::*;
// end examples

use domain::{Page, PageRequest, Tenant};
use serde::{Serialize, de::DeserializeOwned};

use crate::{StoreError, cursor};

/// How many rows to query for a page of the request.
pub fn rows_to_query(request: &PageRequest) -> u32 {
    request.rows() + 1
}

/// The position in any other list, called `list`; `None`: its beginning.
///
/// # Errors
/// [`StoreError::InvalidCursor`] when the cursor is not of this tenant's list.
pub fn decoded<P: DeserializeOwned>(tenant: &Tenant, list: &str, after: Option<&str>) -> Result<Option<P>, StoreError> {
    after.map(|text| cursor::decode(tenant, list, text)).transpose()
}

/// The page of any list, made of the rows found: at most [`rows_to_query`] of them, in order.
///
/// # Errors
/// [`StoreError::Internal`] when the cursor cannot be written.
pub fn page_by<T, P: Serialize>(
    tenant: &Tenant,
    list: &str,
    request: &PageRequest,
    mut found: Vec<T>,
    position: impl Fn(&T) -> P,
) -> Result<Page<T>, StoreError> {
    let rows = usize::try_from(request.rows()).unwrap_or(usize::MAX);
    let more = found.len() > rows;
    found.truncate(rows);
    let last = found.last().filter(|_| more);
    let next = last.map(|row| cursor::encode(tenant, list, position(row))).transpose()?;
    Ok(Page { items: found, next })
}
