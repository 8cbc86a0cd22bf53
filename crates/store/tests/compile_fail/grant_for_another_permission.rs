//! Whoever may do something else, whatever it is, may not read the trail.

use domain::{Access, Grant, PageRequest};
use store::AuditStore;

async fn list<P: Access>(store: &dyn AuditStore, grant: &Grant<P>) {
    let _ = store.list(grant, &PageRequest::default()).await;
}

fn main() {}
