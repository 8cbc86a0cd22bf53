//! Who may read may not create.

use domain::{Grant, NewProject, ReadProjects};
use store::ProjectStore;

async fn create(store: &dyn ProjectStore, grant: &Grant<ReadProjects>, new: NewProject) {
    let _ = store.create(grant, new).await;
}

fn main() {}
