//! Cookies and `Authorization` to a decision. Nobody can sign, so nobody may get in; nothing may panic or throw.
#![no_main]

use std::sync::{Arc, LazyLock};

use clerk_protocol::{
    Config, Facts, InstanceType, KeySet, Need, Options, PublishableKey, RequestParts, Status, Step, authenticate,
};
use libfuzzer_sys::fuzz_target;

static OPTIONS: LazyLock<[Options; 2]> = LazyLock::new(|| {
    [
        (InstanceType::Development, "foo-bar-13.clerk.accounts.dev", "sk_test_x"),
        (InstanceType::Production, "clerk.example.com", "sk_live_x"),
    ]
    .map(|(kind, host, secret)| {
        let key = PublishableKey::from_host(kind, host).expect("a key");
        let parties = vec!["https://app.example.com".to_owned()];
        Options::new(Config { authorized_parties: parties, ..Config::new(key.as_str(), secret) }).expect("options")
    })
});

fuzz_target!(|input: (bool, bool, Vec<u8>, Vec<u8>, String)| {
    let (live, in_header, cookies, authorization, query) = input;
    let options = &OPTIONS[usize::from(live)];
    let url = format!("http://app.example.com/{query}");
    let mut parts = RequestParts::new("GET", &url);
    parts.push_header("cookie", &cookies);
    parts.push_header("sec-fetch-dest", b"document");
    if in_header {
        parts.push_header("authorization", &authorization);
    }
    let mut facts = Facts::new();
    for _ in 0..8 {
        match authenticate(&parts, options, &facts, 1_800_000_000_000).expect("strict mode never throws") {
            Step::Done(state) => {
                assert_ne!(state.status, Status::SignedIn);
                assert!(state.auth.session().is_none());
                return;
            }
            Step::Need(Need::Key { kid }) => facts.key_set(kid, Arc::new(KeySet::default())),
            Step::Need(Need::HandshakePayload { .. }) => facts.handshake_payload(None),
            Step::Need(Need::Refresh(_)) => facts.refresh(clerk_protocol::verify::RefreshOutcome::Failed(None)),
        }
    }
    panic!("a decision takes a handful of turns");
});
