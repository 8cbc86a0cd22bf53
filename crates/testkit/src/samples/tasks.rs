//! Two tasks of a project.

use anyhow::{Result, ensure};
use domain::{NewTask, TenantScope};
use store::{NewTaskOutcome, Store, TaskStore};

use super::projects::project;

pub(crate) async fn sample(store: &dyn Store, scope: &TenantScope) -> Result<()> {
    let project = project(store, scope, "Sample with tasks").await?;
    for title in ["Pack", "Fly"] {
        let new = NewTask::new(title, None).map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
        let made = TaskStore::create(store, &scope.require()?, project.id, new).await?;
        ensure!(matches!(made, NewTaskOutcome::Done(_)), "{title}: {made:?}");
    }
    Ok(())
}
