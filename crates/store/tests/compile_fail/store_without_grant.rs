//! A tenant's id opens nothing.

use domain::{ProjectQuery, Tenant};
use store::ProjectStore;

async fn list(store: &dyn ProjectStore, tenant: &Tenant) {
    let _ = store.list(tenant, &ProjectQuery::default()).await;
}

fn main() {}
