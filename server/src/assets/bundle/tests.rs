//! How embedded files are sent.

use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use http_body_util::BodyExt;

use super::{Embedded, Site};

const SCRIPT: &[u8] = b"export const greeting = 'hello hello hello hello hello hello hello hello';";
const FILES: &[Embedded] = &[
    ("favicon.svg", b"<svg/>"),
    ("pkg/app.0123456789abcdefABC-_x.css", b"body{}"),
    ("pkg/app.0123456789abcdefABC-_x.css.br", b"pretend"),
    ("pkg/app.0123456789abcdefABC-_x.css.gz", b"pretend too"),
    ("pkg/app.js", SCRIPT),
    ("pkg/app.wasm", b"\0asm"),
];

async fn get(path: &str, headers: &[(header::HeaderName, &str)]) -> Option<Response<axum::body::Body>> {
    let headers: HeaderMap =
        headers.iter().filter_map(|(name, value)| Some((name.clone(), HeaderValue::from_str(value).ok()?))).collect();
    Site::of(FILES).answer(path, &headers).await
}

fn header_of(response: &Response<axum::body::Body>, name: header::HeaderName) -> &str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

#[tokio::test]
async fn a_hash_in_the_name_makes_it_immutable() {
    let hashed = get("pkg/app.0123456789abcdefABC-_x.css", &[]).await.expect("there");
    assert_eq!(header_of(&hashed, header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    let plain = get("pkg/app.js", &[]).await.expect("there");
    assert_eq!(header_of(&plain, header::CACHE_CONTROL), "no-cache");
    assert_eq!(header_of(&plain, header::CONTENT_TYPE), "text/javascript; charset=utf-8");
}

#[tokio::test]
async fn pages_link_to_the_names_that_are_there() {
    let names = Site::of(FILES).names();
    assert_eq!(names.css, "/pkg/app.0123456789abcdefABC-_x.css");
    assert_eq!(names.js, "/pkg/app.js");
}

#[tokio::test]
async fn sidecars_are_sent_for_the_file_and_not_as_files() {
    let response =
        get("pkg/app.0123456789abcdefABC-_x.css", &[(header::ACCEPT_ENCODING, "gzip, br")]).await.expect("there");
    assert_eq!(header_of(&response, header::CONTENT_ENCODING), "br");
    assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/css; charset=utf-8");
    assert_eq!(header_of(&response, header::VARY), "Accept-Encoding");
    assert!(get("pkg/app.0123456789abcdefABC-_x.css.br", &[]).await.is_none());
    let gzip =
        get("pkg/app.0123456789abcdefABC-_x.css", &[(header::ACCEPT_ENCODING, "br;q=0, gzip")]).await.expect("there");
    assert_eq!(header_of(&gzip, header::CONTENT_ENCODING), "gzip");
}

#[tokio::test]
async fn without_sidecars_it_is_compressed_here() {
    let response = get("pkg/app.js", &[(header::ACCEPT_ENCODING, "br")]).await.expect("there");
    assert_eq!(header_of(&response, header::CONTENT_ENCODING), "br");
    let compressed = response.into_body().collect().await.expect("a body").to_bytes();
    let mut plain = Vec::new();
    brotli::BrotliDecompress(&mut compressed.as_ref(), &mut plain).expect("brotli");
    assert_eq!(plain, SCRIPT);
    // Compressing would make it longer.
    let short = get("favicon.svg", &[(header::ACCEPT_ENCODING, "br")]).await.expect("there");
    assert_eq!(header_of(&short, header::CONTENT_ENCODING), "");
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again() {
    let first = get("pkg/app.js", &[]).await.expect("there");
    let etag = header_of(&first, header::ETAG).to_owned();
    let second = get("pkg/app.js", &[(header::IF_NONE_MATCH, &etag)]).await.expect("there");
    assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
    let other_encoding = get("pkg/app.js", &[(header::IF_NONE_MATCH, &etag), (header::ACCEPT_ENCODING, "br")]).await;
    assert_eq!(other_encoding.expect("there").status(), StatusCode::OK);
}
