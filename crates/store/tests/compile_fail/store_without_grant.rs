//! A tenant's id opens nothing.

use domain::{PageRequest, Tenant};
use store::AuditStore;

async fn list(store: &dyn AuditStore, tenant: &Tenant) {
    let _ = store.list(tenant, &PageRequest::default()).await;
}

fn main() {}
