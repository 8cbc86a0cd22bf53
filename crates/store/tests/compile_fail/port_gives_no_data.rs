//! Whoever has a port has its calls and no more.

use store::{AuditStore, Data};

fn data(store: &dyn AuditStore) -> &Data {
    store.behind().data()
}

fn main() {}
