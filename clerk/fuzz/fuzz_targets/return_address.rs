//! An address to come back to never leads to another origin.
#![no_main]

use clerk_protocol::verify::redirect::same_origin_target;
use libfuzzer_sys::fuzz_target;
use url::Url;

const BASE: &str = "https://app.example.com/page?x=1";

fuzz_target!(|target: &str| {
    if let Some(kept) = same_origin_target(target, BASE) {
        let base = Url::parse(BASE).expect("a URL");
        let resolved = base.join(&kept).expect("what is kept is a URL");
        assert_eq!(resolved.origin(), base.origin(), "{target:?} {kept:?}");
        assert!(kept.starts_with('/'), "{kept:?}");
    }
});
