//! A path that passes the front filter has one reading: resolving it as browsers do changes nothing, and neither does
//! decoding it twice.
#![no_main]

use clerk_axum::path_filter::check;
use http::Request;
use libfuzzer_sys::fuzz_target;
use percent_encoding::percent_decode_str;
use url::Url;

fuzz_target!(|target: &str| {
    let Ok(request) = Request::builder().uri(target).header("host", "app.example.com").body(()) else { return };
    if check(&request).is_ok() && target.starts_with('/') {
        let url =
            Url::parse("http://app.example.com").and_then(|base| base.join(target)).expect("a canonical path is a URL");
        assert_eq!(url.host_str(), Some("app.example.com"), "{target:?}");
        assert_eq!(url.path(), request.uri().path(), "{target:?}");
        let once = percent_decode_str(url.path()).decode_utf8().expect("what is decoded is UTF-8");
        assert_eq!(percent_decode_str(&once).decode_utf8_lossy(), once, "{target:?}");
        assert_eq!(once.matches('/').count(), url.path().matches('/').count(), "{target:?}");
    }
});
