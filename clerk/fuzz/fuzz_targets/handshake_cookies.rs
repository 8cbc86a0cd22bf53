//! The lines of a handshake payload to `Set-Cookie`. Only Clerk's names come out, and each is a legal header value.
#![no_main]

use std::sync::LazyLock;

use clerk_protocol::{Config, Facts, InstanceType, Options, PublishableKey, RequestParts, Step, authenticate};
use libfuzzer_sys::fuzz_target;

static OPTIONS: LazyLock<Options> = LazyLock::new(|| {
    let key = PublishableKey::from_host(InstanceType::Development, "foo-bar-13.clerk.accounts.dev").expect("a key");
    Options::new(Config::new(key.as_str(), "sk_test_x")).expect("options")
});

const NAMES: [&str; 6] =
    ["__session", "__client_uat", "__refresh", "__clerk_db_jwt", "__clerk_handshake", "__clerk_handshake_nonce"];

fuzz_target!(|lines: Vec<String>| {
    let parts = RequestParts::new("GET", "http://app.example.com/?__clerk_handshake_nonce=nonce");
    let mut facts = Facts::new();
    facts.handshake_payload(Some(lines));
    let Step::Done(state) = authenticate(&parts, &OPTIONS, &facts, 0).expect("strict mode never throws") else {
        return;
    };
    for line in &state.set_cookies {
        let name = line.split(['=', ';']).next().unwrap_or_default();
        let plain = name.strip_suffix("_nx2hSE6I").unwrap_or(name);
        assert!(NAMES.contains(&plain) || name == "__clerk_redirect_count", "{line:?}");
        assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{line:?}");
        for (attribute, value) in line.split(';').skip(1).filter_map(|attribute| attribute.split_once('=')) {
            let value = value.trim().to_ascii_lowercase();
            let is_ours = matches!(value.strip_prefix('.').unwrap_or(&value), "app.example.com" | "example.com");
            assert!(is_ours || !attribute.trim().eq_ignore_ascii_case("domain"), "{line:?}");
        }
    }
});
