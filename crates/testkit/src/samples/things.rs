//! A thing with a part.

use anyhow::{Result, ensure};
use domain::TenantScope;
use store::Store;

/// What no thing may be changed to.
pub(crate) const BROKEN: &[&str] = &["name = ''", "version = 0"];

pub(crate) async fn sample(store: &dyn Store, scope: &TenantScope) -> Result<()> {
    let thing = store.make_thing(scope, "Sample").await?;
    ensure!(store.add_part(scope, thing.id, "wheel").await?, "there is no thing for it");
    Ok(())
}
