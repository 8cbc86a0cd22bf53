//! The strict rules about what a session token may say: S4, S5, S14 and S15.
#![cfg(feature = "verify")]

mod support;

use clerk_protocol::Config;
use serde_json::{Value, json};
use support::{
    DEVELOPMENT_HOST, NOW, URL, claims, development, header, lenient, outcome, token, token_of_texts, visit,
    visit_with, with,
};

#[test]
fn s4_ids_are_of_their_kind() {
    let rows = [
        json!({"sub": "usr_1"}),
        json!({"sub": ""}),
        json!({"sub": " user_1"}),
        json!({"sid": null}),
        json!({"sid": "ses_1"}),
        json!({"sid": 5}),
        json!({"v": 2, "o": {"id": "acme"}}),
        json!({"v": 2, "o": {}}),
        json!({"v": 2, "o": "org_1"}),
        json!({"v": 2, "o": {"id": 5}}),
    ];
    for changes in rows {
        let text = token(&header(), &with(claims(DEVELOPMENT_HOST), changes.clone()));
        assert_eq!(visit_with(&lenient(development()), &text), "signed-in", "{changes}");
        assert_eq!(visit_with(&development(), &text), "signed-out: token-verification-failed", "{changes}");
    }
}

#[test]
fn s5_tokens_have_one_reading() {
    let claims = claims(DEVELOPMENT_HOST);
    let sound = token(&header(), &claims);
    let raw = |change: &dyn Fn(String) -> String| token_of_texts(&header().to_string(), &change(claims.to_string()));
    let rows = [
        ("number", raw(&|text| text.replacen('{', "{\"x\":1e999,", 1))),
        ("key", raw(&|text| text.replacen('{', "{\"sub\":\"user_2\",", 1))),
        ("depth", raw(&|text| text.replacen('{', &format!("{{\"x\":{}{},", "[".repeat(40), "]".repeat(40)), 1))),
        ("size", raw(&|text| text.replacen('{', &format!("{{\"x\":\"{}\",", "x".repeat(13_000)), 1))),
        ("padding", format!("{sound}==")),
        ("crit", token(&with(header(), json!({"crit": ["exp"]})), &claims)),
    ];
    for (rule, text) in rows {
        assert_eq!(visit_with(&lenient(development()), &text), "signed-in", "{rule}");
        assert_eq!(visit_with(&development(), &text), "signed-out: token-invalid", "{rule}");
    }
}

#[test]
fn s14_a_session_is_active_pending_or_says_nothing() {
    let visit = |config: &Config, status: Value| {
        let mut claims = claims(DEVELOPMENT_HOST);
        if let Some(claims) = claims.as_object_mut() {
            claims.insert("sts".to_owned(), status);
        }
        visit_with(config, &token(&header(), &claims))
    };
    for status in
        [json!("revoked"), json!("ended"), json!("Active"), json!(""), json!(7), json!(null), json!(["active"])]
    {
        assert_eq!(visit(&development(), status.clone()), "signed-out: token-verification-failed", "{status}");
        assert_eq!(visit(&lenient(development()), status.clone()), "signed-in", "{status}");
    }
    assert_eq!(visit(&development(), json!("active")), "signed-in");
    assert_eq!(visit(&development(), json!("pending")), "signed-in");
    assert_eq!(visit_with(&development(), &token(&header(), &claims(DEVELOPMENT_HOST))), "signed-in");
}

#[test]
fn s15_times_are_there_and_bounded() {
    let day = 86_400;
    let raw = |name: &str, number: &str| {
        let text = with(claims(DEVELOPMENT_HOST), json!({name: "@"})).to_string().replace("\"@\"", number);
        token_of_texts(&header().to_string(), &text)
    };
    let changed = |changes: Value| token(&header(), &with(claims(DEVELOPMENT_HOST), changes));
    let refused = [
        changed(json!({"nbf": null})),
        changed(json!({"exp": NOW + day + 1})),
        raw("exp", "1e20"),
        raw("exp", "9007199254740993"),
        raw("exp", &format!("{}.5", NOW + 60)),
        raw("nbf", "-1"),
        raw("nbf", "0.5"),
        raw("nbf", "-1e300"),
    ];
    for text in refused {
        assert_eq!(visit_with(&lenient(development()), &text), "signed-in", "{text}");
        assert_eq!(visit_with(&development(), &text), "signed-out: token-verification-failed", "{text}");
    }
    let bearer = |config: &Config, text: &str| {
        visit(config, URL, &[("authorization", &format!("Bearer {text}"))])
            .map_or_else(|error| error.to_string(), |state| outcome(&state))
    };
    let old = changed(json!({"exp": NOW + 60, "iat": NOW - day}));
    for text in [old, changed(json!({"iat": null})), changed(json!({"iat": null, "nbf": null})), raw("iat", "-1e15")] {
        assert_eq!(bearer(&lenient(development()), &text), "signed-in", "{text}");
        assert_eq!(bearer(&development(), &text), "signed-out: token-verification-failed", "{text}");
    }
    for text in [changed(json!({"exp": NOW + day})), raw("exp", &format!("{}.0", NOW + 60)), raw("exp", "1.80000006e9")]
    {
        assert_eq!(visit_with(&development(), &text), "signed-in", "{text}");
    }
}
