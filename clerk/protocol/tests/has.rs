//! The rows of `authorization.spec.ts`, and some that were found by asking `@clerk/backend`.

use clerk_protocol::{Auth, Authorization, Condition, Level, Reverification, SessionState};
use serde_json::{Value, json};

fn session(claims: Value) -> SessionState {
    SessionState::from_claims(&claims).unwrap_or_default()
}

fn member() -> SessionState {
    session(
        json!({"sub": "user_1", "org_id": "org_1", "org_role": "org:admin", "org_permissions": ["org:projects:read"], "fea": "o:reports,u:themes", "pla": "o:pro", "fva": [3, 20]}),
    )
}

#[test]
fn roles_and_permissions() {
    let rows = [
        (Authorization::role("org:admin"), true),
        (Authorization::role("admin"), true),
        (Authorization::role("org:org:admin"), true),
        (Authorization::role("org:member"), false),
        (Authorization::role(""), false),
        (Authorization::permission("org:projects:read"), true),
        (Authorization::permission("projects:read"), true),
        (Authorization::permission("org:projects:delete"), false),
        (Authorization { permission: Some("org:projects:read".into()), ..Authorization::role("admin") }, true),
        (Authorization { permission: Some("org:projects:delete".into()), ..Authorization::role("admin") }, false),
        (Authorization { permission: Some("org:projects:read".into()), ..Authorization::role("member") }, false),
        (Authorization::default(), false),
    ];
    for (asked, expected) in rows {
        assert_eq!(asked.allows(&member()), expected, "{asked:?}");
    }
}

#[test]
fn features_and_plans() {
    let rows = [
        (Authorization::feature("reports"), true),
        (Authorization::feature("o:reports"), true),
        (Authorization::feature("org:reports"), true),
        (Authorization::feature("organization:reports"), true),
        (Authorization::feature("u:reports"), false),
        (Authorization::feature("themes"), true),
        (Authorization::feature("user:themes"), true),
        (Authorization::feature("x:themes"), false),
        (Authorization::feature(""), false),
        (Authorization::plan("pro"), true),
        (Authorization::plan("u:pro"), false),
        (Authorization { plan: Some("pro".into()), ..Authorization::feature("reports") }, true),
        (Authorization { plan: Some("free".into()), ..Authorization::feature("reports") }, false),
    ];
    for (asked, expected) in rows {
        assert_eq!(asked.allows(&member()), expected, "{asked:?}");
    }
    let malformed = session(json!({"sub": "user_1", "fea": "reports", "pla": ""}));
    assert!(!Authorization::feature("reports").allows(&malformed));
    assert!(!Authorization::plan("pro").allows(&malformed));
}

#[test]
fn reverification() {
    let first = |after_minutes| Reverification { level: Level::FirstFactor, after_minutes };
    let rows = [
        (Reverification::STRICT, json!([11, 9]), true),
        (Reverification::STRICT, json!([9, 10]), false),
        (Reverification::STRICT, json!([9, -1]), true),
        (Reverification::STRICT, json!([-1, 9]), true),
        (Reverification::STRICT_MFA, json!([-1, 9]), false),
        (Reverification::STRICT_MFA, json!([9, 9]), true),
        (Reverification::STRICT_MFA, json!([9, -1]), true),
        (Reverification::STRICT_MFA, json!([9, 10]), false),
        (Reverification::MODERATE, json!([59, 60]), false),
        (Reverification::LAX, json!([0, 1439]), true),
        (first(9), json!([9, 9]), false),
        (first(9), json!([8, 99]), true),
        (first(9), json!([-1, -1]), false),
        (first(9), json!([-1, 1]), false),
        (first(9), json!(null), false),
        (first(9), json!([1]), false),
        (first(9), json!(["1", 1]), false),
        (first(9), json!([-2, 1]), false),
        (first(0), json!([0, 0]), false),
    ];
    for (asked, fva, expected) in rows {
        let session = session(json!({"sub": "user_1", "fva": fva.clone()}));
        assert_eq!(Authorization::reverification(asked).allows(&session), expected, "{asked:?} {fva}");
    }
}

/// CVE-2026-42349: a dimension that cannot be evaluated denies; it is never ignored.
#[test]
fn every_asked_dimension_must_pass() {
    let asked = Authorization { reverification: Some(Reverification::STRICT), ..Authorization::role("admin") };
    assert!(!asked.allows(&member()), "the second factor is 20 minutes old");
    let no_age = SessionState { factor_verification_age: None, ..member() };
    assert!(!asked.allows(&no_age));
    let no_plans = SessionState { plans: None, ..member() };
    assert!(!Authorization { plan: Some("pro".into()), ..Authorization::role("admin") }.allows(&no_plans));
    let nobody = SessionState { user_id: String::new(), ..member() };
    assert!(!Authorization::role("admin").allows(&nobody));
    assert!(!Auth::SignedOut.has(&Authorization::role("admin")));
}

#[test]
fn combinations() {
    let role = |role: &str| Condition::from(Authorization::role(role));
    let rows = [
        (Condition::all([role("admin"), Authorization::plan("pro").into()]), true),
        (Condition::all([role("admin"), role("member")]), false),
        (Condition::any([role("member"), role("admin")]), true),
        (Condition::any([role("member"), role("viewer")]), false),
        (Condition::all([]), false),
        (Condition::any([]), false),
        (Condition::check(|session| session.user_id == "user_1"), true),
        (Condition::all([Condition::any([role("x"), role("admin")]), Condition::check(|_| false)]), false),
    ];
    for (condition, expected) in rows {
        assert_eq!(condition.allows(&member()), expected, "{condition:?}");
    }
}
