//! A tenant's id opens nothing.

use domain::{PageRequest, Tenant};
use store::ProjectStore;

async fn list(store: &dyn ProjectStore, tenant: &Tenant) {
    let _ = store.list(tenant, &PageRequest::default()).await;
}

fn main() {}
