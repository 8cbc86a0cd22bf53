//! J6: a path that passes the front filter has one reading: resolving it as browsers do changes nothing.
#![no_main]

use clerk_axum::path_filter::check;
use http::Request;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|target: &str| {
    let Ok(request) = Request::builder().uri(target).header("host", "app.example.com").body(()) else { return };
    if check(&request).is_ok() && target.starts_with('/') {
        let url = Url::parse("http://app.example.com").and_then(|base| base.join(target)).expect("a canonical path is a URL");
        assert_eq!(url.host_str(), Some("app.example.com"), "{target:?}");
        assert_eq!(url.path(), request.uri().path(), "{target:?}");
    }
});
