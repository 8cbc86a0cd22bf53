//! Being in a tenant is not the permission to read there.

use domain::{PageRequest, TenantScope};
use store::AuditStore;

async fn list(store: &dyn AuditStore, scope: &TenantScope) {
    let _ = store.list(scope, &PageRequest::default()).await;
}

fn main() {}
