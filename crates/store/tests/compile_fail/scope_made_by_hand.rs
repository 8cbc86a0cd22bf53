//! A scope comes from a verified session.

use domain::TenantScope;

fn forge(scope: TenantScope) -> TenantScope {
    TenantScope { ..scope }
}

fn main() {}
