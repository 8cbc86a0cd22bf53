//! What the browser says of itself is no session.

use clerk_protocol::SessionState;
use domain::{NoTenant, PermissionSource, TenantScope};

fn forge(state: &SessionState) -> Result<TenantScope, NoTenant> {
    TenantScope::of(state, PermissionSource::Clerk, true)
}

fn main() {}
