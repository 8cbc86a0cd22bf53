//! What must not compile: the ways around a permission check. Each file under `compile_fail` is one attempt; the text
//! beside it is the compiler's refusal (`TRYBUILD=overwrite cargo test -p store --test compile_fail` renews it).

use domain::{Grant, NewProject, ReadProjects, TenantScope};
use serde::de::DeserializeOwned;

#[test]
fn no_way_around_a_permission_check() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}

/// Has two candidates for a type that can be read from a request body, which makes naming `check` ambiguous.
trait NeverFromTheWire<Marker> {
    fn check() {}
}

impl<T> NeverFromTheWire<()> for T {}
impl<T: DeserializeOwned> NeverFromTheWire<u8> for T {}

#[test]
fn no_proof_comes_from_a_request_body() {
    <Grant<ReadProjects> as NeverFromTheWire<_>>::check();
    <TenantScope as NeverFromTheWire<_>>::check();
    <clerk_protocol::Session as NeverFromTheWire<_>>::check();
    <NewProject as NeverFromTheWire<_>>::check();
}
