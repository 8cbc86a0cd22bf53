//! Where organizations were before their slug was changed, so that old links lead on.

use async_trait::async_trait;
use clerk_protocol::Session;
use domain::{TenantPath, TenantScope};

/// Remembers addresses. Nothing of it fails a page: what cannot be noted is noted the next time, and what cannot be looked
/// up is not there.
#[async_trait]
pub trait AddressBook: Send + Sync {
    /// Notes where the scope's tenant is, as its verified session says.
    async fn note(&self, scope: &TenantScope);

    /// Where an organization that was at `slug` is today, if the person of the session is a member of it. Strangers are
    /// told what everybody is told of an address that never was.
    async fn lead_on(&self, session: &Session, slug: &str) -> Option<TenantPath>;
}
