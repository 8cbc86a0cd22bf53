//! Which addresses organizations had before their slugs changed, so that old links still work.

use async_trait::async_trait;
use clerk_protocol::Session;
use domain::{TenantPath, TenantScope};

/// Remembers addresses. No failure here fails a page: what cannot be noted is noted the next time, and what cannot be looked
/// up does not exist.
#[async_trait]
pub trait AddressBook: Send + Sync {
    /// Notes where the scope's tenant is, as its verified session says.
    async fn note(&self, scope: &TenantScope);

    /// Where an organization that was at `slug` is today, if the person of the session is a member of it. Strangers get
    /// the answer for an address that never existed.
    async fn lead_on(&self, session: &Session, slug: &str) -> Option<TenantPath>;
}
