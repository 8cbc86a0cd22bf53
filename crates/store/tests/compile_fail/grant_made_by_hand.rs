//! A grant comes from `TenantScope::require`, never from a literal.

use std::marker::PhantomData;

use domain::{Grant, ReadProjects, TenantScope};

fn forge(scope: TenantScope) -> Grant<ReadProjects> {
    Grant { scope, access: PhantomData }
}

fn main() {}
