//! A JWKS to a key set. Every `kid` once, and only keys that can verify.
#![no_main]

use clerk_protocol::KeySet;
use clerk_protocol::verify::keyset::Key;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Some(set) = KeySet::from_json(text, true) else { return };
    let entries: serde_json::Value = serde_json::from_str(text).expect("it was read before");
    for kid in set.kids() {
        assert!(matches!(set.get(kid), Some(Key::Usable(_))));
        let of_kid = |entry: &&serde_json::Value| entry.get("kid").and_then(|other| other.as_str()) == Some(kid);
        let count = entries["keys"].as_array().map_or(0, |entries| entries.iter().filter(of_kid).count());
        assert!(count <= 1 || kid == "undefined", "{kid}");
    }
    let _ = KeySet::from_json(text, false);
});
