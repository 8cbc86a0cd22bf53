//! J6: a path that passes the front filter has one reading: resolving it as browsers do changes nothing.
#![no_main]

use clerk_axum::path_filter::check_path;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|path: &str| {
    if check_path(path).is_ok() && path.is_ascii() {
        let url = Url::parse("http://app.example.com").and_then(|base| base.join(path)).expect("a canonical path is a URL");
        assert_eq!(url.host_str(), Some("app.example.com"), "{path:?}");
        assert_eq!(url.path(), path, "{path:?}");
    }
});
