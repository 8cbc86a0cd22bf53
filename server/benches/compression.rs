//! `cargo bench -p server --bench compression`: what compressing a page costs a request, and what it saves, at each level
//! of both encodings. The page has the size and the repetitions of a long list.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench measures time, fails loudly and reports on stdout"
)]

use std::{convert::Infallible, time::Instant};

use axum::body::{Body, Bytes};
use http::{Request, Response, header};
use http_body_util::BodyExt;
use server::compression::{LEVEL, at};
use tower::{Layer, ServiceExt, service_fn};

const PAGE: usize = 26 * 1024;
const RUNS: usize = 200;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let page = page();
    println!("{} bytes; median of {RUNS} requests\n", page.len());
    println!("| encoding | level | time | bytes |\n|---|---|---|---|");
    for (encoding, levels) in [("br", 1..=11), ("gzip", 1..=9)] {
        for level in levels {
            let (microseconds, bytes) = measure(&page, encoding, level).await;
            let chosen = if level == LEVEL { " (ours)" } else { "" };
            println!("| {encoding} | {level}{chosen} | {microseconds} µs | {bytes} |");
        }
    }
}

/// Median time of a request, and the size of its answer.
async fn measure(page: &Bytes, encoding: &str, level: i32) -> (u128, usize) {
    let mut times = Vec::with_capacity(RUNS);
    let mut size = 0;
    for _ in 0..RUNS {
        let body = page.clone();
        let service = service_fn(move |_: Request<Body>| {
            let answer = Response::builder().header(header::CONTENT_TYPE, "text/html").body(Body::from(body.clone()));
            async move { Ok::<_, Infallible>(answer.expect("an answer")) }
        });
        let request =
            Request::builder().header(header::ACCEPT_ENCODING, encoding).body(Body::empty()).expect("a request");
        let started = Instant::now();
        let answer = at(level).layer(service).oneshot(request).await.expect("an answer");
        assert_eq!(answer.headers().get(header::CONTENT_ENCODING).expect("compressed"), encoding);
        size = answer.into_body().collect().await.expect("a body").to_bytes().len();
        times.push(started.elapsed().as_micros());
    }
    times.sort_unstable();
    (times.get(RUNS / 2).copied().unwrap_or_default(), size)
}

/// Rows that repeat their markup and differ in names, ids and dates, as a rendered list does.
fn page() -> Bytes {
    let mut text = String::from("<!DOCTYPE html><html lang=\"en\"><head><title>Entries</title></head><body><main><ul>");
    let mut state = 0x9e37_79b9_u32;
    while text.len() < PAGE {
        let mut word = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state
        };
        let (id, key, colour) = (word(), word() % 1_000, word() % 8);
        text.push_str(&format!(
            "<li class=\"flex items-center gap-3 rounded-lg border border-neutral-200 px-4 py-3 dark:border-neutral-800\">\
             <a class=\"font-medium hover:underline\" href=\"/orgs/acme/entries/01890a5d-{id:08x}\">Entry {id:x}</a>\
             <span class=\"text-sm text-neutral-500 dark:text-neutral-400\" data-colour=\"{colour}\">PRJ-{key}</span>\
             <time class=\"ml-auto text-sm\" datetime=\"2026-11-{:02}T10:00:00Z\">{key} days ago</time></li>",
            key % 28 + 1
        ));
    }
    text.push_str("</ul></main></body></html>");
    Bytes::from(text)
}
