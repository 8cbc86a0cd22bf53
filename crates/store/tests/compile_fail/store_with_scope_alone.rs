//! Being in a tenant is not the permission to read there.

use domain::{ProjectQuery, TenantScope};
use store::ProjectStore;

async fn list(store: &dyn ProjectStore, scope: &TenantScope) {
    let _ = store.list(scope, &ProjectQuery::default()).await;
}

fn main() {}
