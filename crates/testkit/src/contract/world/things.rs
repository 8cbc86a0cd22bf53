//! Things, as the cases make them.

use anyhow::Result;
use domain::TenantScope;
use store::things::Thing;

use super::World;

impl World {
    pub(in crate::contract) async fn thing(&self, scope: &TenantScope, name: &str) -> Result<Thing> {
        Ok(self.opened.store.make_thing(scope, name).await?)
    }
}
