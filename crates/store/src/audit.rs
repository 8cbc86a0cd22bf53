//! The port for the audit trail. What was done is written with the change itself, by the stores; here it is read, and
//! refusals are noted.

use async_trait::async_trait;
use domain::{Attempt, AuditEvent, Grant, Page, PageRequest, ReadProjects, TenantScope};
use serde::Serialize;

use crate::StoreError;

/// The audit trail of a tenant.
#[async_trait]
pub trait AuditStore: Send + Sync {
    /// A page of the trail, newest first.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`] for a cursor of another tenant or list, or a mangled one.
    async fn list(&self, grant: &Grant<ReadProjects>, page: &PageRequest) -> Result<Page<AuditEvent>, StoreError>;

    /// Notes what somebody tried without the permission for it, in a transaction of its own.
    async fn refused(&self, scope: &TenantScope, attempt: &Attempt) -> Result<(), StoreError>;
}

/// An object as the trail keeps it: JSON with its keys in alphabetical order, the same on every database.
///
/// # Errors
/// [`StoreError::Internal`] when it cannot be written as JSON.
pub fn canonical<T: Serialize>(object: &T) -> Result<String, StoreError> {
    let mut value = serde_json::to_value(object).map_err(StoreError::internal)?;
    value.sort_all_objects();
    serde_json::to_string(&value).map_err(StoreError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_order() {
        #[derive(Serialize)]
        struct Object {
            b: u8,
            a: Vec<Option<&'static str>>,
        }
        assert_eq!(
            canonical(&Object { b: 1, a: vec![None, Some("é")] }).ok().as_deref(),
            Some(r#"{"a":[null,"é"],"b":1}"#)
        );
    }
}
