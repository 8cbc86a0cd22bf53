//! Hand-made hostile tokens: each names the rule it tests, and none signs anybody in, whether it comes
//! as `Authorization`, as `__session` or as the suffixed cookie.
#![cfg(feature = "verify")]

mod algorithms;
mod claims;
mod headers;
#[path = "../support/mod.rs"]
mod support;
mod texts;

use clerk_protocol::Status;
use serde_json::Value;
use support::{DEVELOPMENT_HOST, NOW, World, claims as sound_claims, development, header, token, token_of_texts, with};

struct Corpus(Vec<(String, String)>);

impl Corpus {
    fn add(&mut self, rule: impl Into<String>, token: String) {
        self.0.push((rule.into(), token));
    }

    fn header(&mut self, rule: &str, changes: Value) {
        self.add(format!("{rule} {changes}"), token(&with(header(), changes), &sound_claims(DEVELOPMENT_HOST)));
    }

    fn claim(&mut self, rule: &str, changes: Value) {
        self.add(format!("{rule} {changes}"), token(&header(), &with(sound_claims(DEVELOPMENT_HOST), changes)));
    }

    /// The claims as text, changed by hand.
    fn payload(&mut self, rule: &str, text: &str) {
        self.add(format!("{rule} {text:.40}"), token_of_texts(&header().to_string(), text));
    }
}

fn corpus() -> Vec<(String, String)> {
    let mut corpus = Corpus(Vec::new());
    algorithms::algorithms(&mut corpus);
    headers::headers(&mut corpus);
    claims::identities(&mut corpus);
    claims::times(&mut corpus);
    texts::json_texts(&mut corpus);
    texts::encodings(&mut corpus);
    texts::forms(&mut corpus);
    texts::signatures(&mut corpus);
    corpus.0
}

#[test]
fn nobody_gets_in() {
    let corpus = corpus();
    println!("{} tokens", corpus.len());
    assert!(corpus.len() >= 400, "{}", corpus.len());
    let accepted: Vec<&str> = corpus.iter().filter(|(_, text)| gets_in(text)).map(|(rule, _)| rule.as_str()).collect();
    assert!(accepted.is_empty(), "of {} accepted: {accepted:#?}", corpus.len());
}

/// Anything but a plain refusal counts: an error would be a 500.
fn gets_in(text: &str) -> bool {
    carriers(text).iter().any(|(name, value)| {
        let headers = [("sec-fetch-dest", "document"), (*name, value.as_str())];
        let state = World::default().decide(development(), "GET", "https://app.example.com/", &headers);
        !state.is_ok_and(|state| state.status != Status::SignedIn && state.auth.session().is_none())
    })
}

fn carriers(text: &str) -> [(&'static str, String); 3] {
    let cookies =
        |suffix: &str| format!("__clerk_db_jwt{suffix}=x; __client_uat{suffix}={}; __session{suffix}={text}", NOW - 60);
    [("authorization", format!("Bearer {text}")), ("cookie", cookies("")), ("cookie", cookies("_nx2hSE6I"))]
}

/// The corpus would prove nothing if sound tokens were refused too.
#[test]
fn sound_tokens_get_in() {
    let text = token(&header(), &sound_claims(DEVELOPMENT_HOST));
    for (name, value) in carriers(&text) {
        let state =
            World::default().decide(development(), "GET", "https://app.example.com/", &[(name, value.as_str())]);
        assert!(state.is_ok_and(|state| state.status == Status::SignedIn), "{name}");
    }
}
