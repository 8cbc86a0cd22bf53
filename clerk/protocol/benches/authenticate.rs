//! `cargo bench -p clerk-protocol --features verify`: the bare signature check, and what a request costs beside it, all
//! in one process and one run.
//!
//! A tiny harness of its own: on a shared machine the lower decile of many short batches is steadier than a mean.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench measures time, fails loudly and reports on stdout"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use clerk_protocol::verify::{Algorithm, VerifyingKey};
use clerk_protocol::{Config, Facts, KeySet, Options, RequestParts, Status, Step, authenticate};
use serde_json::json;
use support::{
    NOW, PARTY, PRODUCTION_HOST, claims, encode, header, key, other_key, production, token, token_of_parts, with,
};

const BATCH: u32 = 20;
const BATCHES: usize = 2_001;

fn main() {
    let options = Options::new(Config { public_origin: Some(PARTY.to_owned()), ..production() }).expect("options");
    let set = Arc::new(KeySet::from_jwks(&json!({"keys": [key().jwk()]}), true));
    let facts = Facts::with_cached_keys(set);
    let claims = with(
        claims(PRODUCTION_HOST),
        json!({
            "v": 2, "jti": "0f1e2d3c4b5a69788796", "fva": [3, -1], "sts": "active", "pla": "o:pro",
            "fea": "o:dashboard,o:teams,u:themes",
            "o": {"id": "org_2abcdefghijklmnop", "slg": "acme", "rol": "admin", "per": "read,manage,create,delete", "fpm": "15,3"},
        }),
    );
    let sound = token(&header(), &claims);
    let forged = token_of_parts(&encode(header().to_string()), &encode(claims.to_string()), other_key());
    let (signed, signature) = sound.rsplit_once('.').expect("a token");
    let (modulus, exponent) = key().components();
    let bare = VerifyingKey::from_components(&modulus, &exponent, Some("RS256")).expect("a key");
    let signature_bytes = key().sign(signed);
    assert!(signature.len() > 300);

    let ask = |cookies: &str| {
        let parts = parts(cookies);
        match authenticate(&parts, &options, &facts, NOW * 1_000).expect("a decision") {
            Step::Done(state) => Some(state.status),
            Step::Need(_) => None,
        }
    };
    let cookies = |text: &str| {
        format!(
            "theme=dark; __client_uat={NOW}; __session={text}; __session_{s}={text}; __client_uat_{s}={NOW}",
            s = options.cookie_suffix()
        )
    };
    let (sound, forged, garbage) = (cookies(&sound), cookies(&forged), cookies("garbage"));
    assert_eq!(ask(&sound), Some(Status::SignedIn));
    assert_eq!(ask(&forged), Some(Status::SignedOut));
    assert_eq!(ask(&garbage), Some(Status::SignedOut));

    let base = measure(|| {
        assert_eq!(bare.verify(Algorithm::Rs256, black_box(signed.as_bytes()), &signature_bytes), Some(true))
    });
    println!("{:<40} {base:>8.2} us", "bare RS256 verify (aws-lc-rs)");
    for (name, cookies) in
        [("authenticate, cookie request", &sound), ("wrong signature", &forged), ("garbage token", &garbage)]
    {
        let time = measure(|| {
            black_box(ask(black_box(cookies)));
        });
        println!("{name:<40} {time:>8.2} us  {:>5.2} x bare", time / base);
    }
}

fn parts(cookies: &str) -> RequestParts<'_> {
    let mut parts = RequestParts::new("GET", "http://127.0.0.1:3000/orgs/acme/projects?page=2");
    for (name, value) in [
        ("host", "app.example.com"),
        (
            "user-agent",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
        ),
        ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        ("accept-language", "en-GB,en;q=0.9"),
        ("accept-encoding", "gzip, deflate, br"),
        ("sec-fetch-dest", "document"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-site", "same-origin"),
        ("referer", "https://app.example.com/orgs/acme"),
    ] {
        parts.push_header(name, value.as_bytes());
    }
    parts.push_header("cookie", cookies.as_bytes());
    parts
}

/// The time of one call in microseconds, undisturbed by whatever else runs.
fn measure(mut call: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..BATCHES)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..BATCH {
                call();
            }
            start.elapsed().as_secs_f64() * 1e6 / f64::from(BATCH)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(BATCHES / 10).copied().unwrap_or_default()
}
