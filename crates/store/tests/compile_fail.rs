//! What must not compile: the ways around a permission check. Each file under `compile_fail` is one attempt; the text
//! beside it is the compiler's refusal (`TRYBUILD=overwrite cargo test -p store --test compile_fail` renews it).

// begin examples
use domain::NewProject;
// end examples
use domain::{Grant, ReadActivity, TenantScope};
use serde::de::DeserializeOwned;

#[test]
fn no_way_around_a_permission_check() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile_fail/*.rs");
    // begin examples
    cases.compile_fail("tests/compile_fail/projects/*.rs");
    // end examples
}

/// Has two candidates for a type that can be read from a request body, which makes naming `check` ambiguous.
trait NeverFromTheWire<Marker> {
    fn check() {}
}

impl<T> NeverFromTheWire<()> for T {}
impl<T: DeserializeOwned> NeverFromTheWire<u8> for T {}

#[test]
fn no_proof_comes_from_a_request_body() {
    <Grant<ReadActivity> as NeverFromTheWire<_>>::check();
    <TenantScope as NeverFromTheWire<_>>::check();
    <clerk_protocol::Session as NeverFromTheWire<_>>::check();
    // begin examples
    <NewProject as NeverFromTheWire<_>>::check();
    // end examples
}
