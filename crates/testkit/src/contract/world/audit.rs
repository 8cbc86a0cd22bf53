//! The audit trail, as the cases read it.

use anyhow::Result;
use domain::{AuditEvent, Page, PageRequest, TenantScope};

use super::{World, every_page};

impl World {
    pub(in crate::contract) async fn event_page(
        &self,
        scope: &TenantScope,
        page: &PageRequest,
    ) -> Result<Page<AuditEvent>> {
        Ok(self.audit().list(&scope.require()?, page).await?)
    }

    /// Every page, from the first to the last.
    pub(in crate::contract) async fn event_pages(
        &self,
        scope: &TenantScope,
        limit: u32,
    ) -> Result<Vec<Vec<AuditEvent>>> {
        every_page(async |after| self.event_page(scope, &PageRequest { after, limit: Some(limit) }).await).await
    }

    /// The whole trail, the oldest event first.
    pub(in crate::contract) async fn events(&self, scope: &TenantScope) -> Result<Vec<AuditEvent>> {
        let mut events = self.event_pages(scope, 100).await?.concat();
        events.reverse();
        Ok(events)
    }
}
