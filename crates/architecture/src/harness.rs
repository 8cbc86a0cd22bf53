//! The server lends itself to tests behind a feature, which nothing but tests may have.

use anyhow::Result;
use serde_json::Value;

use crate::{
    crates::{dependencies, has, text},
    project::{packages, root, tree},
};

const FEATURE: &str = "test-harness";
/// What keeps a release from being compiled with it.
const GUARD: &str = "#[cfg(all(feature = \"test-harness\", not(debug_assertions)))]\ncompile_error!";

fn features(package: &Value) -> impl Iterator<Item = (&String, Vec<&str>)> {
    let features = package["features"].as_object().into_iter().flatten();
    features.map(|(name, parts)| (name, parts.as_array().into_iter().flatten().filter_map(Value::as_str).collect()))
}

/// Whether a package has a dependency with the tests' harness only.
pub(crate) fn is_of_harness(package: &Value, dependency: &Value) -> bool {
    let name = text(dependency, "name");
    let mut others = features(package).filter(|(feature, _)| *feature != FEATURE);
    dependency["optional"] == true && others.all(|(_, parts)| !parts.iter().any(|part| part.contains(name)))
}

/// Who has the feature without asking for it in tests.
fn enabled_by(packages: &[Value]) -> Vec<String> {
    let mut problems = Vec::new();
    for each in packages {
        let name = text(each, "name");
        let asking = dependencies(each).filter(|other| has(&other["features"], FEATURE));
        problems.extend(asking.map(|other| format!("{name} enables {FEATURE} of {}", text(other, "name"))));
        let giving =
            features(each).filter(|(_, parts)| parts.iter().any(|part| part.rsplit('/').next() == Some(FEATURE)));
        problems.extend(giving.map(|(feature, _)| format!("the feature {feature} of {name} enables {FEATURE}")));
    }
    problems
}

#[test]
fn the_server_lends_itself_to_tests_only() -> Result<()> {
    assert_eq!(enabled_by(&packages()?), Vec::<String>::new());
    assert!(std::fs::read_to_string(root().join("server/src/lib.rs"))?.contains(GUARD));
    let tree = tree("server", &["-e", "normal,build"])?;
    assert!(!tree.lines().any(|line| line.starts_with("testkit ")), "testkit is compiled into the server");
    Ok(())
}

#[test]
fn a_harness_outside_of_tests_is_seen() {
    use serde_json::json;
    let asks = |kind: Value| {
        let server = json!({ "name": "server", "kind": kind, "features": [FEATURE] });
        enabled_by(&[json!({ "name": "app", "features": {}, "dependencies": [server] })]).len()
    };
    assert_eq!((asks(Value::Null), asks("dev".into())), (1, 0));
    let gives = |features| enabled_by(&[json!({ "name": "server", "features": features, "dependencies": [] })]).len();
    assert_eq!(gives(json!({ "default": [FEATURE] })), 1);
    assert_eq!(gives(json!({ "full": ["server/test-harness"] })), 1);
    assert_eq!(gives(json!({ FEATURE: ["dep:testkit"] })), 0);
    let testkit = |optional: bool| json!({ "name": "testkit", "optional": optional });
    assert!(is_of_harness(&json!({ "features": { FEATURE: ["dep:testkit"] } }), &testkit(true)));
    assert!(!is_of_harness(&json!({ "features": { "extra": ["dep:testkit"] } }), &testkit(true)));
    assert!(!is_of_harness(&json!({ "features": {} }), &testkit(false)));
}
