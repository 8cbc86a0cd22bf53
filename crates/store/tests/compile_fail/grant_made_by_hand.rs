//! A grant comes from `TenantScope::require`, never from a literal.

use std::marker::PhantomData;

use domain::{Grant, ReadActivity, TenantScope};

fn forge(scope: TenantScope) -> Grant<ReadActivity> {
    Grant { scope, access: PhantomData }
}

fn main() {}
